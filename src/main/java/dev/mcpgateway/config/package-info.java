/**
 * What the operator can set: the {@link dev.mcpgateway.config.GatewayConfig} records, their documented defaults and the
 * table of keys that is read from them. Nothing here reads a file, an environment or a clock, and nothing depends on the
 * rest of the gateway; reading a configuration lives in {@code config.load}.
 */
@NullMarked
package dev.mcpgateway.config;

import org.jspecify.annotations.NullMarked;
