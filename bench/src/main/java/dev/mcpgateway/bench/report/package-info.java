/** What a row found, against what it should be: as a table for people and as the report that is kept. */
package dev.mcpgateway.bench.report;
