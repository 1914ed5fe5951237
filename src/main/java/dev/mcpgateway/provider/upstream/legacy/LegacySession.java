package dev.mcpgateway.provider.upstream.legacy;

import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.provider.UpstreamState;
import dev.mcpgateway.provider.upstream.channel.Channel;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One session with an upstream of the initialize era, and what is known of it. */
public final class LegacySession {
    private final Channel channel;
    private final @Nullable String sessionId;
    private final String protocolVersion;
    private final @Nullable JsonSlice initializeResult;
    private final Set<String> subscriptions = ConcurrentHashMap.newKeySet();
    private final AtomicInteger uses = new AtomicInteger();
    private volatile long lastUsed = System.nanoTime();
    private volatile @Nullable String logLevel;
    private volatile boolean listsAreOwn;

    /**
     * @param initializeResult what the server answered; null when the session was opened by an earlier process
     */
    LegacySession(
            Channel channel,
            @Nullable String sessionId,
            String protocolVersion,
            @Nullable JsonSlice initializeResult,
            Set<String> subscriptions) {
        this.channel = channel;
        this.sessionId = sessionId;
        this.protocolVersion = protocolVersion;
        this.initializeResult = initializeResult;
        this.subscriptions.addAll(subscriptions);
    }

    public Channel channel() {
        return channel;
    }

    public String protocolVersion() {
        return protocolVersion;
    }

    /** The {@code initialize} result; null when an earlier process got it. */
    public @Nullable JsonSlice initializeResult() {
        return initializeResult;
    }

    /** A capability of the server, by a path of member names; null when it is not announced or not known. */
    public @Nullable JsonSlice capability(String... path) {
        JsonSlice value = initializeResult == null ? null : initializeResult.get("capabilities");
        for (String name : path) {
            value = value == null ? null : value.get(name);
        }
        return value;
    }

    /** The resources that were subscribed to in this session. */
    public Set<String> subscriptions() {
        return Collections.unmodifiableSet(subscriptions);
    }

    /** Notes a subscription; false when it was there already. */
    public boolean subscribed(String uri) {
        return subscriptions.add(uri);
    }

    /** Notes the end of a subscription; false when there was none. */
    public boolean unsubscribed(String uri) {
        return subscriptions.remove(uri);
    }

    /** The level that {@code logging/setLevel} set in this session; null before that. */
    public @Nullable String logLevel() {
        return logLevel;
    }

    public void logLevel(String level) {
        logLevel = level;
    }

    /** Whether that is what is remembered of this session. */
    boolean isSameAs(UpstreamState state) {
        return Objects.equals(sessionId, state.sessionId());
    }

    /** What another process needs to go on with this session. */
    UpstreamState state() {
        return new UpstreamState(sessionId, protocolVersion, subscriptions);
    }

    /**
     * Whether this session's lists have changed while it lasted. A server that changes the lists of one session alone says so
     * there, and from then on they must not be taken for those of others.
     */
    public boolean listsAreOwn() {
        return listsAreOwn;
    }

    public void listsChanged() {
        listsAreOwn = true;
    }

    /** Begins a use: a call, a stream or a parked call, which keeps the session from being closed as idle. */
    public void use() {
        uses.incrementAndGet();
    }

    /** Ends a use. */
    public void done() {
        lastUsed = System.nanoTime();
        uses.decrementAndGet();
    }

    boolean isUnused() {
        return uses.get() == 0;
    }

    boolean isUsedBefore(LegacySession other) {
        return lastUsed - other.lastUsed < 0;
    }

    boolean isIdleSince(long nanoTime) {
        return isUnused() && lastUsed - nanoTime < 0;
    }
}
