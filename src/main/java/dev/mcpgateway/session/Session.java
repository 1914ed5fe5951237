package dev.mcpgateway.session;

import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.protocol.HeldElsewhere;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.ProtocolVersion;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.UpstreamState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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
    private final String self;
    private final AtomicInteger inUse = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicLong checkedMillis = new AtomicLong(System.currentTimeMillis());
    private final Set<Runnable> endHandlers = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Holding holding;
    private volatile long lastSeenMillis;
    private final AtomicLong unheardSince = new AtomicLong();
    private volatile ProtocolVersion version;
    private volatile Person person = Person.ANYONE;
    private volatile Principal principal = Principal.ANYONE;

    /** @param self the id of this task */
    Session(SessionRecord record, SessionWriter writer, StandaloneStream standalone, String self) {
        this.id = record.id();
        this.key = SessionRecord.key(id);
        this.writer = writer;
        this.standalone = standalone;
        this.self = self;
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

    /** Leaves the session to the OAuth client that opens it; before the session is first stored. */
    public void onlyFor(Principal opener) {
        writer.change(record -> record.withClient(opener.clientId()));
    }

    /** Whether the session is the client's of that principal; the person is not looked at. */
    public boolean isFor(Principal caller) {
        return Objects.equals(writer.record().client(), caller.clientId());
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
    public Future<UpstreamState> replace(String provider, @Nullable UpstreamState before, UpstreamState next) {
        return writer.change(record ->
                        isSame(record.upstreams().get(provider), before) ? record.withUpstream(provider, next) : record)
                .map(done -> {
                    UpstreamState now = upstream(provider);
                    return now == null ? next : now;
                });
    }

    private static boolean isSame(@Nullable UpstreamState one, @Nullable UpstreamState other) {
        return Objects.equals(one == null ? null : one.sessionId(), other == null ? null : other.sessionId());
    }

    @Override
    public Future<Void> refresh() {
        return writer.refresh().mapEmpty();
    }

    /** The id of the task that alone can serve the session; null when any can. What is not stored yet does not count. */
    public @Nullable String task() {
        Holding pending = holding;
        return pending == null ? writer.record().task() : pending.before();
    }

    /** Whether another task serves the session, as far as is known here. */
    public boolean isElsewhere() {
        String task = task();
        return task != null && !task.equals(self);
    }

    /** Makes this the task that serves the session, unless another one was faster: fails with {@link HeldElsewhere} then. */
    @Override
    public Future<Void> hold() {
        return hold(null);
    }

    /**
     * The same in place of a task that is gone.
     *
     * @param gone its id; null for nobody
     */
    public Future<Void> hold(@Nullable String gone) {
        Promise<Void> done = Promise.promise();
        synchronized (this) {
            if (holding != null) {
                return holding.done();
            }
            String before = writer.record().task();
            if (self.equals(before)) {
                return Future.succeededFuture();
            }
            holding = new Holding(before, done.future());
        }
        writer.change(record -> record.task() == null || record.task().equals(gone) ? record.withTask(self) : record)
                .onComplete(written -> {
                    holding = null;
                    String task = task();
                    if (written.failed()) {
                        done.fail(written.cause());
                    } else if (task == null || task.equals(self)) {
                        done.complete();
                    } else {
                        done.fail(new HeldElsewhere(task));
                    }
                });
        return done.future();
    }

    /** A task that wants to be the one, and what was before that is known. */
    private record Holding(@Nullable String before, Future<Void> done) {}

    /** Makes this the task that serves the session, whoever did before: the client has come here with its stream. */
    public Future<Void> claim() {
        return self.equals(task()) ? Future.succeededFuture() : writer.change(record -> record.withTask(self));
    }

    /** Lets any task serve the session again, when it was this one's. */
    public Future<Void> letGo() {
        return self.equals(task())
                ? writer.change(record -> self.equals(record.task()) ? record.withTask(null) : record)
                : Future.succeededFuture();
    }

    /**
     * Registers what ends a stream when the session ends here, or goes on at another task.
     *
     * @return takes it back
     */
    public Runnable onEnd(Runnable endStream) {
        endHandlers.add(endStream);
        return () -> endHandlers.remove(endStream);
    }

    void endStreams() {
        endHandlers.forEach(Runnable::run);
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

    /** Notes a use. */
    void seen(long nowMillis) {
        lastSeenMillis = nowMillis;
    }

    /** Whether it is time to read the record again; true for one caller in an interval. */
    boolean isToBeChecked(long nowMillis, long freshMillis) {
        long last = checkedMillis.get();
        return nowMillis - last >= freshMillis && checkedMillis.compareAndSet(last, nowMillis);
    }

    /** The store has said that the session is there. */
    void confirmed() {
        unheardSince.set(0);
    }

    /** The store did not answer. */
    void unconfirmed(long nowMillis) {
        unheardSince.compareAndSet(0, nowMillis);
    }

    /** Whether the store has not answered for longer than that. */
    boolean isUnconfirmedFor(long nowMillis, long millis) {
        long since = unheardSince.get();
        return since != 0 && nowMillis - since > millis;
    }
}
