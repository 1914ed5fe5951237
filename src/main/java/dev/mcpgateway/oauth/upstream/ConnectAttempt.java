package dev.mcpgateway.oauth.upstream;

import dev.mcpgateway.oauth.BrowserSession;
import dev.mcpgateway.oauth.Hash;
import dev.mcpgateway.oauth.upstream.server.UpstreamClient;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/**
 * An account that is being connected: what is kept until the browser comes back, under the hash of its state.
 *
 * @param person the id of whoever began it
 * @param session the browser session in which it began
 * @param upstream its name
 * @param address its address
 * @param issuer the authorization server that the browser was sent to
 * @param saysIssuer whether that server's answers name it
 * @param scopes what was asked for
 */
record ConnectAttempt(
        String person,
        String session,
        String upstream,
        String address,
        String resource,
        String issuer,
        boolean saysIssuer,
        UpstreamClient client,
        String redirectUri,
        String verifier,
        Set<String> scopes) {
    ConnectAttempt {
        scopes = Set.copyOf(scopes);
    }

    boolean isOf(BrowserSession browser, String name) {
        return upstream.equals(name) && person.equals(browser.person().id()) && session.equals(browser.id());
    }

    String challenge() {
        return Hash.sha256(verifier);
    }

    Buffer encode() {
        return new JsonObject()
                .put("person", person)
                .put("session", session)
                .put("upstream", upstream)
                .put("address", address)
                .put("resource", resource)
                .put("issuer", issuer)
                .put("saysIssuer", saysIssuer)
                .put("client", client.toJson())
                .put("redirectUri", redirectUri)
                .put("verifier", verifier)
                .put("scopes", GrantCodec.array(scopes))
                .toBuffer();
    }

    static ConnectAttempt decode(Buffer value) {
        JsonObject json = value.toJsonObject();
        return new ConnectAttempt(
                json.getString("person"),
                json.getString("session"),
                json.getString("upstream"),
                json.getString("address"),
                json.getString("resource"),
                json.getString("issuer"),
                json.getBoolean("saysIssuer"),
                UpstreamClient.fromJson(json.getJsonObject("client")),
                json.getString("redirectUri"),
                json.getString("verifier"),
                GrantCodec.set(json.getJsonArray("scopes")));
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "ConnectAttempt[" + upstream + ", " + issuer + "]";
    }
}
