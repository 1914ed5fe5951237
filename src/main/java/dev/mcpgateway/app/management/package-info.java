/** The management listener: health, readiness and metrics for those who run the gateway, on a port of its own. */
@NullMarked
package dev.mcpgateway.app.management;

import org.jspecify.annotations.NullMarked;
