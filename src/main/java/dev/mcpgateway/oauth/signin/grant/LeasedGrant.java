package dev.mcpgateway.oauth.signin.grant;

import dev.mcpgateway.config.Secret;
import dev.mcpgateway.oauth.signin.provider.ProviderTokens;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A grant as it is stored, with the lease of the task that refreshes it.
 *
 * @param leasedUntil until then nobody else refreshes it; in the past when nobody does
 */
record LeasedGrant(ProviderGrant grant, Instant leasedUntil) {
    private static final int FORMAT = 1;

    static LeasedGrant free(ProviderGrant grant) {
        return new LeasedGrant(grant, Instant.EPOCH);
    }

    LeasedGrant leased(Instant until) {
        return new LeasedGrant(grant, until);
    }

    /** The grant after a refresh, free for the next one; providers may leave out a refresh token that stays the same. */
    LeasedGrant refreshed(ProviderTokens tokens, Instant now) {
        return free(new ProviderGrant(
                grant.provider(),
                tokens.scopes().isEmpty() ? grant.scopes() : tokens.scopes(),
                tokens.accessToken(),
                tokens.expiresAt(),
                tokens.refreshToken() == null ? grant.refreshToken() : tokens.refreshToken(),
                grant.connectedAt(),
                now));
    }

    Buffer encode() {
        JsonObject json = new JsonObject()
                .put("format", FORMAT)
                .put("provider", grant.provider())
                .put("scopes", new JsonArray(List.copyOf(grant.scopes())))
                .put("accessToken", grant.accessToken().reveal())
                .put("expiresAt", grant.expiresAt().toEpochMilli())
                .put("connectedAt", grant.connectedAt().toEpochMilli())
                .put("confirmedAt", grant.confirmedAt().toEpochMilli())
                .put("leasedUntil", leasedUntil.toEpochMilli());
        Secret refreshToken = grant.refreshToken();
        if (refreshToken != null) {
            json.put("refreshToken", refreshToken.reveal());
        }
        return json.toBuffer();
    }

    static LeasedGrant decode(Buffer value) {
        JsonObject json = value.toJsonObject();
        if (json.getInteger("format") != FORMAT) {
            throw new IllegalStateException("the grant was written by a newer gateway");
        }
        Set<String> scopes =
                json.getJsonArray("scopes").stream().map(String::valueOf).collect(Collectors.toUnmodifiableSet());
        String refreshToken = json.getString("refreshToken");
        return new LeasedGrant(
                new ProviderGrant(
                        json.getString("provider"),
                        scopes,
                        Secret.of(json.getString("accessToken")),
                        Instant.ofEpochMilli(json.getLong("expiresAt")),
                        refreshToken == null ? null : Secret.of(refreshToken),
                        Instant.ofEpochMilli(json.getLong("connectedAt")),
                        Instant.ofEpochMilli(json.getLong("confirmedAt"))),
                Instant.ofEpochMilli(json.getLong("leasedUntil")));
    }
}
