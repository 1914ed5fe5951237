package dev.mcpgateway.provider.upstream.exchange;

import dev.mcpgateway.protocol.JsonSlice;
import org.jspecify.annotations.Nullable;

/**
 * A page as the upstream has just answered it.
 *
 * @param result the result object in the form of the client's era
 * @param ttlMillis how long the upstream lets it be kept, in milliseconds; negative when it does not say
 */
public record FreshPage(JsonSlice result, @Nullable String nextCursor, long ttlMillis) {}
