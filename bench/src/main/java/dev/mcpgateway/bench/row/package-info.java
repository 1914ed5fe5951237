/** The rows of the table: each starts the processes that it needs, measures, and stops them. */
package dev.mcpgateway.bench.row;
