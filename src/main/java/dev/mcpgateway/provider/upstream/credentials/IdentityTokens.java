package dev.mcpgateway.provider.upstream.credentials;

import dev.mcpgateway.config.CredentialsConfig;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.protocol.McpError;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A JSON Web Token that says who the person is, for one upstream and for minutes (RFC 7519). */
final class IdentityTokens implements Credentials {
    private static final int MOST_TOKENS = 20_000;
    private static final String AUTHORIZATION = "Authorization";

    private final SigningKeys keys;
    private final CredentialsConfig config;
    private final String issuer;
    private final String audience;
    private final InstantSource clock;
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();

    private record Token(String value, Instant until) {}

    IdentityTokens(SigningKeys keys, CredentialsConfig config, String issuer, String audience, InstantSource clock) {
        this.keys = keys;
        this.config = config;
        this.issuer = issuer;
        this.audience = audience;
        this.clock = clock;
    }

    @Override
    public boolean arePersonal() {
        return true;
    }

    @Override
    public Future<Void> ready(Person person) {
        return keys.ready()
                .recover(failure -> Future.failedFuture(McpError.upstreamUnavailable(
                        "the key that signs who you are cannot be read; try again later")));
    }

    @Override
    public void addTo(MultiMap headers, Person person) {
        String header = config.headerName();
        headers.remove(header);
        String token = person.equals(Person.ANYONE) ? null : token(person);
        if (token != null) {
            headers.set(header, header.equalsIgnoreCase(AUTHORIZATION) ? "Bearer " + token : token);
        }
    }

    private @Nullable String token(Person person) {
        Instant now = clock.instant();
        Token known = tokens.get(person.id());
        if (known != null && now.isBefore(known.until())) {
            return known.value();
        }
        SigningKey key = keys.signing();
        if (key == null) {
            return null;
        }
        if (tokens.size() >= MOST_TOKENS) {
            tokens.values().removeIf(token -> !now.isBefore(token.until()));
            if (tokens.size() >= MOST_TOKENS) {
                tokens.clear();
            }
        }
        Token made = new Token(
                key.sign(claims(person, now)), now.plus(config.lifetime().dividedBy(2)));
        tokens.put(person.id(), made);
        return made.value();
    }

    private JsonObject claims(Person person, Instant now) {
        JsonObject claims = new JsonObject()
                .put("iss", issuer)
                .put("sub", person.id())
                .put("aud", audience)
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(config.lifetime()).getEpochSecond());
        if (person.email() != null) {
            claims.put("email", person.email()).put("email_verified", true);
        }
        if (person.domain() != null) {
            claims.put("hd", person.domain());
        }
        return claims;
    }
}
