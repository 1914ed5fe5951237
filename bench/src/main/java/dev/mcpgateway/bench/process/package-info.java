/** The processes of a run: starting them on free ports with equal JVM flags, and reading what Linux and the JVM say of them. */
package dev.mcpgateway.bench.process;
