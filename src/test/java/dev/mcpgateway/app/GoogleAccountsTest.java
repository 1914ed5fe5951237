package dev.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpgateway.config.Secret;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.oauth.signin.grant.ProviderGrants;
import dev.mcpgateway.oauth.signin.grant.Refresher;
import dev.mcpgateway.oauth.signin.provider.GrantRefused;
import dev.mcpgateway.oauth.signin.provider.ProviderTokens;
import dev.mcpgateway.oauth.signin.provider.ProviderUnreachable;
import dev.mcpgateway.provider.google.api.GoogleGrant;
import dev.mcpgateway.provider.google.api.GoogleGrants;
import dev.mcpgateway.store.MemoryStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the tools for Google get of what sign-in keeps. */
class GoogleAccountsTest {
    private static final Person ANN = new Person("https://accounts.google.com", "1001", null, null, Set.of());
    private static final Person BOB = new Person("https://accounts.google.com", "2002", null, null, Set.of());

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger refreshes = new AtomicInteger();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private ProviderGrants grants(Refresher refresher) {
        return new ProviderGrants(
                vertx,
                new MemoryStore(vertx, InstantSource.system(), Duration.ofMinutes(1)),
                (provider, token) -> {
                    refreshes.incrementAndGet();
                    return refresher.refresh(provider, token);
                },
                Duration.ofSeconds(5),
                () -> Duration.ofDays(1),
                renewal -> {},
                InstantSource.system());
    }

    private static ProviderTokens tokens(String access, Duration left) {
        return new ProviderTokens(
                Secret.of(access), Instant.now().plus(left), Secret.of("refresh-" + access), Set.of("email"));
    }

    private static GoogleGrant of(ProviderGrants grants, Person person) throws Exception {
        return new GoogleAccounts(grants).of(person).await(10, TimeUnit.SECONDS);
    }

    private static void connect(ProviderGrants grants, Person person, String provider, ProviderTokens tokens)
            throws Exception {
        grants.connected(person, provider, tokens).await(10, TimeUnit.SECONDS);
    }

    @Test
    void aTokenWithLessThanFiveMinutesIsRenewedAndNobodySignsInAgain() throws Exception {
        ProviderGrants grants = grants((provider, token) -> Future.succeededFuture(tokens("new", Duration.ofHours(1))));
        connect(grants, ANN, "google", tokens("old", Duration.ofMinutes(4)));

        assertThat(of(grants, ANN).accessToken().reveal()).isEqualTo("new");
        assertThat(of(grants, ANN).accessToken().reveal()).isEqualTo("new");
        assertThat(refreshes).hasValue(1);
    }

    @Test
    void aTokenWithMoreThanFiveMinutesIsUsedAsItIs() throws Exception {
        ProviderGrants grants = grants((provider, token) -> Future.failedFuture(new IOException("not asked")));
        connect(grants, ANN, "google", tokens("old", Duration.ofMinutes(6)));

        assertThat(of(grants, ANN)).isEqualTo(new GoogleGrant(Secret.of("old"), Set.of("email")));
        assertThat(refreshes).hasValue(0);
    }

    @Test
    void noPersonGetsTheTokenOfAnother() throws Exception {
        ProviderGrants grants = grants((provider, token) -> Future.failedFuture(new IOException("not asked")));
        connect(grants, ANN, "google", tokens("of-ann", Duration.ofHours(1)));
        connect(grants, BOB, "google", tokens("of-bob", Duration.ofHours(1)));

        assertThat(of(grants, ANN).accessToken().reveal()).isEqualTo("of-ann");
        assertThat(of(grants, BOB).accessToken().reveal()).isEqualTo("of-bob");
    }

    @Test
    void aGrantThatGoogleEndedIsOver() throws Exception {
        ProviderGrants grants = grants((provider, token) -> Future.failedFuture(new GrantRefused("Google")));
        connect(grants, ANN, "google", tokens("old", Duration.ofMinutes(4)));

        assertThatThrownBy(() -> of(grants, ANN)).isInstanceOf(GoogleGrants.GrantOver.class);
        assertThatThrownBy(() -> of(grants, BOB)).isInstanceOf(GoogleGrants.GrantOver.class);
    }

    @Test
    void aGoogleThatCannotBeReachedEndsNoGrant() throws Exception {
        ProviderGrants grants = grants((provider, token) ->
                Future.failedFuture(new ProviderUnreachable("Google", "no connection", new IOException("reset"))));
        connect(grants, ANN, "google", tokens("old", Duration.ofMinutes(-1)));

        assertThatThrownBy(() -> of(grants, ANN)).isInstanceOf(GoogleGrants.GrantAway.class);
        assertThat(grants.find(ANN).await(5, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void theTokenOfAnotherProviderIsNotSentToGoogle() throws Exception {
        ProviderGrants grants = grants((provider, token) -> Future.failedFuture(new IOException("not asked")));
        connect(grants, ANN, "corp", tokens("of-corp", Duration.ofHours(1)));

        assertThatThrownBy(() -> of(grants, ANN)).isInstanceOf(GoogleGrants.GrantOver.class);
    }
}
