package dev.mcpgateway.provider.google.api;

import dev.mcpgateway.identity.Person;
import io.vertx.core.Future;

/** What people have granted at Google, as sign-in keeps it. Used from any event loop. */
@FunctionalInterface
public interface GoogleGrants {

    /**
     * The grant of this very person, renewed where its token ends soon.
     *
     * @return fails with {@link GrantOver} when the person has to sign in again, with {@link GrantAway} when nobody can tell at
     *     the moment
     */
    Future<GoogleGrant> of(Person person);

    /** There is no grant (any more). */
    final class GrantOver extends RuntimeException {
        private final String why;

        /** @param why in words for the person */
        public GrantOver(String why) {
            super(why, null, false, false);
            this.why = why;
        }

        @Override
        public String getMessage() {
            return why;
        }
    }

    /** Google or the store cannot be asked; the grant may be as good as ever. */
    final class GrantAway extends RuntimeException {
        private final String why;

        /** @param why in words for the operator */
        public GrantAway(String why) {
            super(why, null, false, false);
            this.why = why;
        }

        @Override
        public String getMessage() {
            return why;
        }
    }
}
