package dev.mcpgateway.session;

import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.ProtocolVersion;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.UpstreamState;
import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A live session of a client that speaks 2025-11-25 or earlier: its record, and the standalone stream that this task holds for
 * it. Safe for use from any event loop.
 */
public final class Session implements Client {
    private final String id;
    private final String key;
    private final SessionWriter writer;
    private final StandaloneStream standalone;
    private final JsonSlice info;
    private final JsonSlice capabilities;
    private final AtomicInteger inUse = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private volatile long lastSeenMillis;
    private volatile ProtocolVersion version;
    private volatile Person person = Person.ANYONE;
    private volatile Principal principal = Principal.ANYONE;

    Session(SessionRecord record, SessionWriter writer, StandaloneStream standalone) {
        this.id = record.id();
        this.key = SessionRecord.key(id);
        this.writer = writer;
        this.standalone = standalone;
        this.info = JsonSlice.parse(record.clientInfo(), JsonLimits.DEFAULT);
        this.capabilities = JsonSlice.parse(record.clientCapabilities(), JsonLimits.DEFAULT);
        this.lastSeenMillis = record.lastSeen().toEpochMilli();
        this.version = ProtocolVersion.negotiate(record.protocolVersion());
    }

    /** The {@code Mcp-Session-Id}: a secret of the client. */
    public String id() {
        return id;
    }

    public SessionRecord record() {
        return writer.record();
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public Person person() {
        return person;
    }

    /** Notes who uses the session: the record has their id alone, and what else is known of them can change. */
    void usedBy(Person known) {
        person = known;
    }

    /** Notes by which grant and client the session was used: with them it ends. */
    public void lastUsedBy(Principal used) {
        principal = used;
    }

    /** Who used the session last, at this task. */
    Principal lastUsedBy() {
        return principal;
    }

    @Override
    public ProtocolVersion version() {
        return version;
    }

    /** Sets the version that {@code initialize} ended with; before the session is first stored. */
    public void negotiated(String protocolVersion) {
        version = ProtocolVersion.negotiate(protocolVersion);
        writer.change(record -> record.withProtocolVersion(protocolVersion));
    }

    @Override
    public JsonSlice info() {
        return info;
    }

    @Override
    public JsonSlice capabilities() {
        return capabilities;
    }

    @Override
    public @Nullable String logLevel() {
        return writer.record().logLevel();
    }

    @Override
    public Future<Void> logLevel(String level) {
        return writer.change(record -> record.withLogLevel(level));
    }

    @Override
    public @Nullable UpstreamState upstream(String provider) {
        return writer.record().upstreams().get(provider);
    }

    @Override
    public Future<Void> remember(String provider, @Nullable UpstreamState state) {
        return writer.change(
                record -> state == null ? record.withoutUpstream(provider) : record.withUpstream(provider, state));
    }

    @Override
    public Push standalone() {
        return standalone;
    }

    /** The standalone stream, for the transport to attach the client's connection to. */
    public StandaloneStream stream() {
        return standalone;
    }

    SessionWriter writer() {
        return writer;
    }

    /** Counts one more call or stream; the session does not expire meanwhile. */
    public void enter() {
        inUse.incrementAndGet();
    }

    /** Counts one less. */
    public void leave() {
        inUse.decrementAndGet();
        lastSeenMillis = System.currentTimeMillis();
    }

    /** How many streams this process holds open for the session. */
    public int openStreams() {
        return streams.get();
    }

    /** Counts one more open stream. */
    public void enterStream() {
        streams.incrementAndGet();
        enter();
    }

    /** Counts one less. */
    public void leaveStream() {
        streams.decrementAndGet();
        leave();
    }

    /** Whether a call or a stream is open here. */
    boolean isInUse() {
        return inUse.get() > 0;
    }

    boolean isIdleSince(long millis) {
        return !isInUse() && lastSeenMillis < millis;
    }

    /** Notes a use; whether that is to be written, which it is once in an interval. */
    boolean seen(long nowMillis, long touchIntervalMillis) {
        lastSeenMillis = nowMillis;
        return nowMillis - writer.record().lastSeen().toEpochMilli() >= touchIntervalMillis;
    }
}
