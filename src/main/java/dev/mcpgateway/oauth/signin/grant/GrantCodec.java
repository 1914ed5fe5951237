package dev.mcpgateway.oauth.signin.grant;

import dev.mcpgateway.config.Secret;
import dev.mcpgateway.oauth.lease.Leased;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A grant as it is stored. */
final class GrantCodec {
    private static final int FORMAT = 1;

    private GrantCodec() {}

    static Buffer encode(Leased<ProviderGrant> leased) {
        ProviderGrant grant = leased.grant();
        JsonObject json = new JsonObject()
                .put("format", FORMAT)
                .put("provider", grant.provider())
                .put("scopes", new JsonArray(List.copyOf(grant.scopes())))
                .put("accessToken", grant.accessToken().reveal())
                .put("expiresAt", grant.expiresAt().toEpochMilli())
                .put("connectedAt", grant.connectedAt().toEpochMilli())
                .put("confirmedAt", grant.confirmedAt().toEpochMilli())
                .put("leasedUntil", leased.until().toEpochMilli());
        Secret refreshToken = grant.refreshToken();
        if (refreshToken != null) {
            json.put("refreshToken", refreshToken.reveal());
        }
        return json.toBuffer();
    }

    static Leased<ProviderGrant> decode(Buffer value) {
        JsonObject json = value.toJsonObject();
        if (json.getInteger("format") != FORMAT) {
            throw new IllegalStateException("the grant was written by a newer gateway");
        }
        Set<String> scopes =
                json.getJsonArray("scopes").stream().map(String::valueOf).collect(Collectors.toUnmodifiableSet());
        String refreshToken = json.getString("refreshToken");
        return new Leased<>(
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
