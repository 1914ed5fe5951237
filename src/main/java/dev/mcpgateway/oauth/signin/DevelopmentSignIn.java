package dev.mcpgateway.oauth.signin;

import dev.mcpgateway.config.AuthConfig;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.oauth.PublicUrl;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Signing in on one's own machine, where a page believes the e-mail address that it is given. */
public final class DevelopmentSignIn {
    /** The issuer of these people: no provider has it, so nobody of theirs is ever taken for one of a provider's. */
    public static final String ISSUER = "urn:mcp-gateway:development";

    private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}]{1,64}@[A-Za-z0-9.-]{1,190}");

    private DevelopmentSignIn() {}

    /**
     * Whether it is offered: where it is asked for, or nobody else could vouch for people and no other machine reaches the
     * listener; and never at an address that others could open.
     */
    static boolean isOffered(GatewayConfig config, String origin) {
        AuthConfig auth = config.auth();
        boolean wanted = auth.mode() == AuthConfig.Mode.DEVELOPMENT
                || (auth.mode() == AuthConfig.Mode.SIGN_IN
                        && !auth.hasIdentityProvider()
                        && !config.reachableByOthers());
        return wanted && PublicUrl.isLoopback(URI.create(origin));
    }

    /** The person with that address; null when it is none. */
    static @Nullable Person person(@Nullable String given) {
        String email = given == null ? "" : given.strip().toLowerCase(Locale.ROOT);
        if (!EMAIL.matcher(email).matches()) {
            return null;
        }
        return new Person(ISSUER, email, email, email.substring(email.indexOf('@') + 1), Set.of());
    }
}
