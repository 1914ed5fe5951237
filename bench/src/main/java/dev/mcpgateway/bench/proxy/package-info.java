/** The baseline: {@code vertx-http-proxy} with nothing added. What it costs is what a hop costs. */
package dev.mcpgateway.bench.proxy;
