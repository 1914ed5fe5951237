package dev.mcpgateway.oauth.signin.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpgateway.config.Secret;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.oauth.lease.RenewalOutcome;
import dev.mcpgateway.oauth.signin.provider.GrantRefused;
import dev.mcpgateway.oauth.signin.provider.ProviderTokens;
import dev.mcpgateway.oauth.signin.provider.ProviderUnreachable;
import dev.mcpgateway.store.MemoryStore;
import dev.mcpgateway.store.RecordStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What providers gave: who refreshes it, and when it is over. */
class ProviderGrantsTest {
    private static final Person ALICE = new Person("https://issuer.example", "alice", null, null, Set.of());
    private static final Duration LEASE = Duration.ofMillis(400);
    private static final Duration MONTH = Duration.ofDays(30);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicReference<Instant> time = new AtomicReference<>();
    private final InstantSource clock = () -> time.get() == null ? Instant.now() : time.get();
    private final RecordStore store = new MemoryStore(vertx, InstantSource.system(), Duration.ofMinutes(1));
    private final List<RenewalOutcome> renewals = new CopyOnWriteArrayList<>();
    private final AtomicInteger refreshes = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private ProviderGrants task(Refresher refresher) {
        return new ProviderGrants(vertx, store, refresher, LEASE, () -> MONTH, renewals::add, clock);
    }

    /** A provider that rotates: a refresh token works once, and the answer takes a moment. */
    private Future<ProviderTokens> rotate(String provider, Secret refreshToken) {
        int number = refreshes.incrementAndGet();
        mostAtOnce.accumulateAndGet(running.incrementAndGet(), Math::max);
        return vertx.timer(1, TimeUnit.MILLISECONDS).map(over -> {
            running.decrementAndGet();
            return tokens(number, Duration.ofHours(1));
        });
    }

    private ProviderTokens tokens(int number, Duration life) {
        return new ProviderTokens(
                Secret.of("access-" + number),
                clock.instant().plus(life),
                Secret.of("refresh-" + number),
                Set.of("openid", "email"));
    }

    private static <T> T join(Future<T> future) throws TimeoutException {
        return future.await(20, TimeUnit.SECONDS);
    }

    @Test
    void twoTasksRefreshOneGrantAThousandTimesOnceEach() throws Exception {
        ProviderGrants one = task(this::rotate);
        ProviderGrants other = task(this::rotate);
        for (int round = 1; round <= 1_000; round++) {
            join(one.connected(ALICE, "corp", tokens(0, Duration.ofMinutes(4))));
            Future<Secret> first = one.accessToken(ALICE);
            Future<Secret> second = other.accessToken(ALICE);

            assertThat(join(first).reveal()).isEqualTo(join(second).reveal());
            assertThat(refreshes).hasValue(round);
        }
        assertThat(mostAtOnce).hasValue(1);
    }

    @Test
    void aTaskThatDiesWithALeaseDelaysTheNextRefreshAndPreventsNone() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        ProviderGrants dying = task((provider, token) -> {
            asked.incrementAndGet();
            return Promise.<ProviderTokens>promise().future();
        });
        ProviderGrants one = task(this::rotate);
        ProviderGrants other = task(this::rotate);
        join(one.connected(ALICE, "corp", tokens(0, Duration.ofMinutes(4))));

        Future<Secret> never = dying.accessToken(ALICE);
        Future<Secret> first = one.accessToken(ALICE);
        Future<Secret> second = other.accessToken(ALICE);

        assertThat(join(first).reveal()).isEqualTo("access-1");
        assertThat(join(second).reveal()).isEqualTo("access-1");
        assertThat(asked).hasValue(1);
        assertThat(refreshes).as("one more after the crash").hasValue(1);
        assertThat(renewals).containsExactly(RenewalOutcome.RENEWED);
        assertThat(never.isComplete()).isFalse();
    }

    @Test
    void aTokenThatIsGoodForLongerIsNotRefreshed() throws Exception {
        ProviderGrants grants = task(this::rotate);
        join(grants.connected(ALICE, "corp", tokens(0, Duration.ofMinutes(6))));

        assertThat(join(grants.accessToken(ALICE)).reveal()).isEqualTo("access-0");
        assertThat(refreshes).hasValue(0);
    }

    @Test
    void aProviderThatGivesShortTokensIsAskedOnceACall() throws Exception {
        ProviderGrants grants = task((provider, token) ->
                Future.succeededFuture(tokens(refreshes.incrementAndGet(), Duration.ofMinutes(1))));
        join(grants.connected(ALICE, "corp", tokens(0, Duration.ofMinutes(1))));

        assertThat(join(grants.accessToken(ALICE)).reveal()).isEqualTo("access-1");
    }

    @Test
    void invalidGrantDeletesTheGrantAndTheClientsAreNotRenewed() throws Exception {
        ProviderGrants grants = task((provider, token) -> Future.failedFuture(new GrantRefused("corp")));
        PersonAtProvider check = new PersonAtProvider(grants, () -> Duration.ZERO, clock);
        join(grants.connected(ALICE, "corp", tokens(0, Duration.ofHours(1))));

        assertThat(join(check.isStillThere(ALICE))).isFalse();
        assertThat(join(grants.find(ALICE))).isNull();
        assertThat(join(check.isStillThere(ALICE)))
                .as("a second client of the leaver")
                .isFalse();
        assertThatThrownBy(() -> join(grants.accessToken(ALICE))).isInstanceOf(GrantEnded.class);
        assertThat(renewals).containsExactly(RenewalOutcome.ENDED);

        join(grants.connected(ALICE, "corp", tokens(1, Duration.ofHours(1))));
        assertThat(join(task(this::rotate).find(ALICE))).isNotNull();
        assertThat(join(new PersonAtProvider(task(this::rotate), () -> Duration.ZERO, clock).isStillThere(ALICE)))
                .as("who signs in again is there again")
                .isTrue();
    }

    @Test
    void aProviderThatCannotBeReachedEndsNothing() throws Exception {
        ProviderGrants grants = task((provider, token) ->
                Future.failedFuture(new ProviderUnreachable("corp", "no route", new IOException())));
        PersonAtProvider check = new PersonAtProvider(grants, () -> Duration.ZERO, clock);
        join(grants.connected(ALICE, "corp", tokens(0, Duration.ofHours(1))));

        assertThatThrownBy(() -> join(check.isStillThere(ALICE))).isInstanceOf(ProviderUnreachable.class);
        assertThat(join(grants.find(ALICE))).isNotNull();
        assertThat(renewals).containsExactly(RenewalOutcome.FAILED);
        assertThat(join(new PersonAtProvider(task(this::rotate), () -> Duration.ZERO, clock).isStillThere(ALICE)))
                .as("the lease was given back")
                .isTrue();
    }

    @Test
    void aPersonIsAskedAfterNoMoreOftenThanIsSet() throws Exception {
        ProviderGrants grants = task(this::rotate);
        PersonAtProvider check = new PersonAtProvider(grants, () -> Duration.ofHours(1), clock);
        time.set(Instant.now());
        join(grants.connected(ALICE, "corp", tokens(0, Duration.ofHours(8))));

        assertThat(join(check.isStillThere(ALICE))).isTrue();
        assertThat(refreshes).hasValue(0);
        time.set(time.get().plus(Duration.ofMinutes(61)));
        assertThat(join(check.isStillThere(ALICE))).isTrue();
        assertThat(join(check.isStillThere(ALICE))).isTrue();
        assertThat(refreshes).hasValue(1);
    }

    @Test
    void whoCannotBeAskedAfterStays() throws Exception {
        ProviderGrants grants = task(this::rotate);
        PersonAtProvider check = new PersonAtProvider(grants, () -> Duration.ZERO, clock);
        assertThat(join(check.isStillThere(ALICE))).isTrue();

        join(grants.connected(
                ALICE,
                "corp",
                new ProviderTokens(Secret.of("a"), clock.instant().plusSeconds(60), null, Set.of("openid"))));
        assertThat(join(check.isStillThere(ALICE))).isTrue();
        assertThat(refreshes).hasValue(0);
    }

    @Test
    void whoDisconnectsHasToSignInAgainBeforeClientsAreRenewed() throws Exception {
        ProviderGrants grants = task(this::rotate);
        PersonAtProvider check = new PersonAtProvider(grants, () -> Duration.ZERO, clock);
        join(grants.connected(ALICE, "corp", tokens(0, Duration.ofHours(1))));

        join(grants.disconnect(ALICE));

        assertThat(join(grants.find(ALICE))).isNull();
        assertThat(join(check.isStillThere(ALICE)))
                .as("nobody escapes the check that way")
                .isFalse();
    }

    @Test
    void aRefreshTokenThatIsNotRepeatedIsKept() throws Exception {
        ProviderGrants grants = task((provider, token) -> Future.succeededFuture(
                new ProviderTokens(Secret.of("new"), clock.instant().plusSeconds(3600), null, Set.of("openid"))));
        join(grants.connected(ALICE, "corp", tokens(7, Duration.ofMinutes(1))));
        join(grants.accessToken(ALICE));
        assertThat(join(grants.find(ALICE)).refreshToken().reveal()).isEqualTo("refresh-7");

        join(grants.connected(
                ALICE,
                "corp",
                new ProviderTokens(Secret.of("b"), clock.instant().plusSeconds(60), null, Set.of("openid"))));
        assertThat(join(grants.find(ALICE)).refreshToken().reveal()).isEqualTo("refresh-7");
    }

    @Test
    void aSignInWhileTheOldGrantEndsIsNotUndone() throws Exception {
        AtomicReference<ProviderGrants> self = new AtomicReference<>();
        self.set(task((provider, token) -> token.reveal().equals("refresh-0")
                ? self.get()
                        .connected(ALICE, "corp", tokens(1, Duration.ofHours(1)))
                        .compose(signedIn -> Future.failedFuture(new GrantRefused("corp")))
                : Future.failedFuture(new ProviderUnreachable("corp", "no route", new IOException()))));
        join(self.get().connected(ALICE, "corp", tokens(0, Duration.ofMinutes(1))));

        assertThat(join(self.get().accessToken(ALICE)).reveal()).isEqualTo("access-1");
        assertThat(join(self.get().hasEnded(ALICE))).isFalse();
    }
}
