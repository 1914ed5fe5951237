package dev.mcpgateway.provider.google.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * The gateway's own pages that a person is sent to.
 *
 * @param publicUrl the gateway's public address, without a slash at its end
 */
public record GoogleLinks(Supplier<String> publicUrl) {
    /** The page that asks for a scope. */
    public static final String CONNECT = "/connect/google";

    /** Where to sign in anew. */
    public String signIn() {
        return publicUrl.get() + "/oauth/login?provider=google";
    }

    /** Where to grant exactly this, beside what is granted already. */
    public String grant(GoogleScope scope) {
        return publicUrl.get() + CONNECT + "?scope=" + URLEncoder.encode(scope.value(), StandardCharsets.UTF_8);
    }
}
