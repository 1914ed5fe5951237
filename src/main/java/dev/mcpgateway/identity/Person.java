package dev.mcpgateway.identity;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A person as an identity provider knows them (OpenID Connect Core 1.0, section 5.1).
 *
 * @param issuer the {@code iss} of the provider; empty for everybody's stand-in, {@link #ANYONE}
 * @param subject the {@code sub} there, which never changes; with the issuer it is who the person is
 * @param email verified by the provider; null when it says none
 * @param domain the organization the provider vouches for (Google's {@code hd} claim); null when there is none
 * @param groups the provider's groups claim; empty when there is none
 */
public record Person(
        String issuer,
        String subject,
        @Nullable String email,
        @Nullable String domain,
        Set<String> groups) {

    /** Everybody, where nobody signs in: {@code --auth none}. */
    public static final Person ANYONE = new Person("", "anyone", null, null, Set.of());

    public Person {
        groups = Set.copyOf(groups);
    }

    /** Stable and unique: what sessions, grants and keys are bound to. No secret. */
    public String id() {
        return issuer.isEmpty() ? subject : issuer + "|" + subject;
    }

    /** How the person is shown to people: the e-mail address where there is one. */
    public String label() {
        return email == null ? subject : email;
    }
}
