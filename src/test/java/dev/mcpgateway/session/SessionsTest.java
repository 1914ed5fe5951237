package dev.mcpgateway.session;

import static dev.mcpgateway.testing.RunningGateway.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.config.SessionsConfig;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.peer.Task;
import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.ProtocolVersion;
import dev.mcpgateway.provider.UpstreamState;
import dev.mcpgateway.store.MemoryStore;
import dev.mcpgateway.store.RecordStore;
import dev.mcpgateway.store.StoredRecord;
import dev.mcpgateway.testing.ScriptedProvider;
import dev.mcpgateway.testing.SwitchedStore;
import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Sessions of two processes over one store. */
class SessionsTest {
    private static final Person ALICE = new Person("https://idp.example.com", "alice", null, null, Set.of());
    private static final Person MALLORY = new Person("https://idp.example.com", "mallory", null, null, Set.of());

    private static final Vertx VERTX = Vertx.vertx();

    private final CountingStore store =
            new CountingStore(new MemoryStore(VERTX, InstantSource.system(), Duration.ofHours(1)));
    private final ScriptedProvider docs = new ScriptedProvider("docs");
    private Duration idle = Duration.ofHours(1);
    private Duration touch = Duration.ofMinutes(1);
    private Duration fresh = Duration.ZERO;
    private final Sessions here = sessions();
    private final Sessions there = sessions();

    @AfterAll
    static void close() {
        VERTX.close();
    }

    private Sessions sessions() {
        return new Sessions(
                VERTX,
                store,
                () -> new SessionsConfig(idle, 10, 32, touch, Duration.ofMinutes(1), fresh, Duration.ofMinutes(15)),
                Task.newId(),
                path -> List.of(docs));
    }

    /** Takes its time for each write, and counts them. */
    private record CountingStore(RecordStore store, AtomicInteger puts) implements RecordStore {
        CountingStore(RecordStore store) {
            this(store, new AtomicInteger());
        }

        @Override
        public Future<Optional<StoredRecord>> get(String key) {
            return store.get(key);
        }

        @Override
        public Future<StoredRecord> put(StoredRecord record) {
            puts.incrementAndGet();
            return VERTX.timer(2, TimeUnit.MILLISECONDS).compose(now -> store.put(record));
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

    private Session saved() {
        Session session = here.create(
                SessionRecord.newId(),
                ALICE,
                "/mcp",
                SessionTransport.STREAMABLE_HTTP,
                ProtocolVersion.V2025_06_18,
                ScriptedProvider.json("{\"name\":\"t\"}"),
                ScriptedProvider.json("{\"sampling\":{}}"));
        join(here.save(session));
        return session;
    }

    private Session elsewhere(Session session) {
        return join(there.find(session.id(), ALICE, "/mcp")).orElseThrow();
    }

    @Test
    void anotherProcessGoesOnWithTheSession() {
        Session session = saved();
        UpstreamState state = new UpstreamState("up", "2025-11-25", Set.of("doc://1"));
        join(session.logLevel("debug"));
        join(session.remember("docs", state));

        Session other = elsewhere(session);

        assertThat(other.version()).isEqualTo(ProtocolVersion.V2025_06_18);
        assertThat(other.capabilities()).hasToString("{\"sampling\":{}}");
        assertThat(other.logLevel()).isEqualTo("debug");
        assertThat(other.upstream("docs")).isEqualTo(state);
        assertThat(other.key()).isEqualTo(session.key());
    }

    @Test
    void aSessionInMemoryGoesOnWithoutTheStoreForItsTimeAndNoLonger() {
        SwitchedStore switched = new SwitchedStore(store);
        Sessions task = new Sessions(
                VERTX,
                switched,
                () -> new SessionsConfig(
                        idle, 10, 32, touch, Duration.ofMinutes(1), Duration.ZERO, Duration.ofSeconds(2)),
                Task.newId(),
                path -> List.of(docs));
        Session session = saved();
        assertThat(join(task.find(session.id(), ALICE, "/mcp"))).isPresent();

        switched.down = true;
        task.touch(task.live(session.id()));

        assertThat(task.cached(session.id(), ALICE, "/mcp")).isNotNull();
        await().until(() -> task.cached(session.id(), ALICE, "/mcp") == null);
        assertThatThrownBy(() -> join(task.find(session.id(), ALICE, "/mcp"))).hasMessageContaining("switched off");
        switched.down = false;
        assertThat(join(task.find(session.id(), ALICE, "/mcp"))).isPresent();
        assertThat(task.cached(session.id(), ALICE, "/mcp")).isNotNull();
    }

    @Test
    void changesOfTwoProcessesMerge() {
        Session session = saved();
        Session other = elsewhere(session);
        join(other.logLevel("error"));
        join(session.remember("docs", new UpstreamState("up", "2025-11-25", Set.of())));

        assertThat(session.logLevel()).isEqualTo("error");
        Session third = join(sessions().find(session.id(), ALICE, "/mcp")).orElseThrow();
        assertThat(third.logLevel()).isEqualTo("error");
        assertThat(third.upstream("docs")).isNotNull();
        join(session.remember("docs", null));
        assertThat(session.upstream("docs")).isNull();
    }

    @Test
    void changesThatGatherAreWrittenTogether() {
        Session session = saved();
        store.puts().set(0);
        for (int i = 0; i < 20; i++) {
            session.logLevel("level-" + i);
        }
        join(session.logLevel("last"));

        assertThat(store.puts()).hasValueLessThanOrEqualTo(3);
        assertThat(join(sessions().find(session.id(), ALICE, "/mcp"))
                        .orElseThrow()
                        .logLevel())
                .isEqualTo("last");
    }

    @Test
    @Attack(WayIn.SESSION_OF_ANOTHER)
    void aSessionIsNobodyElsesAndAtNoOtherAddress() {
        Session session = saved();
        assertThat(join(here.find(session.id(), MALLORY, "/mcp"))).isEmpty();
        assertThat(join(there.find(session.id(), MALLORY, null))).isEmpty();
        assertThat(join(here.find(session.id(), ALICE, "/mcp/docs"))).isEmpty();
        assertThat(here.cached(session.id(), MALLORY, "/mcp")).isNull();
        assertThat(join(here.find(session.id(), ALICE, null))).isPresent();
    }

    @Test
    void theLastUseIsWrittenAtMostOnceInAnInterval() {
        Session session = saved();
        store.puts().set(0);
        here.touch(session);
        here.touch(session);
        assertThat(store.puts()).hasValue(0);

        touch = Duration.ZERO;
        here.touch(session);
        await().untilAsserted(() -> assertThat(store.puts()).hasValue(1));
    }

    @Test
    void idleSessionsExpireAndAreReleasedUnlessTheyAreInUse() {
        Session session = saved();
        idle = Duration.ofMillis(-1_000);
        session.enter();
        join(here.sweep());
        assertThat(here.size()).isEqualTo(1);

        session.leave();
        join(here.sweep());
        assertThat(here.size()).isZero();
        assertThat(docs.released).containsExactly(session);
        assertThat(join(store.get(session.key()))).isEmpty();
    }

    @Test
    void whatAnotherProcessUsesIsForgottenHereAndEndedNowhere() {
        Session session = saved();
        Session other = elsewhere(session);
        Instant later = Instant.now().plusSeconds(60);
        join(other.writer().change(record -> record.withLastSeen(later)));
        idle = Duration.ofMillis(-30_000);

        join(here.sweep());

        assertThat(here.size()).isZero();
        assertThat(docs.released).isEmpty();
        assertThat(join(store.get(session.key()))).isPresent();
    }

    @Test
    void aSessionThatAnotherProcessEndedIsNoticedByTheNextWrite() {
        Session session = saved();
        join(there.end(elsewhere(session)));

        assertThatThrownBy(() -> join(session.logLevel("debug")))
                .isInstanceOfSatisfying(
                        McpError.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.SESSION_LOST));
        touch = Duration.ZERO;
        here.touch(session);
        await().until(() -> here.size() == 0);
        assertThat(join(here.find(session.id(), ALICE, "/mcp"))).isEmpty();
    }

    @Test
    void aSessionThatCannotBeStoredIsNotThereAndItsUpstreamsAreReleased() {
        join(store.close());
        Session session = here.create(
                SessionRecord.newId(),
                ALICE,
                "/mcp",
                SessionTransport.STREAMABLE_HTTP,
                ProtocolVersion.V2025_11_25,
                Sessions.nothing(),
                Sessions.nothing());

        assertThatThrownBy(() -> join(here.save(session))).hasMessageContaining("closed");
        assertThat(here.size()).isZero();
        assertThat(docs.released).containsExactly(session);
    }

    @Test
    void everyCallerIsCalledBackOnItsOwnEventLoop() throws Exception {
        Session session = saved();
        List<CompletableFuture<Boolean>> same = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            CompletableFuture<Boolean> answered = new CompletableFuture<>();
            same.add(answered);
            join(VERTX.deployVerticle(new VerticleBase() {
                @Override
                public Future<?> start() {
                    Thread mine = Thread.currentThread();
                    there.find(session.id(), ALICE, "/mcp")
                            .compose(found -> found.orElseThrow().logLevel("info"))
                            .onComplete(done -> answered.complete(done.succeeded() && Thread.currentThread() == mine));
                    return Future.succeededFuture();
                }
            }));
        }
        for (CompletableFuture<Boolean> answered : same) {
            assertThat(answered.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void moreSessionsThanTheLimitAreRefused() {
        for (int i = 0; i < 10; i++) {
            saved();
        }
        assertThatThrownBy(this::saved)
                .isInstanceOfSatisfying(
                        McpError.class, error -> assertThat(error.httpStatus()).isEqualTo(429));
    }
}
