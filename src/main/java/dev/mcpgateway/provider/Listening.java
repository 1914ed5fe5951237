package dev.mcpgateway.provider;

import dev.mcpgateway.protocol.JsonSlice;
import io.vertx.core.Future;

/** An open stream of what a provider sends outside any call. */
public interface Listening {

    /** The part of the asked-for {@code notifications} filter that the provider honours. */
    JsonSlice acknowledged();

    /** Completes when the provider ends the stream, fails when the stream breaks; never before {@link Listening} is given. */
    Future<Void> ended();

    /** Stops listening; idempotent. */
    void close();
}
