package dev.mcpgateway.provider.upstream.credentials;

import dev.mcpgateway.identity.Person;
import io.vertx.core.MultiMap;

/** The credentials of one person at one upstream: what a channel adds to each request. */
public record PersonHeaders(Credentials credentials, Person person) {

    /** For channels that all people share. */
    public static final PersonHeaders NONE = new PersonHeaders(Credentials.NONE, Person.ANYONE);

    public void addTo(MultiMap headers) {
        credentials.addTo(headers, person);
    }
}
