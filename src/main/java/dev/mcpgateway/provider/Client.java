package dev.mcpgateway.provider;

import dev.mcpgateway.identity.Person;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.ProtocolVersion;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * The client on whose behalf a provider works: one session of a legacy client (≤ 2025-11-25), or one principal and client of
 * the stateless era (2026-07-28). Implementations are safe for use from any event loop.
 */
public interface Client {

    /** What isolates clients: upstream sessions and processes are shared by equal keys and by nothing else. */
    String key();

    /** On whose behalf the client works. */
    Person person();

    /** The version that the client speaks; its era decides what the client can be sent. */
    ProtocolVersion version();

    /** The client's {@code clientInfo} object as it came; an empty object when it sent none. */
    JsonSlice info();

    /** The client's capabilities object as it came; an empty object when it sent none. */
    JsonSlice capabilities();

    /** The level that a legacy client chose by {@code logging/setLevel}; null before that and in the stateless era. */
    @Nullable
    String logLevel();

    /** Keeps the level of {@code logging/setLevel} for upstream sessions that are opened later. */
    Future<Void> logLevel(String level);

    /** What was remembered of the upstream session that serves this client; null before the first. */
    @Nullable
    UpstreamState upstream(String provider);

    /**
     * Remembers the upstream session that serves this client, so that another task or a later process can go on with it; null
     * forgets it. Completes when it is stored; a stateless client remembers in memory only.
     */
    Future<Void> remember(String provider, @Nullable UpstreamState state);

    /**
     * Remembers an upstream session in place of one that is lost, unless another task has done so already.
     *
     * @param before the lost one; null when there was none
     * @return what is remembered now: the next one, or that of the other task
     */
    default Future<UpstreamState> replace(String provider, @Nullable UpstreamState before, UpstreamState next) {
        return remember(provider, next).map(next);
    }

    /** Learns now what other tasks have remembered; without this that takes some seconds. */
    default Future<Void> refresh() {
        return Future.succeededFuture();
    }

    /**
     * Says that only this task can serve the client from now on, because it holds a process or a connection for it. Fails with
     * {@link dev.mcpgateway.protocol.HeldElsewhere} when another task does already.
     */
    default Future<Void> hold() {
        return Future.succeededFuture();
    }

    /** Takes what a provider sends outside any call: the standalone stream of a legacy session. */
    Push standalone();
}
