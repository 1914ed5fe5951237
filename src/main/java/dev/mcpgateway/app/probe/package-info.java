/**
 * The health check of the container. It is run every few seconds beside a gateway that may have half a CPU, so it is one small class
 * that needs nothing of the program as long as the gateway is well.
 */
@NullMarked
package dev.mcpgateway.app.probe;

import org.jspecify.annotations.NullMarked;
