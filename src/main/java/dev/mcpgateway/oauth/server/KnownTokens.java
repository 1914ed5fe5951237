package dev.mcpgateway.oauth.server;

import dev.mcpgateway.config.TokensConfig;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.oauth.Hash;
import dev.mcpgateway.oauth.Resource;
import dev.mcpgateway.oauth.grant.Grants;
import dev.mcpgateway.session.Revocation;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whose tokens are, as the store said a moment ago. Thread-safe. */
final class KnownTokens {
    private static final int MOST_KEPT = 100_000;

    private final Vertx vertx;
    private final Grants grants;
    private final Supplier<TokensConfig> config;
    private final InstantSource clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final Map<String, Future<Optional<Known>>> asking = new ConcurrentHashMap<>();

    /**
     * A token that is valid.
     *
     * @param askedAt when the store said so, as {@link System#nanoTime}
     */
    record Known(Principal principal, Resource resource, Instant expiresAt, long askedAt) {}

    KnownTokens(Vertx vertx, Grants grants, Supplier<TokensConfig> config, InstantSource clock) {
        this.vertx = vertx;
        this.grants = grants;
        this.config = config;
        this.clock = clock;
    }

    /** What is known of a token without asking the store; null when that is nothing, or too long ago. */
    @Nullable
    Known cached(String hash) {
        Known one = known.get(hash);
        return one != null
                        && isYounger(one, config.get().cache())
                        && clock.instant().isBefore(one.expiresAt())
                ? one
                : null;
    }

    private static boolean isYounger(Known one, Duration age) {
        return System.nanoTime() - one.askedAt() < age.toNanos();
    }

    /**
     * Asks the store; completes on the caller's context, empty when the token is worth nothing. What was known is believed for a
     * while longer when the store does not answer.
     */
    Future<Optional<Known>> ask(String hash, String token) {
        Promise<Optional<Known>> own = Promise.promise();
        Context caller = vertx.getOrCreateContext();
        asking.computeIfAbsent(hash, first -> load(hash, token))
                .onComplete(done -> caller.runOnContext(now -> own.complete(done.result(), done.cause())));
        return own.future();
    }

    private Future<Optional<Known>> load(String hash, String token) {
        long askedAt = System.nanoTime();
        return grants.shown(token)
                .map(shown -> shown.map(valid -> new Known(
                        valid.grant().principal(valid.access()),
                        valid.access().resource(),
                        valid.access().expiresAt(),
                        askedAt)))
                .onSuccess(valid -> valid.ifPresentOrElse(one -> keep(hash, one), () -> known.remove(hash)))
                .recover(failure -> stale(hash, failure))
                // Later, so that it is there before it goes.
                .onComplete(done -> vertx.runOnContext(later -> asking.remove(hash)));
    }

    private Future<Optional<Known>> stale(String hash, Throwable failure) {
        Known one = known.get(hash);
        TokensConfig limits = config.get();
        return one != null
                        && isYounger(one, limits.cache().plus(limits.outage()))
                        && clock.instant().isBefore(one.expiresAt())
                ? Future.succeededFuture(Optional.of(one))
                : Future.failedFuture(failure);
    }

    private void keep(String hash, Known one) {
        if (known.size() >= MOST_KEPT) {
            sweep();
        }
        if (known.size() < MOST_KEPT) {
            known.put(hash, one);
        }
    }

    /** Forgets what is too old to be of use. */
    void sweep() {
        TokensConfig limits = config.get();
        Duration most = limits.cache().plus(limits.outage());
        known.values().removeIf(one -> !isYounger(one, most));
    }

    /** Forgets what was revoked. */
    void forget(Revocation revocation) {
        known.values().removeIf(one -> revocation.concerns(one.principal()));
    }

    static String hash(String token) {
        return Hash.sha256(token);
    }
}
