package dev.mcpgateway.oauth.lease;

import dev.mcpgateway.store.StoreUnavailable;
import dev.mcpgateway.store.StoredRecord;
import dev.mcpgateway.store.VersionConflict;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One renewal at a time over all tasks. Who renews first writes a lease into the record, by its version; the others wait for what
 * comes of it. A lease ends by itself, so a task that dies with one delays the next renewal and prevents none. Thread-safe.
 */
public final class LeasedRefresh<K, G> {
    private static final Logger LOG = LoggerFactory.getLogger(LeasedRefresh.class);
    private static final long FIRST_WAIT_MILLIS = 10;
    private static final long LONGEST_WAIT_MILLIS = 250;
    /** Whoever waits for so many leases one after the other gives up. */
    private static final int LEASES_WAITED_FOR = 3;

    private final Vertx vertx;
    private final LeasedGrants<K, G> grants;
    private final Supplier<Duration> lease;
    private final Consumer<RenewalOutcome> observer;
    private final InstantSource clock;

    /**
     * @param lease how long a task may take for a renewal before another one tries; longer than the longest wait for an answer
     * @param observer is told what came of each renewal that this task asked for
     */
    public LeasedRefresh(
            Vertx vertx,
            LeasedGrants<K, G> grants,
            Supplier<Duration> lease,
            Consumer<RenewalOutcome> observer,
            InstantSource clock) {
        this.vertx = vertx;
        this.grants = grants;
        this.lease = lease;
        this.observer = observer;
        this.clock = clock;
    }

    /** The grant as it is when that is good enough, else after a renewal, by whichever task. */
    public Future<G> unless(K key, Predicate<G> good) {
        Instant giveUp = clock.instant().plus(lease.get().multipliedBy(LEASES_WAITED_FOR));
        return attempt(key, good, null, giveUp, FIRST_WAIT_MILLIS);
    }

    /** @param before the grant as it was first found: another one is what a task has made of it meanwhile */
    private Future<G> attempt(K key, Predicate<G> good, @Nullable G before, Instant giveUp, long wait) {
        return grants.get(key).compose(found -> {
            if (found.isEmpty()) {
                return Future.failedFuture(grants.over("nothing is granted"));
            }
            StoredRecord record = found.get();
            Leased<G> stored = grants.decode(record.value());
            if (good.test(stored.grant()) || (before != null && !stored.grant().equals(before))) {
                return Future.succeededFuture(stored.grant());
            }
            G first = before == null ? stored.grant() : before;
            Instant now = clock.instant();
            if (now.isAfter(giveUp)) {
                return Future.failedFuture(new StoreUnavailable("other tasks keep refreshing the grant in vain"));
            }
            if (stored.until().isAfter(now)) {
                return vertx.timer(wait, TimeUnit.MILLISECONDS)
                        .compose(over -> attempt(key, good, first, giveUp, Math.min(wait * 2, LONGEST_WAIT_MILLIS)));
            }
            if (!grants.isRenewable(stored.grant())) {
                return Future.failedFuture(grants.over("there is nothing to renew it with"));
            }
            return grants.put(record, stored.leased(now.plus(lease.get())))
                    .compose(leased -> renew(key, stored.grant(), leased))
                    .recover(failure -> failure instanceof VersionConflict
                            ? attempt(key, good, first, giveUp, wait)
                            : Future.failedFuture(failure));
        });
    }

    private Future<G> renew(K key, G grant, StoredRecord leased) {
        return grants.renew(key, grant)
                .onComplete(asked -> observer.accept(outcome(asked)))
                .compose(
                        next -> grants.put(leased, Leased.free(next)).map(next),
                        failure -> grants.isOver(failure)
                                ? ended(key, leased)
                                : grants.put(leased, Leased.free(grant))
                                        .transform(released -> Future.failedFuture(failure)));
    }

    private RenewalOutcome outcome(AsyncResult<G> asked) {
        if (asked.succeeded()) {
            return RenewalOutcome.RENEWED;
        }
        return grants.isOver(asked.cause()) ? RenewalOutcome.ENDED : RenewalOutcome.FAILED;
    }

    /** Deletes only the grant that was refused: one that came in between stays. */
    private Future<G> ended(K key, StoredRecord leased) {
        return grants.end(key, leased).compose(deleted -> {
            LOG.info("the grant {} was ended where it was given", leased.key());
            return Future.failedFuture(grants.over("it was ended where it was given"));
        });
    }
}
