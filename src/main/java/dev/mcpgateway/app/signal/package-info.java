/** Signals from the operating system, and nothing of what they mean. */
@NullMarked
package dev.mcpgateway.app.signal;

import org.jspecify.annotations.NullMarked;
