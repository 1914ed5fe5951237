package dev.mcpgateway.oauth.signin.provider;

import dev.mcpgateway.config.ProxySelection;
import dev.mcpgateway.config.ProxyServer;
import dev.mcpgateway.config.Secret;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.ProxyOptions;
import io.vertx.ext.auth.oauth2.OAuth2Auth;
import io.vertx.ext.auth.oauth2.OAuth2Options;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The library's client of one provider, made on first use and again when the provider moves its endpoints. It lives on the event
 * loop that made it, since what a library opens must end with the verticle that owns it; callers get their answers on theirs.
 */
final class OidcClient {
    private static final Duration DISCOVERED_FOR = Duration.ofHours(12);
    private static final Duration KEYS_AT_MOST_EVERY = Duration.ofSeconds(30);
    private static final long MAX_DOCUMENT_BYTES = 256 << 10;

    private final Vertx vertx;
    private final Context home;
    private final ProviderSettings settings;
    private final ProxySelection proxy;
    private final Duration timeout;
    private final InstantSource clock;
    private @Nullable Ready ready;
    private @Nullable Future<Ready> discovering;
    private Instant keysRead = Instant.EPOCH;

    /** The client and the document that it was made of. */
    record Ready(Discovery discovery, OAuth2Auth auth, Instant at) {}

    OidcClient(Vertx vertx, ProviderSettings settings, ProxySelection proxy, Duration timeout, InstantSource clock) {
        this.vertx = vertx;
        this.home = vertx.getOrCreateContext();
        this.settings = settings;
        this.proxy = proxy;
        this.timeout = timeout;
        this.clock = clock;
    }

    /** Uses the client; fails with what {@code work} fails with, or {@link ProviderUnreachable} when there is none. */
    <T> Future<T> with(Function<Ready, Future<T>> work) {
        return atHome(() -> discovered().compose(work));
    }

    /** The document, from the network when it is not known yet. */
    Future<Discovery> discovery() {
        return with(found -> Future.succeededFuture(found.discovery()));
    }

    /** Reads the provider's keys again, for a token that is signed by an unknown one; seldom, whoever sends such tokens. */
    Future<Void> readKeysAgain(Ready client) {
        Instant now = clock.instant();
        if (now.isBefore(keysRead.plus(KEYS_AT_MOST_EVERY))) {
            return Future.failedFuture(new SignInRefused(
                    SignInRefused.Reason.ID_TOKEN,
                    "the ID token of " + settings.label() + " is signed by an unknown key"));
        }
        keysRead = now;
        return client.auth().jWKSet().timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    void close() {
        home.runOnContext(now -> {
            Ready known = ready;
            ready = null;
            if (known != null) {
                known.auth().close();
            }
        });
    }

    private <T> Future<T> atHome(Supplier<Future<T>> work) {
        Context caller = vertx.getOrCreateContext();
        Promise<T> answer = Promise.promise();
        home.runOnContext(there -> {
            Future<T> done;
            try {
                done = work.get();
            } catch (RuntimeException e) {
                done = Future.failedFuture(e);
            }
            done.onComplete(result -> caller.runOnContext(back -> answer.complete(result.result(), result.cause())));
        });
        return answer.future();
    }

    private Future<Ready> discovered() {
        Ready known = ready;
        if (known != null && clock.instant().isBefore(known.at().plus(DISCOVERED_FOR))) {
            return Future.succeededFuture(known);
        }
        Future<Ready> running = discovering;
        if (running != null) {
            return running;
        }
        Future<Ready> next = read(Discovery.address(settings.issuer()))
                .map(document -> Discovery.of(document, settings.issuer()))
                .compose(this::make)
                // An old document is better than none.
                .recover(failure -> known != null
                        ? Future.succeededFuture(known)
                        : Future.failedFuture(new ProviderUnreachable(settings.label(), reason(failure), failure)));
        discovering = next;
        next.onComplete(done -> {
            discovering = null;
            if (done.succeeded()) {
                ready = done.result();
            }
        });
        return next;
    }

    private Future<Ready> make(Discovery discovery) {
        Ready known = ready;
        if (known != null && known.discovery().equals(discovery)) {
            return Future.succeededFuture(new Ready(discovery, known.auth(), clock.instant()));
        }
        OAuth2Auth auth = OAuth2Auth.create(vertx, options(discovery));
        return auth.jWKSet().timeout(timeout.toMillis(), TimeUnit.MILLISECONDS).map(loaded -> {
            if (known != null) {
                // What is under way may still need the old one.
                vertx.setTimer(timeout.toMillis() * 2, over -> known.auth().close());
            }
            return new Ready(discovery, auth, clock.instant());
        });
    }

    private OAuth2Options options(Discovery discovery) {
        // Without an introspection endpoint the library never asks the provider whether a bad signature may pass.
        OAuth2Options options = new OAuth2Options()
                .setSite(settings.issuer().toString())
                .setClientId(settings.clientId())
                .setAuthorizationPath(discovery.authorizationEndpoint())
                .setTokenPath(discovery.tokenEndpoint())
                .setRevocationPath(null)
                .setJwkPath(discovery.jwksUri())
                .setHttpClientOptions(http(discovery.tokenEndpoint()));
        if (discovery.userInfoEndpoint() != null) {
            options.setUserInfoPath(discovery.userInfoEndpoint());
        }
        options.getJWTOptions().setIssuer(discovery.issuer());
        Secret secret = settings.clientSecret();
        if (secret != null) {
            // The library does not form-encode what it puts into the header (RFC 6749, section 2.3.1).
            boolean plain = secret.reveal().matches("[A-Za-z0-9._~-]*");
            options.setClientSecret(secret.reveal())
                    .setUseBasicAuthorization(discovery.acceptsBasic() && (plain || !discovery.acceptsPost()));
        }
        return options;
    }

    private HttpClientOptions http(String address) {
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) timeout.toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) timeout.toMillis());
        ProxyServer server = proxy.select(URI.create(address));
        if (server != null) {
            ProxyOptions tunnel = new ProxyOptions().setHost(server.host()).setPort(server.port());
            Secret password = server.password();
            if (server.username() != null) {
                tunnel.setUsername(server.username()).setPassword(password == null ? "" : password.reveal());
            }
            options.setProxyOptions(tunnel);
        }
        return options;
    }

    private Future<JsonObject> read(String address) {
        HttpClient http = vertx.createHttpClient(http(address));
        return http.request(new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(address))
                .compose(request ->
                        request.putHeader("accept", "application/json").send())
                .compose(response -> {
                    if (response.statusCode() != 200) {
                        return Future.failedFuture(new IllegalArgumentException(
                                "its discovery document is answered " + response.statusCode()));
                    }
                    Buffer body = Buffer.buffer();
                    response.handler(chunk -> {
                        body.appendBuffer(chunk);
                        if (body.length() > MAX_DOCUMENT_BYTES) {
                            response.request().reset();
                        }
                    });
                    return response.end().map(end -> new JsonObject(body));
                })
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .eventually(http::close);
    }

    /** A short reason without anything that a provider sent. */
    static String reason(Throwable failure) {
        if (failure instanceof IllegalArgumentException && failure.getMessage() != null) {
            return failure.getMessage();
        }
        return failure instanceof io.vertx.core.json.DecodeException
                ? "its answer is no JSON"
                : failure.getClass().getSimpleName();
    }
}
