package dev.mcpgateway.oauth;

import dev.mcpgateway.identity.Person;
import java.time.Instant;

/**
 * A browser in which a person is signed in.
 *
 * @param id names the session without being its secret
 * @param csrf what the session's own forms must repeat
 * @param signedInAt when the identity provider vouched for the person
 */
public record BrowserSession(String id, Person person, String csrf, Instant signedInAt) {

    /** Without the CSRF token. */
    @Override
    public String toString() {
        return "BrowserSession[" + id + ", " + person.id() + "]";
    }
}
