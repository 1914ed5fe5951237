package dev.mcpgateway.oauth.signin.provider;

import dev.mcpgateway.identity.Person;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an ID token has to say before anybody is believed (OpenID Connect Core 1.0, section 3.1.3.7). The signature is checked
 * before, by the provider's keys; everything else is checked here, whatever the library has checked as well: it lets tokens
 * pass without an audience, with several audiences and no {@code azp}, past their end and with any nonce.
 */
final class IdTokenRules {
    /** Asymmetric ones only, so that no public key is ever taken for a shared secret. */
    private static final Set<String> ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

    private static final Duration SKEW = Duration.ofMinutes(1);
    private static final int MAX_SUBJECT = 255;

    private final ProviderSettings settings;
    private final List<String> allowedDomains;

    IdTokenRules(ProviderSettings settings, List<String> allowedDomains) {
        this.settings = settings;
        this.allowedDomains = allowedDomains.stream()
                .map(domain -> domain.toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Refuses a token whose header names an algorithm that no provider needs, before its signature is looked at. */
    void checkHeader(String idToken) {
        int dot = idToken.indexOf('.');
        String algorithm;
        try {
            algorithm = new JsonObject(
                            Buffer.buffer(Base64.getUrlDecoder().decode(idToken.substring(0, Math.max(0, dot)))))
                    .getString("alg");
        } catch (RuntimeException e) {
            throw invalid("is no JWT");
        }
        if (algorithm == null || !ALGORITHMS.contains(algorithm)) {
            throw invalid("is not signed by an algorithm with public keys");
        }
    }

    /**
     * Checks the claims of a token whose signature is right.
     *
     * @param issuer as the discovery document spells it
     * @param more claims of the userinfo endpoint about the same subject, for what the token leaves out
     */
    Person person(JsonObject claims, String issuer, String nonce, JsonObject more, Instant now) {
        if (!issuer.equals(text(claims, "iss"))) {
            throw invalid("comes from another issuer");
        }
        checkAudience(claims);
        checkTimes(claims, now);
        String given = text(claims, "nonce");
        if (given == null
                || !MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), nonce.getBytes(StandardCharsets.UTF_8))) {
            throw invalid("was not made for this sign-in");
        }
        String subject = text(claims, "sub");
        if (subject == null || subject.isBlank() || subject.length() > MAX_SUBJECT) {
            throw invalid("names nobody");
        }
        String email = verifiedEmail(text(claims, "email") == null ? more : claims);
        String domain = text(claims, settings.domainClaim());
        checkDomain(domain);
        Object groups = claims.getValue(settings.groupsClaim());
        return new Person(
                issuer,
                subject,
                email,
                domain,
                groups(groups == null ? more.getValue(settings.groupsClaim()) : groups));
    }

    private void checkAudience(JsonObject claims) {
        Object audience = claims.getValue("aud");
        List<?> all = audience instanceof JsonArray array
                ? array.getList()
                : audience == null ? List.of() : List.of(audience);
        if (!all.contains(settings.clientId())) {
            throw invalid("is for somebody else");
        }
        String authorized = text(claims, "azp");
        if (authorized == null
                ? all.size() > 1 || claims.containsKey("azp")
                : !authorized.equals(settings.clientId())) {
            throw invalid("was given to somebody else");
        }
    }

    private void checkTimes(JsonObject claims, Instant now) {
        if (!(claims.getValue("exp") instanceof Number end)
                || !now.isBefore(Instant.ofEpochSecond(end.longValue()).plus(SKEW))) {
            throw invalid("is over");
        }
        if (!(claims.getValue("iat") instanceof Number begin)
                || now.plus(SKEW).isBefore(Instant.ofEpochSecond(begin.longValue()))) {
            throw invalid("is of the future");
        }
    }

    /** The address, if the provider says that it is verified; Google always says. */
    private @Nullable String verifiedEmail(JsonObject claims) {
        String email = text(claims, "email");
        if (email == null || email.isBlank()) {
            return null;
        }
        Object verified = claims.getValue("email_verified");
        if (Boolean.TRUE.equals(verified) || "true".equals(verified)) {
            return email;
        }
        if (verified == null && !settings.google()) {
            return null;
        }
        throw new SignInRefused(
                SignInRefused.Reason.EMAIL_UNVERIFIED,
                settings.label() + " has not verified the person's e-mail address");
    }

    private void checkDomain(@Nullable String domain) {
        if (!allowedDomains.isEmpty()
                && (domain == null || !allowedDomains.contains(domain.toLowerCase(Locale.ROOT)))) {
            throw new SignInRefused(
                    SignInRefused.Reason.DOMAIN,
                    domain == null
                            ? "the account belongs to no organization (claim " + settings.domainClaim() + ")"
                            : "the account belongs to another organization");
        }
    }

    private static Set<String> groups(@Nullable Object claim) {
        Set<String> groups = new HashSet<>();
        if (claim instanceof JsonArray array) {
            array.forEach(group -> {
                if (group instanceof String name) {
                    groups.add(name);
                }
            });
        }
        return groups;
    }

    private static @Nullable String text(JsonObject claims, String name) {
        return claims.getValue(name) instanceof String text ? text : null;
    }

    private SignInRefused invalid(String what) {
        return new SignInRefused(SignInRefused.Reason.ID_TOKEN, "the ID token of " + settings.label() + " " + what);
    }
}
