package dev.mcpgateway.session;

import static dev.mcpgateway.testing.RunningGateway.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.config.SessionsConfig;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.peer.Task;
import dev.mcpgateway.protocol.ProtocolVersion;
import dev.mcpgateway.store.MemoryStore;
import dev.mcpgateway.store.RecordStore;
import dev.mcpgateway.store.StoredRecord;
import dev.mcpgateway.testing.ScriptedProvider;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What people see of their sessions, and end, on two tasks over one store. */
class PersonSessionsTest {
    private static final Person ALICE = person("alice");
    private static final Person MALLORY = person("mallory");
    private static final Vertx VERTX = Vertx.vertx();

    private final CountingStore store =
            new CountingStore(new MemoryStore(VERTX, InstantSource.system(), Duration.ofHours(1)));
    private final OneTask here = new OneTask();
    private final OneTask there = new OneTask();

    @AfterAll
    static void close() {
        VERTX.close();
    }

    private static Person person(String subject) {
        return new Person("https://idp.example.com", subject, null, null, Set.of());
    }

    /** The sessions of a process, and what it knows of revocations. */
    private final class OneTask {
        final ScriptedProvider docs = new ScriptedProvider("docs");
        final Sessions sessions =
                new Sessions(VERTX, store, SessionsConfig::defaults, Task.newId(), path -> List.of(docs));
        final Revocations revocations = new Revocations(VERTX, store, () -> Duration.ofSeconds(10));
        final PersonSessions lists =
                new PersonSessions(store, new PersonIndex(store), revocations, InstantSource.system());

        OneTask() {
            sessions.listIn(lists);
            revocations.onRevoked(sessions::revoke);
        }

        Session open(Person person, String grant) {
            Session session = sessions.create(
                    SessionRecord.newId(),
                    person,
                    "/mcp/docs",
                    SessionTransport.HTTP_SSE,
                    ProtocolVersion.V2025_11_25,
                    ScriptedProvider.json("{\"name\":\"Cursor\",\"version\":\"2.1\"}"),
                    Sessions.nothing());
            session.lastUsedBy(new Principal(person, "client", Scope.all(), grant, ""));
            join(sessions.save(session));
            return session;
        }

        Optional<Session> find(Session session) {
            return join(sessions.find(session.id(), ALICE, null));
        }

        List<PersonSessions.Listed> listed(Person person) {
            return join(lists.of(person.id()));
        }
    }

    /** Counts the writes of people's lists. */
    private record CountingStore(RecordStore store, AtomicInteger lists) implements RecordStore {
        CountingStore(RecordStore store) {
            this(store, new AtomicInteger());
        }

        @Override
        public Future<Optional<StoredRecord>> get(String key) {
            return store.get(key);
        }

        @Override
        public Future<StoredRecord> put(StoredRecord record) {
            if (record.kind().equals("person-index")) {
                lists.incrementAndGet();
            }
            return store.put(record);
        }

        @Override
        public Future<Void> delete(String key) {
            return store.delete(key);
        }

        @Override
        public Future<Void> delete(String key, long expectedVersion) {
            return store.delete(key, expectedVersion);
        }

        @Override
        public Future<Void> close() {
            return store.close();
        }
    }

    private void awaitListed(Person person, int count) {
        await().until(() -> there.listed(person).size() == count);
    }

    @Test
    void aPersonSeesAtAnyTaskWhatIsOpenAndNobodyElseDoes() {
        Session session = here.open(ALICE, "g1");
        awaitListed(ALICE, 1);

        PersonSessions.Listed listed = there.listed(ALICE).getFirst();

        assertThat(listed.client()).isEqualTo("Cursor 2.1");
        assertThat(listed.transport()).isEqualTo(SessionTransport.HTTP_SSE);
        assertThat(listed.path()).as("where the client came in").isEqualTo("/sse/docs");
        assertThat(listed.since()).isEqualTo(session.record().createdAt());
        assertThat(listed.toString()).as("the id is the client's secret").doesNotContain(session.id());
        assertThat(there.listed(MALLORY)).isEmpty();
    }

    @Test
    void aSessionEndsInTheMemoryOfEveryTaskAndInTheStore() {
        Session mine = here.open(ALICE, "g1");
        Session other = here.open(ALICE, "g1");
        awaitListed(ALICE, 2);
        AtomicBoolean streamEnded = new AtomicBoolean();
        mine.onEnd(() -> streamEnded.set(true));

        join(there.lists.end(ALICE.id(), mine.key()));
        assertThat(store.store().get(mine.key()).result()).isEmpty();
        join(here.revocations.poll());

        assertThat(here.sessions.live(mine.id())).isNull();
        assertThat(streamEnded).isTrue();
        assertThat(here.find(mine)).isEmpty();
        assertThat(here.find(other)).isPresent();
        awaitListed(ALICE, 1);
    }

    @Test
    void nobodyEndsASessionThatIsAnothers() {
        Session session = here.open(ALICE, "g1");
        awaitListed(ALICE, 1);

        join(there.lists.end(MALLORY.id(), session.key()));
        join(here.revocations.poll());

        assertThat(here.find(session)).isPresent();
        assertThat(there.find(session)).isPresent();
    }

    @Test
    void withAGrantEndsWhatItOpenedAlsoWhereNobodyHasItInMemory() {
        Session mine = here.open(ALICE, "g1");
        Session other = here.open(ALICE, "g2");
        awaitListed(ALICE, 2);

        join(there.lists.endOf(ALICE.id(), List.of("g1")));

        assertThat(there.find(mine)).isEmpty();
        assertThat(there.find(other)).isPresent();
    }

    @Test
    void ofAPersonWhoIsRevokedNoSessionStaysInTheStore() {
        Session mine = here.open(ALICE, "g1");
        Session others = here.open(MALLORY, "g2");
        awaitListed(ALICE, 1);
        awaitListed(MALLORY, 1);

        join(there.lists.deleteAll(ALICE.id()));

        assertThat(join(store.get(mine.key()))).isEmpty();
        assertThat(join(store.get(others.key()))).isPresent();
    }

    @Test
    void aSessionCostsTheListOneWriteAtItsBeginningAndOneAtItsEnd() {
        Session session = here.open(ALICE, "g1");
        awaitListed(ALICE, 1);
        assertThat(store.lists()).hasValue(1);

        here.sessions.touch(session);
        join(here.sessions.end(session));
        awaitListed(ALICE, 0);

        assertThat(store.lists()).hasValue(2);
    }

    @Test
    void whatIsOverLeavesTheList() {
        Session session = here.open(ALICE, "g1");
        awaitListed(ALICE, 1);
        join(store.delete(session.key()));

        assertThat(there.listed(ALICE)).isEmpty();

        await().until(() -> store.lists().get() == 2);
    }

    @Test
    void ofVeryManySessionsTheNewestAreListed() {
        for (int i = 0; i < 205; i++) {
            here.open(ALICE, "g" + i);
        }

        await().until(() -> there.listed(ALICE).size() == 200);
        assertThat(store.lists().get()).isLessThanOrEqualTo(205);
    }
}
