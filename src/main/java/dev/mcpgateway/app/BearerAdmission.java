package dev.mcpgateway.app;

import dev.mcpgateway.http.Authenticator;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.oauth.server.BearerAuthenticator;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Bearer tokens as what the listener asks for. */
record BearerAdmission(BearerAuthenticator tokens) implements Authenticator {
    @Override
    public void authenticate(HttpServerRequest request, Consumer<Principal> next) {
        tokens.authenticate(request, next);
    }

    @Override
    public Supplier<Future<@Nullable Principal>> again(HttpServerRequest request, Principal principal) {
        return tokens.again(request);
    }
}
