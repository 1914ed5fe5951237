package dev.mcpgateway.app;

import dev.mcpgateway.provider.upstream.credentials.SigningKeys;
import io.vertx.ext.web.Router;

/** Serves the public keys with which upstreams check what they are told of people. */
final class KeySet {
    private static final String PATH = "/.well-known/jwks.json";

    private KeySet() {}

    static void mount(Router router, SigningKeys keys) {
        router.get(PATH)
                .handler(context -> keys.jwks()
                        .onSuccess(set -> context.response()
                                .putHeader("content-type", "application/jwk-set+json")
                                .putHeader("cache-control", "public, max-age=300")
                                .end(set))
                        .onFailure(failure -> context.response()
                                .setStatusCode(503)
                                .putHeader("retry-after", "5")
                                .end()));
    }
}
