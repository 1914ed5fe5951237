package dev.mcpgateway.provider;

import dev.mcpgateway.protocol.JsonSlice;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list as the provider answered it, in the form of the client's era.
 *
 * @param result the whole {@code result} object, unknown members included
 * @param nextCursor the provider's own cursor of the next page; null on the last
 * @param stale true when the provider is away and this is what it last said
 */
public record Page(JsonSlice result, @Nullable String nextCursor, boolean stale) {}
