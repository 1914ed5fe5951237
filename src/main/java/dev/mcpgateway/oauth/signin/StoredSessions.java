package dev.mcpgateway.oauth.signin;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.oauth.BrowserSession;
import dev.mcpgateway.oauth.BrowserSessions;
import dev.mcpgateway.oauth.Hash;
import dev.mcpgateway.oauth.PublicUrl;
import dev.mcpgateway.oauth.grant.KnownPeople;
import dev.mcpgateway.session.PersonIndex;
import dev.mcpgateway.store.RecordStore;
import dev.mcpgateway.store.StoreCorrupt;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Browser sessions in the store: any task knows them, and one that is deleted is over at once. A cookie of 256 random bits is
 * all that the browser has; a new one at every sign-in, so that none can be planted beforehand.
 */
public final class StoredSessions implements BrowserSessions {
    private static final String COOKIE = "mcp-session";
    private static final String SECTION = "browsers";
    private static final int RANDOM_BYTES = 32;
    private static final int MAX_AGENT = 200;

    private final RecordStore store;
    private final PersonIndex index;
    private final KnownPeople people;
    private final Supplier<GatewayConfig> config;
    private final RevokedSince revoked;
    private final InstantSource clock;

    /** Whether everything of a person was taken back at or after a moment. */
    @FunctionalInterface
    public interface RevokedSince {
        /** For tests, and where nothing is ever taken back. */
        RevokedSince NEVER = (person, moment) -> false;

        boolean test(String personId, Instant moment);
    }

    /**
     * A session in the list of a person's.
     *
     * @param id as {@link BrowserSession#id}
     * @param agent what the browser called itself; hostile text
     */
    public record Listed(String id, String agent, Instant signedInAt, Instant until) {}

    public StoredSessions(
            RecordStore store,
            PersonIndex index,
            Supplier<GatewayConfig> config,
            RevokedSince revoked,
            InstantSource clock) {
        this.store = store;
        this.index = index;
        this.people = new KnownPeople(store);
        this.config = config;
        this.revoked = revoked;
        this.clock = clock;
    }

    /** Begins a session in this browser and ends the one that it had. */
    Future<BrowserSession> begin(RoutingContext context, Person person) {
        String origin = PublicUrl.origin(config.get(), context.request());
        Duration life = config.get().auth().tokens().browserSession();
        String cookie = Hash.random(RANDOM_BYTES);
        Instant now = clock.instant();
        BrowserSession session = new BrowserSession(StoredSession.id(cookie), person, Hash.random(RANDOM_BYTES), now);
        String before = Cookies.get(context, origin, COOKIE);
        return store.put(StoredSession.record(session, now.plus(life)))
                .compose(stored -> list(session, agent(context), now.plus(life)))
                .compose(listed -> people.note(person))
                .compose(listed -> before == null
                        ? Future.succeededFuture()
                        : store.delete(StoredSession.key(StoredSession.id(before))))
                .map(ended -> {
                    Cookies.set(context, origin, COOKIE, cookie, life);
                    return session;
                });
    }

    @Override
    public Future<@Nullable BrowserSession> current(RoutingContext context) {
        String cookie = Cookies.get(context, PublicUrl.origin(config.get(), context.request()), COOKIE);
        if (cookie == null) {
            return Future.succeededFuture(null);
        }
        String id = StoredSession.id(cookie);
        return store.get(StoredSession.key(id))
                // What cannot be read will not be read later either: the person is to sign in again.
                .recover(failure -> failure instanceof StoreCorrupt
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(failure))
                .map(found -> found.map(record -> StoredSession.decode(id, record))
                        .filter(session -> !revoked.test(session.person().id(), session.signedInAt()))
                        .orElse(null));
    }

    /** Ends a session and takes the cookie from this browser. */
    Future<Void> end(RoutingContext context, BrowserSession session) {
        Cookies.clear(context, PublicUrl.origin(config.get(), context.request()), COOKIE);
        return end(session.person(), session.id());
    }

    /** Ends one of a person's sessions, in whichever browser; one of another person is left alone. */
    public Future<Void> end(Person person, String id) {
        return store.get(StoredSession.key(id))
                .compose(found -> found.map(record -> StoredSession.decode(id, record))
                                .filter(session -> session.person().id().equals(person.id()))
                                .isPresent()
                        ? store.delete(StoredSession.key(id))
                        : Future.succeededFuture())
                .compose(deleted -> index.change(person.id(), all -> {
                    PersonIndex.section(all, SECTION).remove(id);
                    return all;
                }))
                .mapEmpty();
    }

    /** The sessions of a person, the latest first. */
    public Future<List<Listed>> of(Person person) {
        Instant now = clock.instant();
        return index.read(person.id()).map(all -> {
            List<Listed> listed = new ArrayList<>();
            JsonObject section = PersonIndex.section(all, SECTION);
            for (String id : section.fieldNames()) {
                JsonObject one = section.getJsonObject(id);
                Listed session = new Listed(
                        id,
                        one.getString("agent", ""),
                        Instant.ofEpochMilli(one.getLong("at")),
                        Instant.ofEpochMilli(one.getLong("until")));
                if (session.until().isAfter(now) && !revoked.test(person.id(), session.signedInAt())) {
                    listed.add(session);
                }
            }
            listed.sort(Comparator.comparing(Listed::signedInAt).reversed());
            return listed;
        });
    }

    private Future<?> list(BrowserSession session, String agent, Instant until) {
        return index.change(session.person().id(), all -> {
            PersonIndex.section(all, SECTION)
                    .put(
                            session.id(),
                            new JsonObject()
                                    .put("agent", agent)
                                    .put("at", session.signedInAt().toEpochMilli())
                                    .put("until", until.toEpochMilli()));
            return all;
        });
    }

    private static String agent(RoutingContext context) {
        String agent = context.request().getHeader("user-agent");
        return agent == null ? "" : agent.substring(0, Math.min(agent.length(), MAX_AGENT));
    }
}
