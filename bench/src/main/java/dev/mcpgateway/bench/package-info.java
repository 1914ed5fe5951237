/** The command {@code bench/run}: which rows to measure, how long, and where the result goes. */
package dev.mcpgateway.bench;
