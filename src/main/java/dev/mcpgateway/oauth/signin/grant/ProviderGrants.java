package dev.mcpgateway.oauth.signin.grant;

import dev.mcpgateway.config.Secret;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.oauth.lease.Leased;
import dev.mcpgateway.oauth.lease.LeasedRefresh;
import dev.mcpgateway.oauth.lease.RenewalOutcome;
import dev.mcpgateway.oauth.signin.provider.ProviderTokens;
import dev.mcpgateway.store.RecordStore;
import dev.mcpgateway.store.VersionConflict;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What people granted at their identity provider. Failed futures carry a {@link GrantEnded}, a
 * {@link dev.mcpgateway.oauth.signin.provider.ProviderFailure} or a {@link dev.mcpgateway.store.StoreException}. Thread-safe.
 */
public final class ProviderGrants {
    private static final Duration RENEW_BEFORE_END = Duration.ofMinutes(5);
    private static final int MOST_CONFLICTS = 20;

    private final GrantRecords records;
    private final LeasedRefresh<Person, ProviderGrant> refresh;
    private final Supplier<Duration> remembered;
    private final InstantSource clock;

    /**
     * @param lease how long a task may take for a refresh before another one tries; longer than the longest wait for a provider
     * @param remembered how long the end of a grant is remembered: as long as a client may hold a refresh token
     * @param renewals is told what came of each refresh
     */
    public ProviderGrants(
            Vertx vertx,
            RecordStore store,
            Refresher refresher,
            Duration lease,
            Supplier<Duration> remembered,
            Consumer<RenewalOutcome> renewals,
            InstantSource clock) {
        this.records = new GrantRecords(store, clock);
        this.refresh = new LeasedRefresh<>(
                vertx, new GrantRefresh(records, refresher, remembered, clock), () -> lease, renewals, clock);
        this.remembered = remembered;
        this.clock = clock;
    }

    /**
     * Keeps what a provider gave at a sign-in. A refresh token that the provider does not repeat is kept from before.
     *
     * @return what is kept now
     */
    public Future<ProviderGrant> connected(Person person, String provider, ProviderTokens tokens) {
        return connected(person, provider, tokens, 0);
    }

    private Future<ProviderGrant> connected(Person person, String provider, ProviderTokens tokens, int conflicts) {
        return records.get(person)
                .compose(found -> {
                    Instant now = clock.instant();
                    ProviderGrant before = found.map(
                                    record -> GrantCodec.decode(record.value()).grant())
                            .filter(grant -> grant.provider().equals(provider))
                            .orElse(null);
                    Secret refreshToken = tokens.refreshToken();
                    Set<String> scopes = new HashSet<>(tokens.scopes());
                    if (refreshToken == null && before != null) {
                        scopes.addAll(before.scopes());
                    }
                    ProviderGrant grant = new ProviderGrant(
                            provider,
                            scopes,
                            tokens.accessToken(),
                            tokens.expiresAt(),
                            refreshToken == null && before != null ? before.refreshToken() : refreshToken,
                            before == null ? now : before.connectedAt(),
                            now);
                    return (found.isPresent()
                                    ? records.put(found.get(), Leased.free(grant))
                                    : records.create(person, Leased.free(grant)))
                            .map(grant);
                })
                .recover(failure -> failure instanceof VersionConflict && conflicts < MOST_CONFLICTS
                        ? connected(person, provider, tokens, conflicts + 1)
                        : Future.failedFuture(failure))
                .compose(grant -> records.forgetEnd(person).map(grant));
    }

    /** The grant as it is kept; null when there is none. */
    public Future<@Nullable ProviderGrant> find(Person person) {
        return records.get(person)
                .map(found -> found.map(
                                record -> GrantCodec.decode(record.value()).grant())
                        .orElse(null));
    }

    /** An access token with at least five minutes left, if the provider gives tokens that long. */
    public Future<Secret> accessToken(Person person) {
        return current(person).map(ProviderGrant::accessToken);
    }

    /** The grant with such an access token. */
    public Future<ProviderGrant> current(Person person) {
        return refresh.unless(
                person, grant -> grant.expiresAt().isAfter(clock.instant().plus(RENEW_BEFORE_END)));
    }

    /**
     * Asks the provider whether it stands by the grant, unless it did so after that moment. Fails with {@link GrantEnded} when
     * it does not.
     */
    Future<ProviderGrant> confirmedSince(Person person, Instant moment) {
        return refresh.unless(person, grant -> grant.confirmedAt().isAfter(moment));
    }

    /** Whether the provider or the person ended the grant, and nobody signed in since. */
    Future<Boolean> hasEnded(Person person) {
        return records.hasEnded(person);
    }

    /** Deletes what is kept. What clients hold is not renewed until the person signs in again. */
    public Future<Void> disconnect(Person person) {
        return records.end(person, remembered.get());
    }
}
