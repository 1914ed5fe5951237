package dev.mcpgateway.http;

import dev.mcpgateway.identity.Principal;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/** Finds out who makes a request to one of the transports' addresses. */
@FunctionalInterface
public interface Authenticator {

    /** Where nobody signs in: {@code --auth none}. */
    Authenticator ANYONE = (request, next) -> next.accept(Principal.ANYONE);

    /**
     * Goes on with the principal of a request, at once or later on the same event loop (the request is paused meanwhile), or
     * answers the request itself, because it has no credential that is valid at this address.
     */
    void authenticate(HttpServerRequest request, Consumer<Principal> next);
}
