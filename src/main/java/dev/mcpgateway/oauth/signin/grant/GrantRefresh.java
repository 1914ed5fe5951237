package dev.mcpgateway.oauth.signin.grant;

import dev.mcpgateway.config.Secret;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.oauth.signin.provider.GrantRefused;
import dev.mcpgateway.oauth.signin.provider.ProviderTokens;
import dev.mcpgateway.store.StoreUnavailable;
import dev.mcpgateway.store.StoredRecord;
import dev.mcpgateway.store.VersionConflict;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One refresh at a time over all tasks. Who refreshes first writes a lease into the record, by its version; the others wait for
 * what comes of it. A lease ends by itself, so a task that dies with one delays the next refresh and prevents none.
 */
final class GrantRefresh {
    private static final Logger LOG = LoggerFactory.getLogger(GrantRefresh.class);
    private static final long FIRST_WAIT_MILLIS = 10;
    private static final long LONGEST_WAIT_MILLIS = 250;
    /** Whoever waits for so many leases one after the other gives up. */
    private static final int LEASES_WAITED_FOR = 3;

    private final Vertx vertx;
    private final GrantRecords records;
    private final Refresher refresher;
    private final Duration lease;
    private final Supplier<Duration> remembered;
    private final InstantSource clock;

    GrantRefresh(
            Vertx vertx,
            GrantRecords records,
            Refresher refresher,
            Duration lease,
            Supplier<Duration> remembered,
            InstantSource clock) {
        this.vertx = vertx;
        this.records = records;
        this.refresher = refresher;
        this.lease = lease;
        this.remembered = remembered;
        this.clock = clock;
    }

    /** The grant as it is when that is good enough, else after a refresh, by whichever task. */
    Future<ProviderGrant> unless(Person person, Predicate<ProviderGrant> good) {
        Instant giveUp = clock.instant().plus(lease.multipliedBy(LEASES_WAITED_FOR));
        return attempt(person, good, null, giveUp, FIRST_WAIT_MILLIS);
    }

    /** @param before the grant as it was first found: another one is what a task has made of it meanwhile */
    private Future<ProviderGrant> attempt(
            Person person, Predicate<ProviderGrant> good, @Nullable ProviderGrant before, Instant giveUp, long wait) {
        return records.get(person).compose(found -> {
            if (found.isEmpty()) {
                return Future.failedFuture(new GrantEnded("nothing is granted; sign in again"));
            }
            StoredRecord record = found.get();
            LeasedGrant stored = LeasedGrant.decode(record.value());
            if (good.test(stored.grant()) || (before != null && !stored.grant().equals(before))) {
                return Future.succeededFuture(stored.grant());
            }
            ProviderGrant first = before == null ? stored.grant() : before;
            Instant now = clock.instant();
            if (now.isAfter(giveUp)) {
                return Future.failedFuture(new StoreUnavailable("other tasks keep refreshing the grant in vain"));
            }
            if (stored.leasedUntil().isAfter(now)) {
                return vertx.timer(wait, TimeUnit.MILLISECONDS)
                        .compose(over -> attempt(person, good, first, giveUp, Math.min(wait * 2, LONGEST_WAIT_MILLIS)));
            }
            Secret refreshToken = stored.grant().refreshToken();
            if (refreshToken == null) {
                return Future.failedFuture(new GrantEnded("the provider gave nothing to renew; sign in again"));
            }
            return records.put(record, stored.leased(now.plus(lease)))
                    .compose(leased -> refresh(person, stored, leased, refreshToken))
                    .recover(failure -> failure instanceof VersionConflict
                            ? attempt(person, good, first, giveUp, wait)
                            : Future.failedFuture(failure));
        });
    }

    private Future<ProviderGrant> refresh(Person person, LeasedGrant stored, StoredRecord leased, Secret refreshToken) {
        return refresher
                .refresh(stored.grant().provider(), refreshToken)
                .compose(
                        tokens -> keep(leased, stored, tokens),
                        failure -> failure instanceof GrantRefused
                                ? ended(person, stored, leased)
                                : records.put(leased, LeasedGrant.free(stored.grant()))
                                        .transform(released -> Future.failedFuture(failure)));
    }

    private Future<ProviderGrant> keep(StoredRecord leased, LeasedGrant stored, ProviderTokens tokens) {
        LeasedGrant next = stored.refreshed(tokens, clock.instant());
        return records.put(leased, next).map(next.grant());
    }

    /** Deletes only the grant that was refused: one that came in between, by another sign-in, stays. */
    private Future<ProviderGrant> ended(Person person, LeasedGrant stored, StoredRecord leased) {
        return records.end(person, leased, remembered.get()).compose(deleted -> {
            LOG.info("{} ended the grant of {}", stored.grant().provider(), person.id());
            return Future.failedFuture(new GrantEnded("the provider ended the grant; sign in again"));
        });
    }
}
