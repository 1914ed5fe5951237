package dev.mcpgateway.oauth.signin.grant;

import dev.mcpgateway.identity.Person;
import dev.mcpgateway.oauth.lease.Leased;
import dev.mcpgateway.oauth.lease.LeasedGrants;
import dev.mcpgateway.oauth.signin.provider.GrantRefused;
import dev.mcpgateway.store.StoredRecord;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** How what a person granted at their identity provider is renewed there. */
final class GrantRefresh implements LeasedGrants<Person, ProviderGrant> {
    private final GrantRecords records;
    private final Refresher refresher;
    private final Supplier<Duration> remembered;
    private final InstantSource clock;

    GrantRefresh(GrantRecords records, Refresher refresher, Supplier<Duration> remembered, InstantSource clock) {
        this.records = records;
        this.refresher = refresher;
        this.remembered = remembered;
        this.clock = clock;
    }

    @Override
    public Future<Optional<StoredRecord>> get(Person person) {
        return records.get(person);
    }

    @Override
    public Leased<ProviderGrant> decode(Buffer value) {
        return GrantCodec.decode(value);
    }

    @Override
    public Future<StoredRecord> put(StoredRecord read, Leased<ProviderGrant> grant) {
        return records.put(read, grant);
    }

    @Override
    public boolean isRenewable(ProviderGrant grant) {
        return grant.refreshToken() != null;
    }

    @Override
    public Future<ProviderGrant> renew(Person person, ProviderGrant grant) {
        return refresher
                .refresh(grant.provider(), Objects.requireNonNull(grant.refreshToken(), "asked before"))
                .map(tokens -> grant.refreshed(tokens, clock.instant()));
    }

    @Override
    public boolean isOver(Throwable failure) {
        return failure instanceof GrantRefused;
    }

    @Override
    public Future<Void> end(Person person, StoredRecord read) {
        return records.end(person, read, remembered.get());
    }

    @Override
    public RuntimeException over(String why) {
        return new GrantEnded(why + "; sign in again");
    }
}
