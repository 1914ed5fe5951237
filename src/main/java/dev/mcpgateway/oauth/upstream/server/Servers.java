package dev.mcpgateway.oauth.upstream.server;

import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.config.UpstreamOAuthConfig;
import dev.mcpgateway.config.UpstreamTransport;
import dev.mcpgateway.net.FetchRefused;
import dev.mcpgateway.net.GuardedFetch;
import dev.mcpgateway.net.GuardedFetch.Answer;
import dev.mcpgateway.net.GuardedFetch.Request;
import dev.mcpgateway.net.Origin;
import dev.mcpgateway.net.Trust;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The servers that one upstream may lead the gateway to. What the operator wrote down is trusted at its own origin, wherever that
 * is: the upstream's url, {@code issuer}, {@code allowedOrigins}. What metadata names elsewhere has to be https on the public
 * internet.
 */
public final class Servers {
    private final GuardedFetch fetch;
    private final UpstreamConfig upstream;
    private final UpstreamTransport.Http transport;
    private final Trust trust;

    /** @throws IllegalArgumentException when the upstream is no remote server */
    public Servers(GuardedFetch fetch, UpstreamConfig upstream) {
        if (!(upstream.transport() instanceof UpstreamTransport.Http http)) {
            throw new IllegalArgumentException("a process has no authorization server");
        }
        this.fetch = fetch;
        this.upstream = upstream;
        this.transport = http;
        this.trust = trust(http, upstream.credentials().oauth());
    }

    private static Trust trust(UpstreamTransport.Http http, UpstreamOAuthConfig oauth) {
        Set<String> origins = new HashSet<>(oauth.allowedOrigins());
        origins.add(Origin.of(http.url()));
        if (oauth.issuer() != null) {
            origins.add(Origin.of(oauth.issuer()));
        }
        return new Trust(origins, tls(http.tls()));
    }

    private static @Nullable ClientSSLOptions tls(UpstreamTransport.@Nullable Tls tls) {
        if (tls == null) {
            return null;
        }
        ClientSSLOptions options = new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS");
        if (tls.caFile() != null) {
            options.setTrustOptions(
                    new PemTrustOptions().addCertPath(tls.caFile().toString()));
        }
        if (tls.certFile() != null && tls.keyFile() != null) {
            options.setKeyCertOptions(new PemKeyCertOptions()
                    .addCertPath(tls.certFile().toString())
                    .addKeyPath(tls.keyFile().toString()));
        }
        return options;
    }

    public String upstreamName() {
        return upstream.name();
    }

    /** The address of the upstream itself. */
    public URI upstreamUrl() {
        return transport.url();
    }

    public UpstreamOAuthConfig config() {
        return upstream.credentials().oauth();
    }

    /**
     * An address that a document names.
     *
     * @param what what it is the address of, for the error
     * @throws ServerFailure when nobody should be sent there
     */
    URI address(String what, @Nullable String text) {
        try {
            URI uri = new URI(text == null ? "" : text);
            boolean bad = uri.getHost() == null
                    || uri.getRawUserInfo() != null
                    || uri.getRawFragment() != null
                    || !("https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && trust.covers(uri)));
            if (!bad) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw ServerFailure.unacceptable("the metadata of '" + upstreamName() + "' names no " + what
                + " that can be used: it has to be an https address" + " (see credentials.oauth.allowedOrigins)");
    }

    /** Sends a request; fails with a {@link ServerFailure} when there is no answer. */
    Future<Answer> exchange(Request request) {
        return fetch.exchange(request, trust, config().timeout(), config().answerBytes())
                .recover(failure -> Future.failedFuture(
                        failure instanceof FetchRefused refused
                                ? ServerFailure.unreachable(Origin.of(request.uri())
                                        + " was not asked, or gave no answer: " + refused.getMessage())
                                : failure));
    }

    /** The JSON object of an answer; null when there is none. */
    static @Nullable JsonObject json(Buffer body) {
        try {
            return body.length() == 0 ? null : new JsonObject(body.toString());
        } catch (DecodeException | ClassCastException e) {
            return null;
        }
    }

    /** A member that is a text; null when it is missing or something else. */
    static @Nullable String text(JsonObject json, String member) {
        return json.getValue(member) instanceof String text ? text : null;
    }
}
