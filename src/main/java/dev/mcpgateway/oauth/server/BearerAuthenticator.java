package dev.mcpgateway.oauth.server;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.identity.BearerChallenge;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.oauth.PublicUrl;
import dev.mcpgateway.oauth.Resource;
import dev.mcpgateway.store.StoreCorrupt;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds out by its bearer token who makes a request (RFC 6750, section 2.1), or tells the client how to get one. */
public final class BearerAuthenticator {
    private static final String BEARER = "Bearer ";
    private static final int MAX_TOKEN = 512;

    private final Supplier<GatewayConfig> config;
    private final KnownTokens tokens;

    BearerAuthenticator(Supplier<GatewayConfig> config, KnownTokens tokens) {
        this.config = config;
        this.tokens = tokens;
    }

    /**
     * Goes on with the principal, at once when the token is known and otherwise later on the same event loop, while the request
     * is paused; or answers 401, or 503 when the store does not answer.
     */
    public void authenticate(HttpServerRequest request, Consumer<Principal> next) {
        String token = token(request);
        if (token == null) {
            refuse(request, BearerChallenge.missingToken(resourceMetadata(request), scopes(request)));
            return;
        }
        String hash = KnownTokens.hash(token);
        KnownTokens.Known cached = tokens.cached(hash);
        if (cached != null) {
            admit(request, cached, next);
            return;
        }
        request.pause();
        tokens.ask(hash, token).onComplete(asked -> {
            request.resume();
            if (asked.failed() && !(asked.cause() instanceof StoreCorrupt)) {
                JsonAnswer.fail(request.response(), asked.cause());
            } else if (asked.failed() || asked.result().isEmpty()) {
                // What cannot be read will not be read later either: the client is to get another token.
                refuse(
                        request,
                        BearerChallenge.invalidToken(
                                resourceMetadata(request),
                                scopes(request),
                                "this token is not valid: it expired, was revoked, or is none of this gateway's"));
            } else {
                admit(request, asked.result().get(), next);
            }
        });
    }

    /**
     * Asks again for whom the token of a request is good, without the request: null once it is for nobody. Fails when the store does
     * not answer and nothing is known any more.
     */
    public Supplier<Future<@Nullable Principal>> again(HttpServerRequest request) {
        String token = token(request);
        if (token == null) {
            return () -> Future.succeededFuture(null);
        }
        String hash = KnownTokens.hash(token);
        return () -> {
            KnownTokens.Known cached = tokens.cached(hash);
            return cached != null
                    ? Future.succeededFuture(cached.principal())
                    : tokens.ask(hash, token)
                            .map(found ->
                                    found.map(KnownTokens.Known::principal).orElse(null));
        };
    }

    private void admit(HttpServerRequest request, KnownTokens.Known known, Consumer<Principal> next) {
        String path = request.path();
        if (known.resource().covers(path == null ? "" : path)) {
            next.accept(known.principal());
        } else {
            refuse(
                    request,
                    BearerChallenge.invalidToken(
                            resourceMetadata(request), scopes(request), "this token is for another address"));
        }
    }

    /** Where the metadata of the address is that a request was made to: what challenges name. */
    public String resourceMetadata(HttpServerRequest request) {
        return resource(request).metadata(PublicUrl.origin(config.get(), request));
    }

    private static Collection<Scope> scopes(HttpServerRequest request) {
        return resource(request).scopes();
    }

    private static Resource resource(HttpServerRequest request) {
        String path = request.path();
        return Resource.ofRequest(path == null ? "" : path);
    }

    /** From the header alone: what stands in an address ends up in logs. */
    private static @Nullable String token(HttpServerRequest request) {
        List<String> headers = request.headers().getAll("authorization");
        if (headers.size() != 1) {
            return null;
        }
        String header = headers.getFirst();
        if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return null;
        }
        String token = header.substring(BEARER.length()).strip();
        return token.isEmpty() || token.length() > MAX_TOKEN ? null : token;
    }

    private static void refuse(HttpServerRequest request, BearerChallenge challenge) {
        request.response().putHeader("www-authenticate", challenge.header());
        JsonAnswer.send(request.response(), challenge.status(), challenge.body());
    }
}
