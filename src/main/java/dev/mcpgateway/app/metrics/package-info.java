/** Meters: what is counted and timed, under which names. Nothing here decides anything. */
@NullMarked
package dev.mcpgateway.app.metrics;

import org.jspecify.annotations.NullMarked;
