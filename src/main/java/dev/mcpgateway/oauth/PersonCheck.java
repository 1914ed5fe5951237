package dev.mcpgateway.oauth;

import dev.mcpgateway.identity.Person;
import io.vertx.core.Future;

/** Asks the identity provider whether it still knows a person, so that who left there loses the gateway too. */
@FunctionalInterface
public interface PersonCheck {
    /** For providers that cannot be asked, and for the development sign-in. */
    PersonCheck ALWAYS = person -> Future.succeededFuture(true);

    /**
     * False only when the provider says so. A provider that cannot be reached is a failed future, which ends nothing. Asked at
     * most once in {@code auth.tokens.recheck} for a person.
     */
    Future<Boolean> isStillThere(Person person);
}
