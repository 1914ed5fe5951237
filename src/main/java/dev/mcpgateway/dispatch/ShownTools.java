package dev.mcpgateway.dispatch;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * One provider's part of a list of tools.
 *
 * @param provider its name in the configuration
 * @param tools what the callers may see of it, under the names that the list shows; fails as the provider does
 */
public record ShownTools(String provider, Future<List<Buffer>> tools) {}
