package dev.mcpgateway.provider.upstream.legacy;

import dev.mcpgateway.protocol.Era;
import dev.mcpgateway.protocol.HeldElsewhere;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.UpstreamState;
import dev.mcpgateway.provider.upstream.channel.Channel;
import dev.mcpgateway.provider.upstream.channel.Outbound;
import dev.mcpgateway.provider.upstream.exchange.SingleFlight;
import dev.mcpgateway.provider.upstream.exchange.Upstream;
import dev.mcpgateway.provider.upstream.exchange.Wire;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions with one upstream, by client: opened once however many calls wait for it, gone on with when another task or an
 * earlier process opened them, opened anew when the upstream has lost them.
 */
public final class LegacySessions {
    private static final Logger LOG = LoggerFactory.getLogger(LegacySessions.class);
    private static final String EVERYONE = "*";
    /** How long the calls in a session that the upstream has lost have to find that out. */
    private static final long LOST_MILLIS = 1_000;

    private final Upstream upstream;
    private final Handshake handshake;
    private final Restoration restoration;
    private final Map<String, Slot> ofSessions = new ConcurrentHashMap<>();
    private final Map<String, Slot> ofStateless = new ConcurrentHashMap<>();
    private final OutsideCalls outside;

    public LegacySessions(Upstream upstream, OutsideCalls outside) {
        this.upstream = upstream;
        this.handshake = new Handshake(upstream);
        this.restoration = new Restoration(upstream);
        this.outside = outside;
    }

    /** Where one client's session is, or comes to be. */
    private static final class Slot {
        private final SingleFlight<LegacySession> opening;
        private volatile @Nullable LegacySession session;

        Slot(Upstream upstream) {
            this.opening = new SingleFlight<>(upstream.vertx());
        }
    }

    /** The client's session when it is open in this process; null otherwise. */
    public @Nullable LegacySession open(Client client) {
        Map<String, Slot> slots = slots(client);
        // The key of a stateless client is a digest, which is not made for an upstream that has no such sessions.
        Slot slot = slots.isEmpty() ? null : slots.get(key(client));
        return slot == null ? null : current(slot, client);
    }

    /** The session of a slot; null when there is none, or another task has put another one in its place. */
    private @Nullable LegacySession current(Slot slot, Client client) {
        LegacySession session = slot.session;
        UpstreamState known = session == null || session.channel().isSessionBound() ? null : remembered(client);
        return session == null || known == null || session.isSameAs(known) ? session : null;
    }

    /** Whether there is a session to go on with, here or remembered. */
    public boolean knows(Client client) {
        return open(client) != null || client.upstream(upstream.name()) != null;
    }

    /** The client's session: the open one, the remembered one, or a new one. */
    public Future<LegacySession> of(Client client) {
        LegacySession open = open(client);
        return open != null ? Future.succeededFuture(open) : opened(client, null);
    }

    /** A new session with the client's own params, unless all share one that is open. */
    public Future<LegacySession> initialize(Client client, JsonSlice params) {
        return opened(client, upstream.config().shared() ? handshake.params(client) : params);
    }

    private Map<String, Slot> slots(Client client) {
        return isStateless(client) ? ofStateless : ofSessions;
    }

    private boolean isStateless(Client client) {
        return client.version().era() == Era.MODERN && !upstream.config().shared();
    }

    private Slot slot(Client client) {
        Map<String, Slot> slots = slots(client);
        Slot known = slots.get(key(client));
        if (known != null) {
            return known;
        }
        if (isStateless(client) && slots.size() >= upstream.config().stateless().sessions()) {
            closeLeastRecentlyUsed();
        }
        return slots.computeIfAbsent(key(client), key -> new Slot(upstream));
    }

    private void closeLeastRecentlyUsed() {
        String oldest = null;
        LegacySession unused = null;
        for (Map.Entry<String, Slot> entry : ofStateless.entrySet()) {
            LegacySession session = entry.getValue().session;
            if (session != null && session.isUnused() && (unused == null || session.isUsedBefore(unused))) {
                oldest = entry.getKey();
                unused = session;
            }
        }
        if (oldest == null || unused == null) {
            throw McpError.overloaded(upstream.failures().subject()
                    + " serves as many clients of 2026-07-28 at once as stateless.sessions allows. Try again later.");
        }
        ofStateless.remove(oldest);
        unused.channel().close();
    }

    private Future<LegacySession> opened(Client client, @Nullable JsonSlice params) {
        Slot slot;
        try {
            slot = slot(client);
        } catch (McpError full) {
            return Future.failedFuture(full);
        }
        return slot.opening.run(() -> {
            LegacySession open = current(slot, client);
            if (open != null) {
                return Future.succeededFuture(open);
            }
            UpstreamState state = remembered(client);
            Channel channel = params != null || state == null ? null : continued(client, state);
            Future<LegacySession> session = channel != null && state != null
                    ? Future.succeededFuture(adopt(channel, state))
                    : start(client, params == null ? handshake.params(client) : params, state);
            return session.onSuccess(ready -> ready(slot, client, ready))
                    .onFailure(failure -> slots(client).remove(key(client), slot));
        });
    }

    private LegacySession adopt(Channel channel, UpstreamState state) {
        channel.session(state.sessionId(), state.protocolVersion());
        return new LegacySession(channel, state.sessionId(), state.protocolVersion(), null, state.subscriptions());
    }

    /** A channel on which the remembered session goes on; null when it cannot, because it died with what held it. */
    private @Nullable Channel continued(Client client, UpstreamState state) {
        List<Wire> wires = upstream.wires();
        Wire wire = state.sessionId() != null ? Wire.STREAMABLE_HTTP : wires.getFirst();
        if (!wires.contains(wire) || (state.sessionId() == null && wires.size() > 1)) {
            return null;
        }
        Channel channel = upstream.open(wire, client);
        if (channel.isSessionBound()) {
            channel.close();
            return null;
        }
        upstream.found(wire);
        return channel;
    }

    /** Opens a session and brings it to where the lost one was. */
    private Future<LegacySession> start(Client client, JsonSlice params, @Nullable UpstreamState before) {
        return handshake
                .open(client, params, outside.of(client))
                .compose(session -> restoration.restore(client, session, before).map(session))
                .compose(session -> settle(client, session, before));
    }

    /**
     * Stores a new session, so that other tasks go on with it. When another task was faster the client goes on with the session
     * that was opened there.
     */
    private Future<LegacySession> settle(Client client, LegacySession session, @Nullable UpstreamState before) {
        if (upstream.config().shared()) {
            return Future.succeededFuture(session);
        }
        if (session.channel().isSessionBound()) {
            return client.hold()
                    .compose(held -> remember(client, session))
                    .recover(failure -> {
                        if (failure instanceof HeldElsewhere) {
                            session.channel().close();
                            return Future.failedFuture(failure);
                        }
                        return notStored(failure);
                    })
                    .map(session);
        }
        return client.replace(upstream.name(), before, session.state())
                .map(now -> {
                    Channel channel = session.isSameAs(now) ? null : continued(client, now);
                    if (channel == null) {
                        return session;
                    }
                    session.channel().close();
                    return adopt(channel, now);
                })
                .recover(failure -> notStored(failure).map(session));
    }

    /**
     * Opens a session in place of one that the upstream has lost, with the client's stored capabilities, subscriptions and log
     * level. Who finds that it was done already gets the new one.
     */
    public Future<LegacySession> reopen(Client client, LegacySession lost) {
        Slot slot = slots(client).computeIfAbsent(key(client), key -> new Slot(upstream));
        return slot.opening.run(() -> {
            LegacySession open = slot.session;
            if (open != null && open != lost) {
                return Future.succeededFuture(open);
            }
            slot.session = null;
            // Other calls are about to learn the same; closing at once would take that for a cancellation.
            upstream.vertx().setTimer(LOST_MILLIS, now -> lost.channel().close());
            return client.refresh()
                    .otherwiseEmpty()
                    .compose(known -> openedElsewhere(client, lost))
                    .compose(other -> other != null ? Future.succeededFuture(other) : startAgain(client, lost))
                    .onSuccess(session -> ready(slot, client, session))
                    .onFailure(failure -> slots(client).remove(key(client), slot));
        });
    }

    /** The session that another task has opened already in place of the lost one; null when none has. */
    private Future<@Nullable LegacySession> openedElsewhere(Client client, LegacySession lost) {
        UpstreamState known = lost.channel().isSessionBound() ? null : remembered(client);
        Channel channel = known == null || lost.isSameAs(known) ? null : continued(client, known);
        return Future.succeededFuture(channel == null || known == null ? null : adopt(channel, known));
    }

    private Future<LegacySession> startAgain(Client client, LegacySession lost) {
        LOG.info("upstream {}: its session is lost and is opened again", upstream.name());
        return start(client, handshake.params(client), lost.state());
    }

    private void ready(Slot slot, Client client, LegacySession session) {
        slot.session = session;
        if (session.channel().isSessionBound()) {
            session.channel()
                    .listen(new Outbound(null, HttpHeaders.headers()), null, outside.of(client))
                    .onFailure(failure -> LOG.warn("upstream {}: {}", upstream.name(), failure.getMessage()));
            session.channel().lost().onComplete(lost -> {
                if (slot.session == session) {
                    slot.session = null;
                }
            });
        }
    }

    /** Stores what another task needs to go on; without it the session still serves this one. */
    public Future<Void> remember(Client client, LegacySession session) {
        if (upstream.config().shared()) {
            return Future.succeededFuture();
        }
        return client.remember(upstream.name(), session.state()).recover(this::notStored);
    }

    private Future<Void> notStored(Throwable failure) {
        LOG.warn(
                "upstream {}: its session could not be stored and ends with this process: {}",
                upstream.name(),
                failure.getMessage());
        return Future.succeededFuture();
    }

    private @Nullable UpstreamState remembered(Client client) {
        return upstream.config().shared() ? null : client.upstream(upstream.name());
    }

    /** Ends the client's session at the upstream; one that all share stays. */
    public Future<Void> release(Client client) {
        if (upstream.config().shared()) {
            return Future.succeededFuture();
        }
        Slot slot = slots(client).remove(key(client));
        LegacySession session = slot == null ? null : slot.session;
        if (session != null) {
            return session.channel().close();
        }
        UpstreamState state = remembered(client);
        Channel channel = state == null ? null : continued(client, state);
        return channel == null || state == null
                ? Future.succeededFuture()
                : adopt(channel, state).channel().close();
    }

    /** Drops what this process has of the client's session; only what no other can go on with is ended. */
    public Future<Void> leave(Client client) {
        if (upstream.config().shared()) {
            return Future.succeededFuture();
        }
        Slot slot = slots(client).remove(key(client));
        LegacySession session = slot == null ? null : slot.session;
        return session != null && session.channel().isSessionBound()
                ? session.channel().close()
                : Future.succeededFuture();
    }

    /** Closes the sessions of stateless clients, who never say goodbye, when nobody used them for this long. */
    public void closeIdle(Duration idle) {
        long before = System.nanoTime() - idle.toNanos();
        ofStateless.forEach((key, slot) -> {
            LegacySession session = slot.session;
            if (session != null && session.isIdleSince(before) && ofStateless.remove(key, slot)) {
                session.channel().close();
            }
        });
    }

    /** Closes what is open, without ending sessions that another process can go on with. */
    public Future<Void> close() {
        List<Future<Void>> closing = new ArrayList<>();
        ofStateless.values().forEach(slot -> {
            if (slot.session != null) {
                closing.add(slot.session.channel().close());
            }
        });
        ofSessions.values().forEach(slot -> {
            if (slot.session != null && slot.session.channel().isSessionBound()) {
                closing.add(slot.session.channel().close());
            }
        });
        ofStateless.clear();
        ofSessions.clear();
        return Future.join(closing).<Void>mapEmpty().otherwiseEmpty();
    }

    private String key(Client client) {
        return upstream.config().shared() ? EVERYONE : client.key();
    }
}
