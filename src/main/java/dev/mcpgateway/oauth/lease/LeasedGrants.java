package dev.mcpgateway.oauth.lease;

import dev.mcpgateway.store.StoredRecord;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * The grants of one kind: where they are kept, and how one is renewed.
 *
 * @param <K> by what a grant is found
 * @param <G> the grant; two are equal when nothing was written in between
 */
public interface LeasedGrants<K, G> {
    Future<Optional<StoredRecord>> get(K key);

    Leased<G> decode(Buffer value);

    /** Writes a grant over the record that was read. */
    Future<StoredRecord> put(StoredRecord read, Leased<G> grant);

    /** Whether there is something to renew the grant with. */
    boolean isRenewable(G grant);

    /** Asks whoever gave the grant for its successor. */
    Future<G> renew(K key, G grant);

    /** Whether a renewal failed because the grant is over, and not because nobody could be asked. */
    boolean isOver(Throwable failure);

    /** Deletes the record that was read, and fails with a version conflict when another one took its place. */
    Future<Void> end(K key, StoredRecord read);

    /** What a future fails with when there is no grant any more. */
    RuntimeException over(String why);
}
