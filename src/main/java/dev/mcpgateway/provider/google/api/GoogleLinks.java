package dev.mcpgateway.provider.google.api;

import dev.mcpgateway.identity.Person;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The gateway's own pages that a person is sent to.
 *
 * @param publicUrl the gateway's public address, without a slash at its end
 * @param mark for whom a link is, so that nobody else grants by it
 */
public record GoogleLinks(Supplier<String> publicUrl, Function<Person, String> mark) {
    /** The page that asks for a scope. */
    public static final String CONNECT = "/connect/google";

    /** Where to sign in anew. */
    public String signIn() {
        return publicUrl.get() + "/oauth/login?provider=google";
    }

    /** Where this person grants exactly this, beside what is granted already. */
    public String grant(GoogleScope scope, Person person) {
        return publicUrl.get() + CONNECT + "?scope=" + URLEncoder.encode(scope.value(), StandardCharsets.UTF_8)
                + "&for=" + mark.apply(person);
    }
}
