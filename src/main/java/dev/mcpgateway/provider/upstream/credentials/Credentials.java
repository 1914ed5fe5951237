package dev.mcpgateway.provider.upstream.credentials;

import dev.mcpgateway.identity.Person;
import dev.mcpgateway.protocol.CredentialsRefused;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;

/** What one upstream is told of people. Callable from any event loop. */
public interface Credentials {

    /** Nothing. */
    Credentials NONE = new Credentials() {
        @Override
        public boolean arePersonal() {
            return false;
        }

        @Override
        public Future<Void> ready(Person person) {
            return Future.succeededFuture();
        }

        @Override
        public void addTo(MultiMap headers, Person person) {
            // There is nothing to add.
        }
    };

    /** Whether the upstream can tell people apart, so that nothing it says to one may reach another. */
    boolean arePersonal();

    /** Completes when the headers of this person can be made; fails with an {@code McpError} that says what is missing. */
    Future<Void> ready(Person person);

    /**
     * The upstream refused what {@link #addTo} had set; nothing ran. Completes when there is something else to try, and fails
     * with what to tell the client when there is not.
     *
     * @param again whether something else was tried already
     */
    default Future<Void> refused(Person person, CredentialsRefused refused, boolean again) {
        return Future.failedFuture(refused);
    }

    /** Sets the headers, in place of any of the same name. Before {@link #ready} it only removes those. */
    void addTo(MultiMap headers, Person person);
}
