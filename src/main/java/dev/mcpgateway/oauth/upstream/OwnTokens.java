package dev.mcpgateway.oauth.upstream;

import dev.mcpgateway.config.TokensConfig;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.oauth.upstream.server.Challenge;
import dev.mcpgateway.oauth.upstream.server.ServerFailure;
import dev.mcpgateway.protocol.CredentialsRefused;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.NotConnected;
import dev.mcpgateway.provider.upstream.credentials.Credentials;
import dev.mcpgateway.provider.upstream.exchange.SingleFlight;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Each person's own token, as the credentials of one upstream. Tokens are kept in memory for as long as any other one is. */
final class OwnTokens implements Credentials {
    private static final Logger LOG = LoggerFactory.getLogger(OwnTokens.class);
    private static final int MOST_TOKENS = 20_000;
    /** A token that was given so short a time ago is not renewed because somebody refused another one. */
    private static final Duration RECENT = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final UpstreamAccount account;
    private final Function<Person, String> connectUrl;
    private final Supplier<TokensConfig> times;
    private final InstantSource clock;
    private final Map<String, Held> held = new ConcurrentHashMap<>();
    private final Map<String, Promise<Void>> loading = new ConcurrentHashMap<>();

    /**
     * @param believedUntil then the store is asked again
     * @param late whether nobody could be asked for the next one, so that it is used to its end
     */
    private record Held(UpstreamGrant grant, Instant believedUntil, boolean late) {
        boolean isGood(Instant now) {
            return now.isBefore(believedUntil) && (late ? grant.isAlive(now) : OwnTokens.isGood(grant, now));
        }
    }

    /**
     * @param connectUrl where a person connects their account
     * @param times how long a token is believed without asking the store
     */
    OwnTokens(
            Vertx vertx,
            UpstreamAccount account,
            Function<Person, String> connectUrl,
            Supplier<TokensConfig> times,
            InstantSource clock) {
        this.vertx = vertx;
        this.account = account;
        this.connectUrl = connectUrl;
        this.times = times;
        this.clock = clock;
    }

    @Override
    public boolean arePersonal() {
        return true;
    }

    @Override
    public Future<Void> ready(Person person) {
        if (person.equals(Person.ANYONE)) {
            return Future.failedFuture(notConnected(person, "needs somebody who is signed in."));
        }
        Held known = held.get(person.id());
        Instant now = clock.instant();
        if (known != null && known.isGood(now)) {
            return Future.succeededFuture();
        }
        return load(person, grant -> isGood(grant, clock.instant()));
    }

    private static boolean isGood(UpstreamGrant grant, Instant now) {
        Instant end = grant.renewAt();
        return end == null || now.isBefore(end);
    }

    /** One at a time for each person: who comes while it runs gets the same. */
    private Future<Void> load(Person person, Predicate<UpstreamGrant> good) {
        Promise<Void> mine = Promise.promise();
        Promise<Void> running = loading.putIfAbsent(person.id(), mine);
        if (running != null) {
            return SingleFlight.here(vertx, running.future());
        }
        Future<Void> here = SingleFlight.here(vertx, mine.future());
        account.unless(person.id(), good)
                .onSuccess(grant -> keep(person, grant, false))
                .<Void>mapEmpty()
                .recover(failure -> otherwise(person, failure))
                .onComplete(done -> {
                    loading.remove(person.id(), mine);
                    mine.handle(done);
                });
        return here;
    }

    private void keep(Person person, UpstreamGrant grant, boolean late) {
        if (held.size() >= MOST_TOKENS) {
            Instant now = clock.instant();
            held.values().removeIf(old -> !now.isBefore(old.believedUntil()));
            if (held.size() >= MOST_TOKENS) {
                held.clear();
            }
        }
        held.put(person.id(), new Held(grant, clock.instant().plus(times.get().cache()), late));
    }

    private Future<Void> otherwise(Person person, Throwable failure) {
        if (failure instanceof GrantOver) {
            held.remove(person.id());
            return Future.failedFuture(notConnected(person, "needs an account of your own there."));
        }
        if (UpstreamAccount.isClientUnknown(failure)) {
            held.remove(person.id());
            LOG.warn("upstream {}: {}", account.name(), failure.getMessage());
            return Future.failedFuture(
                    notConnected(person, "needs your account there again: the gateway is no longer known there."));
        }
        if (!(failure instanceof ServerFailure)) {
            LOG.warn("upstream {}: a person's token cannot be read: {}", account.name(), failure.getMessage());
            Held known = held.get(person.id());
            Instant now = clock.instant();
            if (known != null
                    && known.grant().isAlive(now)
                    && now.isBefore(known.believedUntil().plus(times.get().outage()))) {
                return Future.succeededFuture();
            }
            held.remove(person.id());
            return Future.failedFuture(McpError.upstreamUnavailable(
                    subject() + ": your token for it cannot be read. Nothing was sent; try again later."));
        }
        // Nobody could be asked. What is not over yet is used until it is.
        LOG.warn("upstream {}: a person's token was not renewed: {}", account.name(), failure.getMessage());
        return account.grants().find(person.id()).compose(grant -> {
            if (grant != null && grant.isAlive(clock.instant())) {
                keep(person, grant, true);
                return Future.succeededFuture();
            }
            held.remove(person.id());
            return Future.failedFuture(McpError.upstreamUnavailable(
                    subject() + ": its authorization server does not renew your token at the moment. Nothing was"
                            + " sent; try again later."));
        });
    }

    @Override
    public void addTo(MultiMap headers, Person person) {
        headers.remove(HttpHeaders.AUTHORIZATION);
        Held known = held.get(person.id());
        if (known != null && known.grant().isAlive(clock.instant())) {
            headers.set(
                    HttpHeaders.AUTHORIZATION,
                    "Bearer " + known.grant().accessToken().reveal());
        }
    }

    @Override
    public Future<Void> refused(Person person, CredentialsRefused refused, boolean again) {
        Challenge challenge = Challenge.of(refused.challenge());
        if (refused.upstreamStatus() == 403) {
            return challenge.wantsMore() ? wantsMore(person, challenge.scopes()) : Future.failedFuture(refused);
        }
        if (again) {
            held.remove(person.id());
            return Future.failedFuture(notConnected(person, "no longer takes the token that it gave you."));
        }
        Instant recent = clock.instant().minus(RECENT);
        return load(person, grant -> grant.givenAt().isAfter(recent));
    }

    private Future<Void> wantsMore(Person person, Set<String> scopes) {
        return account.grants()
                .change(person.id(), grant -> {
                    Set<String> all = new HashSet<>(grant.scopes());
                    all.addAll(grant.wanted());
                    all.addAll(scopes);
                    return grant.wanting(all);
                })
                .onFailure(failure ->
                        LOG.warn("upstream {}: what it wants was not kept: {}", account.name(), failure.getMessage()))
                .transform(kept -> Future.failedFuture(notConnected(
                        person,
                        "wants more of you than you have allowed"
                                + (scopes.isEmpty() ? "." : " (" + String.join(" ", new TreeSet<>(scopes)) + ")."))));
    }

    /** Forgets what is in memory of a person. */
    void forget(String person) {
        held.remove(person);
    }

    private String subject() {
        return "upstream '" + account.name() + "'";
    }

    private NotConnected notConnected(Person person, String what) {
        return new NotConnected(subject() + " " + what, connectUrl.apply(person));
    }
}
