package dev.mcpgateway.oauth.upstream.server;

import dev.mcpgateway.config.Secret;
import dev.mcpgateway.net.GuardedFetch.Answer;
import dev.mcpgateway.net.GuardedFetch.Request;
import dev.mcpgateway.oauth.upstream.server.ServerFailure.Kind;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks for tokens and gives them back. They go to the endpoint that the issuer itself names, and nowhere from there. */
public final class TokenEndpoint {
    /** What can stand in a header (RFC 6750, section 2.1, and what servers give besides). */
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,16384}");

    private static final Pattern CODE = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,100}");
    private static final Duration LONGEST_LIFE = Duration.ofDays(400);

    private final Servers servers;
    private final InstantSource clock;

    public TokenEndpoint(Servers servers, InstantSource clock) {
        this.servers = servers;
        this.clock = clock;
    }

    /** Exchanges a code (RFC 6749, section 4.1.3; RFC 7636, section 4.5; RFC 8707, section 2.2). */
    public Future<Tokens> exchange(
            ServerMetadata server,
            UpstreamClient client,
            String code,
            String verifier,
            String redirectUri,
            String resource) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", redirectUri);
        form.put("code_verifier", verifier);
        form.put("resource", resource);
        return tokens(server, client, form);
    }

    /** Exchanges a refresh token (RFC 6749, section 6). */
    public Future<Tokens> refresh(ServerMetadata server, UpstreamClient client, Secret refreshToken, String resource) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", refreshToken.reveal());
        form.put("resource", resource);
        return tokens(server, client, form);
    }

    /** Ends a token (RFC 7009); a server that has no such endpoint is not asked. */
    public Future<Void> revoke(ServerMetadata server, UpstreamClient client, Secret token, String hint) {
        URI endpoint = server.revocationEndpoint();
        if (endpoint == null) {
            return Future.succeededFuture();
        }
        Map<String, String> form = new LinkedHashMap<>();
        form.put("token", token.reveal());
        form.put("token_type_hint", hint);
        return post(endpoint, client, form)
                .compose(answer -> answer.status() == 200
                        ? Future.succeededFuture()
                        : Future.failedFuture(refusal(server, answer)));
    }

    private Future<Tokens> tokens(ServerMetadata server, UpstreamClient client, Map<String, String> form) {
        return post(server.tokenEndpoint(), client, form)
                .compose(answer -> answer.status() == 200
                        ? Future.succeededFuture(tokens(server, Servers.json(answer.body())))
                        : Future.failedFuture(refusal(server, answer)));
    }

    private Future<Answer> post(URI endpoint, UpstreamClient client, Map<String, String> form) {
        Map<String, String> headers = new HashMap<>();
        headers.put("content-type", "application/x-www-form-urlencoded");
        Secret secret = client.secret();
        if (secret != null && client.authMethod().equals(UpstreamClient.BASIC)) {
            String both = encode(client.id()) + ":" + encode(secret.reveal());
            headers.put(
                    "authorization",
                    "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
        } else {
            form.put("client_id", client.id());
            if (secret != null) {
                form.put("client_secret", secret.reveal());
            }
        }
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return servers.exchange(new Request(HttpMethod.POST, endpoint, headers, Buffer.buffer(body)));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Tokens tokens(ServerMetadata server, @Nullable JsonObject json) {
        String token = json == null ? null : Servers.text(json, "access_token");
        String type = json == null ? null : Servers.text(json, "token_type");
        if (json == null || token == null || !TOKEN.matcher(token).matches()) {
            throw ServerFailure.unacceptable(server.issuer() + " answered without a token that can be used");
        }
        if (!"bearer".equalsIgnoreCase(type)) {
            throw ServerFailure.unacceptable(server.issuer() + " gave a token of a type that is not Bearer");
        }
        String refreshToken = Servers.text(json, "refresh_token");
        return new Tokens(
                Secret.of(token),
                expiry(json.getValue("expires_in")),
                refreshToken == null ? null : Secret.of(refreshToken),
                Challenge.scopes(Servers.text(json, "scope")));
    }

    private @Nullable Instant expiry(@Nullable Object seconds) {
        long life;
        if (seconds instanceof Number number) {
            life = number.longValue();
        } else if (seconds instanceof String text && text.matches("\\d{1,10}")) {
            life = Long.parseLong(text);
        } else {
            return null;
        }
        return clock.instant().plusSeconds(Math.clamp(life, 0, LONGEST_LIFE.toSeconds()));
    }

    private static ServerFailure refusal(ServerMetadata server, Answer answer) {
        JsonObject json = Servers.json(answer.body());
        String said = json == null ? null : Servers.text(json, "error");
        String code = said != null && CODE.matcher(said).matches() ? said : "no error code";
        String message = server.issuer() + " answered with status " + answer.status() + " (" + code + ")";
        if (answer.status() >= 500 || answer.status() == 429) {
            return new ServerFailure(Kind.UNREACHABLE, message);
        }
        return new ServerFailure(
                switch (code) {
                    case "invalid_grant" -> Kind.GRANT_OVER;
                    case "invalid_client", "unauthorized_client" -> Kind.CLIENT_UNKNOWN;
                    default -> Kind.REFUSED;
                },
                message);
    }
}
