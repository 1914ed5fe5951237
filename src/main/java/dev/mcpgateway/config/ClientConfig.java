package dev.mcpgateway.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An OAuth client that the operator knows.
 *
 * @param name the key in the file: its client id
 */
public record ClientConfig(
        String name,

        @Setting(doc = "What people are shown when they are asked for consent; the client id without one.") @Nullable
        String displayName,

        @Setting(doc = "Where the client may be sent back to; a loopback one matches with any port.")
        List<String> redirectUris,

        @Setting(doc = "Its client secret; without one it is a public client.") @Nullable
        Secret clientSecret) {
    public ClientConfig {
        redirectUris = List.copyOf(redirectUris);
    }
}
