package dev.mcpgateway.http;

import dev.mcpgateway.identity.Principal;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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

    /**
     * For what goes on after a request: who makes it as of now, null once the credential of that request is worth nothing. Completes
     * on the caller's event loop, and most often at once.
     *
     * @param principal who made the request
     */
    default Supplier<Future<@Nullable Principal>> again(HttpServerRequest request, Principal principal) {
        return () -> Future.succeededFuture(principal);
    }
}
