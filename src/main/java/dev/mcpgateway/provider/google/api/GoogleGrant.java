package dev.mcpgateway.provider.google.api;

import dev.mcpgateway.config.Secret;
import java.util.Set;

/**
 * What a person has granted at Google.
 *
 * @param accessToken good for some minutes more
 * @param scopes what the token allows
 */
public record GoogleGrant(Secret accessToken, Set<String> scopes) {
    public GoogleGrant {
        scopes = Set.copyOf(scopes);
    }
}
