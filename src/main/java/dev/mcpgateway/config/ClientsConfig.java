package dev.mcpgateway.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Which OAuth clients may ask for a person's consent, and how they make themselves known. */
public record ClientsConfig(
        @Setting(value = "true", doc = "Lets clients register themselves (RFC 7591).")
        boolean registration,

        @Setting(value = "60", min = "1", doc = "Registrations a minute, on each task; further ones are refused.")
        int registrationsPerMinute,

        @Setting(value = "30d", min = "1h", max = "365d", doc = "A registered client that nobody used is forgotten.")
        Duration unusedExpiry,

        @Setting(
                value = "cursor, vscode, vscode-insiders, code-oss",
                doc = "Schemes besides http and https that a redirect URI may have.")
        List<String> customSchemes,

        @Setting(value = "true", doc = "Accepts the address of a client ID metadata document as a client id.")
        boolean metadataDocuments,

        @Setting(value = "5s", min = "100ms", max = "1m", doc = "Longest wait for a client ID metadata document.")
        Duration metadataTimeout,

        @Setting(value = "64KiB", min = "1KiB", max = "1MiB", doc = "Largest client ID metadata document.")
        long metadataBytes,

        @Setting(doc = "Clients that need not register, by their client id.")
        Map<String, ClientConfig> preregistered) {

    public ClientsConfig {
        customSchemes = List.copyOf(customSchemes);
        preregistered = Map.copyOf(preregistered);
    }

    /** Returns the defaults. */
    public static ClientsConfig defaults() {
        return Settings.defaults(ClientsConfig.class);
    }
}
