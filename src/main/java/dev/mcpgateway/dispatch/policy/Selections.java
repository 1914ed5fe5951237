package dev.mcpgateway.dispatch.policy;

import dev.mcpgateway.identity.Person;
import io.vertx.core.Future;

/** Knows what people have switched off for themselves. */
@FunctionalInterface
public interface Selections {
    /** For where nobody signs in. */
    Selections NONE = person -> Future.succeededFuture(Selection.ALL);

    /**
     * What a person has switched off. Completes on the caller's event loop and most often at once; fails with a
     * {@code StoreException} when nothing is known of the person and the store does not answer.
     */
    Future<Selection> of(Person person);
}
