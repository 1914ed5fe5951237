package dev.mcpgateway.oauth.grant;

import dev.mcpgateway.config.TokensConfig;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.oauth.Hash;
import dev.mcpgateway.oauth.OAuthError;
import dev.mcpgateway.oauth.PersonJson;
import dev.mcpgateway.oauth.Resource;
import dev.mcpgateway.store.RecordStore;
import dev.mcpgateway.store.StoredRecord;
import dev.mcpgateway.store.VersionConflict;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Authorization codes: good once, for a minute, for whoever knows the verifier. A used one stays as a tombstone with the id of
 * the grant that it gave, so that the second use of it ends that grant (RFC 6749, section 4.1.2).
 */
public final class Codes {
    private static final Logger LOG = LoggerFactory.getLogger(Codes.class);
    private static final String KIND = "oauth-code";
    private static final String PREFIX = "mcpgw_ac_";
    private static final int SECRET_BYTES = 32;
    private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

    private final RecordStore store;
    private final Grants grants;
    private final ConnectedClients clients;
    private final Supplier<TokensConfig> config;
    private final InstantSource clock;

    /** What a client repeats when it exchanges a code. */
    public record Exchange(
            String code,
            String clientId,
            @Nullable String redirectUri,
            String verifier,
            @Nullable Resource resource) {

        /** Without the code and the verifier. */
        @Override
        public String toString() {
            return "Exchange[" + clientId + "]";
        }
    }

    public Codes(
            RecordStore store,
            Grants grants,
            ConnectedClients clients,
            Supplier<TokensConfig> config,
            InstantSource clock) {
        this.store = store;
        this.grants = grants;
        this.clients = clients;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Makes a code.
     *
     * @param redirectUri as it was asked for, the port included
     * @param challenge the {@code S256} code challenge
     */
    public Future<String> issue(Person person, Approval approval, String redirectUri, String challenge) {
        String code = PREFIX + Hash.random(SECRET_BYTES);
        JsonObject json = new JsonObject()
                .put("person", PersonJson.encode(person))
                .put("client", approval.clientId())
                .put("name", approval.clientName())
                .put("redirect", redirectUri)
                .put("challenge", challenge)
                .put("resource", approval.resource().path())
                .put("scopes", GrantCodec.scopes(approval.scopes()))
                .put("grant", Tokens.newGrantId())
                .put("issued", clock.millis());
        return store.put(StoredRecord.create(
                        key(code),
                        KIND,
                        "tokens/" + person.id(),
                        clock.instant().plus(config.get().code()),
                        json.toBuffer()))
                .map(code);
    }

    /** Gives tokens for a code. Fails with an {@link OAuthError}, or as the store does. */
    public Future<Issued> exchange(Exchange exchange) {
        if (!VERIFIER.matcher(exchange.verifier()).matches()) {
            return Future.failedFuture(OAuthError.invalidGrant(
                    "code_verifier has 43 to 128 characters of A-Z, a-z, 0-9, '-', '.', '_' and '~'"));
        }
        if (!exchange.code().startsWith(PREFIX)) {
            return Future.failedFuture(unknown());
        }
        return store.get(key(exchange.code())).compose(found -> {
            StoredRecord record = found.orElseThrow(Codes::unknown);
            JsonObject code = record.value().toJsonObject();
            if (code.getBoolean("spent", false)) {
                return replayed(code);
            }
            requireTheSame(code, exchange);
            return spend(record, code, exchange);
        });
    }

    private static void requireTheSame(JsonObject code, Exchange exchange) {
        if (!exchange.clientId().equals(code.getString("client"))) {
            throw OAuthError.invalidGrant("this code was given to another client");
        }
        if (exchange.redirectUri() != null && !exchange.redirectUri().equals(code.getString("redirect"))) {
            throw OAuthError.invalidGrant("redirect_uri is not the one of the authorization request");
        }
        if (!Hash.equal(Hash.sha256(exchange.verifier()), code.getString("challenge"))) {
            throw OAuthError.invalidGrant("code_verifier does not fit the code_challenge of the authorization request");
        }
        if (exchange.resource() != null && !new Resource(code.getString("resource")).includes(exchange.resource())) {
            throw OAuthError.invalidTarget("resource is not the one of the authorization request");
        }
    }

    private Future<Issued> spend(StoredRecord record, JsonObject code, Exchange exchange) {
        Instant now = clock.instant();
        JsonObject tombstone = new JsonObject()
                .put("spent", true)
                .put("grant", code.getString("grant"))
                .put("client", code.getString("client"));
        Instant until = now.plus(config.get().accessToken());
        return store.put(record.with(until, tombstone.toBuffer())).transform(spent -> {
            if (spent.succeeded()) {
                return grant(code, exchange, now);
            }
            return spent.cause() instanceof VersionConflict ? replayed(code) : Future.failedFuture(spent.cause());
        });
    }

    private Future<Issued> grant(JsonObject code, Exchange exchange, Instant now) {
        Person person = PersonJson.decode(code.getJsonObject("person"));
        String clientId = code.getString("client");
        Resource resource =
                exchange.resource() == null ? new Resource(code.getString("resource")) : exchange.resource();
        Set<Scope> scopes = GrantCodec.scopes(code.getJsonArray("scopes"));
        if (grants.revokedSince(person, clientId, Instant.ofEpochMilli(code.getLong("issued")))) {
            return Future.failedFuture(takenBack());
        }
        String id = code.getString("grant");
        return clients.add(person, clientId, id, now.plus(config.get().refreshToken()))
                .compose(allowed -> allowed
                        ? grants.begin(id, person, clientId, code.getString("name"), scopes, resource)
                        : Future.failedFuture(takenBack()));
    }

    private Future<Issued> replayed(JsonObject code) {
        LOG.warn(
                "an authorization code of client {} was used twice: what it gave is revoked", code.getString("client"));
        return grants.revoke(List.of(code.getString("grant")))
                .compose(revoked -> Future.failedFuture(OAuthError.invalidGrant(
                        "this code was used before, so what it gave is revoked: ask the person again")));
    }

    private static OAuthError unknown() {
        return OAuthError.invalidGrant("this code is not valid: it expired, or was never given out");
    }

    private static OAuthError takenBack() {
        return OAuthError.invalidGrant("the person took back the consent meanwhile");
    }

    private static String key(String code) {
        return KIND + "/" + Hash.sha256(code);
    }
}
