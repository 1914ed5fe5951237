package dev.mcpgateway.session;

import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.store.RecordStore;
import dev.mcpgateway.store.StoredRecord;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MCP sessions of each person, for them to see and to end, in the person's index. It is written when a session begins and
 * when it ends, in the background; what else is shown comes from the sessions' own records. Thread-safe.
 */
public final class PersonSessions {
    private static final Logger LOG = LoggerFactory.getLogger(PersonSessions.class);
    private static final String SECTION = "sessions";
    private static final String AT = "at";
    private static final String GRANT = "grant";
    /** The index is one record. Of more sessions the oldest are not listed. */
    private static final int MOST_LISTED = 200;
    /** Long enough for every task to learn of it, one that was cut off from the store for a while included. */
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final RecordStore store;
    private final PersonIndex index;
    private final Revocations revocations;
    private final InstantSource clock;
    /** What has gathered while the index of a person is being written. */
    private final Map<String, List<Consumer<JsonObject>>> waiting = new HashMap<>();

    /**
     * A session as its person sees it.
     *
     * @param key of its record; no secret, unlike the session's id
     * @param client what the client calls itself; hostile text
     * @param path the address at which it was opened
     * @param lastSeen to the minute
     */
    public record Listed(
            String key, String client, SessionTransport transport, String path, Instant since, Instant lastSeen) {}

    public PersonSessions(RecordStore store, PersonIndex index, Revocations revocations, InstantSource clock) {
        this.store = store;
        this.index = index;
        this.revocations = revocations;
        this.clock = clock;
    }

    /** Lists a session that was stored just now. */
    void opened(Session session) {
        JsonObject entry = new JsonObject()
                .put(AT, session.record().createdAt().toEpochMilli())
                .put(GRANT, session.lastUsedBy().grant());
        note(session.record().principal(), all -> {
            all.put(session.key(), entry);
            if (all.size() > MOST_LISTED) {
                all.fieldNames().stream()
                        .min(Comparator.comparing(key -> all.getJsonObject(key).getLong(AT)))
                        .ifPresent(all::remove);
            }
        });
    }

    /** Takes a session from the list that has ended. */
    void ended(Session session) {
        note(session.record().principal(), all -> all.remove(session.key()));
    }

    /** One write at a time for each person, and all that gathers meanwhile in the next. */
    private void note(String personId, Consumer<JsonObject> change) {
        synchronized (this) {
            List<Consumer<JsonObject>> gathering = waiting.get(personId);
            if (gathering != null) {
                gathering.add(change);
                return;
            }
            waiting.put(personId, new ArrayList<>());
        }
        write(personId, List.of(change));
    }

    private void write(String personId, List<Consumer<JsonObject>> changes) {
        change(personId, all -> changes.forEach(change -> change.accept(all)))
                .onFailure(failure ->
                        LOG.warn("the list of a person's sessions was not written: {}", failure.getMessage()))
                .onComplete(done -> {
                    List<Consumer<JsonObject>> next;
                    synchronized (this) {
                        next = waiting.remove(personId);
                        if (next == null || next.isEmpty()) {
                            return;
                        }
                        waiting.put(personId, new ArrayList<>());
                    }
                    write(personId, next);
                });
    }

    private Future<JsonObject> change(String personId, Consumer<JsonObject> change) {
        return index.change(personId, known -> {
            change.accept(PersonIndex.section(known, SECTION));
            return known;
        });
    }

    /** The sessions of a person that go on, the one used last first. What is found to be over leaves the list. */
    public Future<List<Listed>> of(String personId) {
        return index.read(personId).compose(known -> {
            List<String> keys = List.copyOf(PersonIndex.section(known, SECTION).fieldNames());
            List<Future<Optional<StoredRecord>>> asked =
                    keys.stream().map(store::get).toList();
            return Future.join(asked).transform(read -> Future.succeededFuture(alive(personId, keys, asked)));
        });
    }

    private List<Listed> alive(String personId, List<String> keys, List<Future<Optional<StoredRecord>>> asked) {
        List<Listed> listed = new ArrayList<>();
        List<String> over = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            String key = keys.get(i);
            // What cannot be read now may go on all the same.
            if (asked.get(i).succeeded()) {
                asked.get(i).result().ifPresentOrElse(record -> listed.add(listed(record)), () -> over.add(key));
            }
        }
        if (!over.isEmpty()) {
            note(personId, all -> over.forEach(all::remove));
        }
        listed.sort(Comparator.comparing(Listed::lastSeen).reversed());
        return listed;
    }

    private static Listed listed(StoredRecord stored) {
        // Its id is its client's secret, and not known here.
        SessionRecord record = SessionRecordCodec.decode("", stored.value());
        return new Listed(
                stored.key(),
                client(record),
                record.transport(),
                record.transport() == SessionTransport.HTTP_SSE
                        ? record.endpoint().replaceFirst("^/mcp", "/sse")
                        : record.endpoint(),
                record.createdAt(),
                record.lastSeen());
    }

    private static String client(SessionRecord record) {
        JsonSlice info = JsonSlice.parse(record.clientInfo(), JsonLimits.DEFAULT);
        return (text(info, "name") + " " + text(info, "version")).strip();
    }

    private static String text(JsonSlice info, String member) {
        JsonSlice value = info.get(member);
        return value != null && value.is(JsonType.STRING) ? value.asString() : "";
    }

    /**
     * Ends a session of a person on all tasks; one that is not in the person's list is left alone.
     *
     * @param key as {@link Listed#key}
     */
    public Future<Void> end(String personId, String key) {
        return end(personId, (listed, grant) -> listed.equals(key));
    }

    /** Ends the sessions that a person's clients opened by these grants, wherever they are kept. */
    public Future<Void> endOf(String personId, Collection<String> grants) {
        return end(personId, (listed, grant) -> grants.contains(grant));
    }

    /** Deletes all sessions of a person who was revoked, of which all tasks are told by that. */
    public Future<Void> deleteAll(String personId) {
        return index.read(personId).compose(known -> {
            JsonObject all = PersonIndex.section(known, SECTION);
            return Future.join(all.fieldNames().stream().map(store::delete).toList())
                    .mapEmpty();
        });
    }

    /** Which sessions are meant, by their key and grant. */
    private interface Which {
        boolean meant(String key, String grant);
    }

    private Future<Void> end(String personId, Which which) {
        return index.read(personId).compose(known -> {
            JsonObject all = PersonIndex.section(known, SECTION);
            Predicate<String> meant =
                    key -> which.meant(key, all.getJsonObject(key).getString(GRANT, ""));
            List<String> keys = all.fieldNames().stream().filter(meant).toList();
            if (keys.isEmpty()) {
                return Future.succeededFuture();
            }
            Instant now = clock.instant();
            return Future.join(keys.stream().map(store::delete).toList())
                    .compose(deleted -> revocations.publish(keys.stream()
                            .map(key -> new Revocation(Revocation.Kind.SESSION, key, now, now.plus(REMEMBERED)))
                            .toList()))
                    .compose(published -> change(personId, listed -> keys.forEach(listed::remove)))
                    .mapEmpty();
        });
    }
}
