package dev.mcpgateway.oauth.client;

import dev.mcpgateway.oauth.Hash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client that asks for tokens.
 *
 * @param name as it calls itself
 * @param redirectUris where people may be sent back to
 * @param secretHash {@link Hash#sha256} of its secret; null for a public client
 */
public record OAuthClient(
        String id,
        Origin origin,
        String name,
        List<String> redirectUris,
        @Nullable String secretHash) {

    /** How a client made itself known. */
    public enum Origin {
        /** The operator wrote it into the configuration. */
        PREREGISTERED,
        /** Its id is the address of a document about it (client ID metadata document). */
        METADATA_DOCUMENT,
        /** It registered itself (RFC 7591). */
        REGISTERED
    }

    public OAuthClient {
        redirectUris = List.copyOf(redirectUris);
    }

    /** Whether a secret, or none, is what this client has. */
    public boolean authenticates(@Nullable String secret) {
        if (secretHash == null) {
            return secret == null || secret.isEmpty();
        }
        return secret != null && Hash.equal(Hash.sha256(secret), secretHash);
    }

    /** Whether nobody but the client itself vouches for its name. */
    public boolean unverified() {
        return origin == Origin.REGISTERED;
    }

    /** Without the hash of the secret. */
    @Override
    public String toString() {
        return "OAuthClient[" + id + ", " + origin + "]";
    }
}
