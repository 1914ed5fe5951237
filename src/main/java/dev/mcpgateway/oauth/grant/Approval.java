package dev.mcpgateway.oauth.grant;

import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.oauth.Resource;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/**
 * What a person allows a client when they consent.
 *
 * @param clientName as the client calls itself
 * @param clientHost the host behind it, as the consent page shows it
 * @param redirect where the code goes, as it is remembered: on loopback without the port
 */
public record Approval(
        String clientId, String clientName, String clientHost, String redirect, Resource resource, Set<Scope> scopes) {
    public Approval {
        scopes = Set.copyOf(scopes);
    }

    /** Whether a remembered consent allows this as well. */
    boolean isCoveredBy(JsonObject consent) {
        return redirect.equals(consent.getString("redirect"))
                && new Resource(consent.getString("resource")).includes(resource)
                && GrantCodec.scopes(consent.getJsonArray("scopes")).containsAll(scopes);
    }

    JsonObject toConsent(long atMillis) {
        return new JsonObject()
                .put("redirect", redirect)
                .put("resource", resource.path())
                .put("scopes", GrantCodec.scopes(scopes))
                .put("at", atMillis);
    }

    boolean isForTheSameAs(JsonObject consent) {
        return redirect.equals(consent.getString("redirect")) && resource.path().equals(consent.getString("resource"));
    }
}
