package dev.mcpgateway.session;

import dev.mcpgateway.config.SessionsConfig;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.ProtocolVersion;
import dev.mcpgateway.provider.Provider;
import dev.mcpgateway.provider.PushedEvent;
import dev.mcpgateway.store.RecordStore;
import dev.mcpgateway.store.StoredRecord;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MCP sessions: created by {@code initialize}, found by their id whichever process created them, ended by the client or
 * after idling. Memory holds a cache; the store holds the sessions.
 */
public final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private final Vertx vertx;
    private final RecordStore store;
    private final Supplier<SessionsConfig> config;
    private final Function<String, Collection<Provider>> providers;
    private final String self;
    private final LiveSessions live = new LiveSessions();
    private final Map<String, Future<Optional<Session>>> loading = new ConcurrentHashMap<>();
    private volatile @Nullable PersonSessions lists;

    /**
     * @param config read anew at each use, so that a reload takes effect
     * @param self the id of this task
     * @param providers the providers behind an endpoint's path; empty for a path that is no longer configured
     */
    public Sessions(
            Vertx vertx,
            RecordStore store,
            Supplier<SessionsConfig> config,
            String self,
            Function<String, Collection<Provider>> providers) {
        this.vertx = vertx;
        this.store = store;
        this.config = config;
        this.self = self;
        this.providers = providers;
    }

    /** Tells where people see their sessions; without it they are in no list. */
    public void listIn(PersonSessions newLists) {
        lists = newLists;
    }

    /** How many sessions this process holds in memory. */
    public int size() {
        return live.size();
    }

    /** How many of them are this person's. */
    public int sizeOf(Person person) {
        return live.sizeOf(person.id());
    }

    /** Sends a notification of the gateway itself to the clients of a person, by their id, whose standalone streams this task holds. */
    public void tell(String person, Message notification) {
        for (Session session : live.all()) {
            if (session.record().principal().equals(person)) {
                session.standalone().send(PushedEvent.of("", notification));
            }
        }
    }

    /**
     * Makes a session that lives in memory until {@link #save}: whoever initializes upstreams needs it before it is sure that
     * there will be one. Throws {@link McpError} when there are too many.
     */
    public Session create(
            String id,
            Person person,
            String endpoint,
            SessionTransport transport,
            ProtocolVersion version,
            JsonSlice clientInfo,
            JsonSlice clientCapabilities) {
        if (live.size() >= config.get().max()) {
            throw new McpError(
                    ErrorCode.OVERLOADED,
                    "the gateway holds as many sessions as sessions.max allows; try again later",
                    429);
        }
        SessionRecord record = SessionRecord.create(
                id,
                person.id(),
                endpoint,
                transport,
                version.toString(),
                clientInfo.toBuffer(),
                clientCapabilities.toBuffer(),
                Instant.now());
        Session session = session(record, 0);
        session.usedBy(person);
        return session;
    }

    private Session session(SessionRecord record, long version) {
        SessionWriter writer = new SessionWriter(vertx, store, this::timeToLive, record, version);
        return new Session(record, writer, new StandaloneStream(vertx), self);
    }

    private Duration timeToLive() {
        // The last use is written with a delay, so the record outlives it by as much.
        return config.get().idleTimeout().plus(config.get().touchInterval());
    }

    /** Stores a created session; from now on every process finds it. */
    public Future<Void> save(Session session) {
        live.put(session);
        return session.writer()
                .store()
                .onSuccess(stored -> {
                    PersonSessions listing = lists;
                    if (listing != null) {
                        listing.opened(session);
                    }
                })
                .onFailure(failure -> {
                    live.remove(session);
                    release(session);
                });
    }

    /** The session as this process knows it, without asking the store; null when it does not, or it is another's. */
    public @Nullable Session cached(String id, Person person, String endpoint) {
        Session session = live.get(id);
        return session != null && isTrusted(session) && belongs(session, person, endpoint) ? session : null;
    }

    /** The session of that id in this process's memory; null when it is not there. */
    public @Nullable Session live(String id) {
        return live.get(id);
    }

    /**
     * The session; empty when there is none of that id for this person at this endpoint, without saying which.
     *
     * @param endpoint null for any
     */
    public Future<Optional<Session>> find(String id, Person person, @Nullable String endpoint) {
        Session known = live.get(id);
        Future<Optional<Session>> found = known != null && isTrusted(known)
                ? Future.succeededFuture(Optional.of(known))
                : OnCallersContext.of(vertx, loading.computeIfAbsent(id, this::load));
        return found.map(session -> session.filter(one -> belongs(one, person, endpoint)));
    }

    /** A store that does not answer keeps nobody from going on, for a while. */
    private boolean isTrusted(Session session) {
        return !session.isUnconfirmedFor(
                System.currentTimeMillis(), config.get().storeOutage().toMillis());
    }

    private Future<Optional<Session>> load(String id) {
        return store.get(SessionRecord.key(id))
                .map(stored -> {
                    Session known = live.get(id);
                    if (stored.isEmpty() && known != null) {
                        forget(known);
                    }
                    return stored.map(record -> live.getOrMake(id, () -> restored(id, record)));
                })
                .onSuccess(loaded -> loaded.ifPresent(Session::confirmed))
                .onComplete(loaded -> vertx.runOnContext(later -> loading.remove(id)));
    }

    private Session restored(String id, StoredRecord stored) {
        return session(SessionRecord.fromStored(id, stored), stored.version());
    }

    private static boolean belongs(Session session, Person person, @Nullable String endpoint) {
        SessionRecord record = session.record();
        if (!record.principal().equals(person.id())
                || (endpoint != null && !record.endpoint().equals(endpoint))) {
            return false;
        }
        session.usedBy(person);
        return true;
    }

    /**
     * Notes that a session was used. In the background, and at most once in {@code sessions.freshness}, the record is read
     * again; what is read is used from then on, and the last use is written when that is due, which it is once in
     * {@code sessions.touchInterval}, whichever task writes it.
     */
    public void touch(Session session) {
        long now = System.currentTimeMillis();
        session.seen(now);
        if (session.isToBeChecked(now, config.get().freshness().toMillis())) {
            refresh(session).onFailure(failure -> LOG.warn("a session was not read again: {}", failure.getMessage()));
        }
    }

    /**
     * Learns what other tasks have done to a session. One that they have ended is gone here as well; one that another task
     * serves from now on is let go of.
     */
    public Future<Void> refresh(Session session) {
        boolean wasElsewhere = session.isElsewhere();
        return session.writer()
                .refresh()
                .map(there -> {
                    if (!there) {
                        forget(session);
                    } else {
                        session.confirmed();
                        if (session.isElsewhere() && !wasElsewhere) {
                            LOG.info("a session is served by another task from now on");
                            leave(session);
                        } else if (!session.isElsewhere()) {
                            writeLastUse(session);
                        }
                    }
                    return (Void) null;
                })
                .onFailure(failure -> session.unconfirmed(System.currentTimeMillis()));
    }

    private void writeLastUse(Session session) {
        Instant now = Instant.now();
        Instant due = now.minus(config.get().touchInterval());
        if (session.record().lastSeen().isAfter(due)) {
            return;
        }
        session.writer()
                .change(record -> record.lastSeen().isAfter(due) ? record : record.withLastSeen(now))
                .onFailure(failure -> {
                    if (failure instanceof McpError error && error.code() == ErrorCode.SESSION_LOST) {
                        forget(session);
                    } else {
                        LOG.warn("the last use of a session was not stored: {}", failure.getMessage());
                    }
                });
    }

    /** Drops a session that another task has ended, which has told the upstreams. */
    private void forget(Session session) {
        session.writer().delete();
        live.remove(session);
        leave(session);
    }

    /** Ends what this task holds for a session, and leaves what others go on with. */
    private void leave(Session session) {
        session.endStreams();
        for (Provider provider : providers.apply(session.record().endpoint())) {
            provider.leave(session)
                    .onFailure(failure -> LOG.debug("upstream {}: {}", provider.name(), failure.getMessage()));
        }
    }

    /** Lets any task serve what this one did alone, because it stops. */
    public Future<Void> letGo() {
        List<Future<Void>> written = live.all().stream().map(Session::letGo).toList();
        return Future.join(written).mapEmpty();
    }

    /** Ends a session here, in the store and at its upstreams. */
    public Future<Void> end(Session session) {
        session.writer().delete();
        live.remove(session);
        session.endStreams();
        release(session);
        PersonSessions listing = lists;
        if (listing != null) {
            listing.ended(session);
        }
        return store.delete(session.key());
    }

    /** Ends the sessions that this task holds for whoever lost the right to them. */
    public void revoke(Revocation revocation) {
        for (Session session : List.copyOf(live.all())) {
            if (revocation.concerns(session)) {
                end(session)
                        .onFailure(failure -> LOG.warn("a revoked session was not deleted: {}", failure.getMessage()));
            }
        }
    }

    private void release(Session session) {
        for (Provider provider : providers.apply(session.record().endpoint())) {
            provider.release(session)
                    .onFailure(failure -> LOG.debug("upstream {}: {}", provider.name(), failure.getMessage()));
        }
    }

    /** Ends what idled longer than {@code sessions.idleTimeout}; called again and again. */
    public Future<Void> sweep() {
        long before = System.currentTimeMillis() - config.get().idleTimeout().toMillis();
        List<Future<Void>> ended = new ArrayList<>();
        for (Session session : live.all()) {
            if (session.isInUse()) {
                // A stream can be open for longer than a session may idle.
                touch(session);
            } else if (session.isIdleSince(before)) {
                ended.add(endUnlessUsed(session, before));
            }
        }
        if (!ended.isEmpty()) {
            LOG.info("{} sessions were idle here", ended.size());
        }
        return Future.join(ended).mapEmpty();
    }

    /** Another task may have served the session meanwhile; then only this task's memory of it goes. */
    private Future<Void> endUnlessUsed(Session session, long before) {
        return store.get(session.key()).compose(stored -> {
            boolean used = stored.isPresent()
                    && SessionRecord.fromStored(session.id(), stored.get())
                                    .lastSeen()
                                    .toEpochMilli()
                            >= before;
            if (used) {
                live.remove(session);
                leave(session);
                return Future.succeededFuture();
            }
            return end(session);
        });
    }

    /** An empty JSON object, for clients that say nothing of themselves. */
    public static JsonSlice nothing() {
        return NOTHING;
    }

    private static final JsonSlice NOTHING = JsonSlice.parse(Buffer.buffer("{}"), JsonLimits.DEFAULT);
}
