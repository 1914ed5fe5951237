package dev.mcpgateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link RecordStore} promises. An implementation's test extends this and says how to open one. */
abstract class RecordStoreContract {

    static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    final MutableClock clock = new MutableClock(START);
    final Vertx vertx = Vertx.vertx();
    RecordStore store;

    abstract RecordStore open() throws Exception;

    /** How many write one record at once; a multiple of 4. */
    int writers() {
        return 1_000;
    }

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() {
        await(store.close());
        await(vertx.close());
    }

    @Test
    void aRecordComesBackAsItWasPut() {
        StoredRecord put = await(store.put(record("mcp-session/a", "one")));

        assertThat(put.version()).isEqualTo(1);
        assertThat(await(store.get("mcp-session/a"))).contains(put);
        assertThat(put.value()).isEqualTo(Buffer.buffer("one"));
        assertThat(put.expiresAt()).isEqualTo(START.plusSeconds(60));
        assertThat(put.kind()).isEqualTo("mcp-session");
        assertThat(put.owner()).isEqualTo("sessions/alice");
    }

    @Test
    void keysAndValuesMayBeAnyTextAndBytes() {
        byte[] bytes = new byte[StoredRecord.MAX_VALUE_BYTES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        StoredRecord odd = StoredRecord.create(
                "mcp-session/ä😀\u0000", "x-1", "sessions/alice", StoredRecord.NEVER, Buffer.buffer(bytes));

        await(store.put(odd));

        assertThat(await(store.get(odd.key()))).hasValueSatisfying(found -> {
            assertThat(found.value().getBytes()).isEqualTo(bytes);
            assertThat(found.expiresAt()).isEqualTo(StoredRecord.NEVER);
        });
        await(store.put(StoredRecord.create("empty", "x", "sessions/alice", StoredRecord.NEVER, Buffer.buffer())));
        assertThat(await(store.get("empty")))
                .hasValueSatisfying(found -> assertThat(found.value().length()).isZero());
    }

    @Test
    void anOwnerMayBeAnyTextAndStaysWithTheRecord() {
        String owner = "grants/https://issuer.example|ä😀" + "x".repeat(900);
        StoredRecord put =
                await(store.put(StoredRecord.create("owned", "x", owner, StoredRecord.NEVER, Buffer.buffer("1"))));
        await(store.put(changed(put, "2")));

        assertThat(await(store.get("owned"))).map(StoredRecord::owner).contains(owner);
        assertThat(value("owned")).isEqualTo("2");
    }

    @Test
    void aKeyThatWasNeverPutIsEmpty() {
        assertThat(await(store.get("mcp-session/unknown"))).isEmpty();
    }

    @Test
    void aNewRecordMustNotExist() {
        await(store.put(record("a", "first")));

        assertConflict(store.put(record("a", "second")), 0);
        assertThat(value("a")).isEqualTo("first");
    }

    @Test
    void aWriterWhoReadAnOlderVersionLoses() {
        StoredRecord read = await(store.put(record("a", "1")));
        await(store.put(changed(read, "2")));

        assertConflict(store.put(changed(read, "3")), 1);
        assertThat(value("a")).isEqualTo("2");
        assertThat(await(store.get("a"))).map(StoredRecord::version).contains(2L);
    }

    @Test
    void anUpdateOfWhatIsNotThereConflicts() {
        assertConflict(
                store.put(new StoredRecord("a", "x", "sessions/alice", 3, START.plusSeconds(60), Buffer.buffer("1"))),
                3);
        assertThat(await(store.get("a"))).isEmpty();
    }

    @Test
    void aDeletedRecordIsGoneAndCanBeCreatedAgain() {
        await(store.put(record("a", "1")));

        await(store.delete("a"));

        assertThat(await(store.get("a"))).isEmpty();
        assertThat(await(store.put(record("a", "2"))).version()).isEqualTo(1);
    }

    @Test
    void deletingWhatIsNotThereSucceedsUnlessAVersionIsExpected() {
        await(store.delete("a"));

        assertConflict(store.delete("a", 1), 1);
    }

    @Test
    void aDeleteThatExpectsAVersionLeavesAnother() {
        StoredRecord read = await(store.put(record("a", "1")));
        await(store.put(changed(read, "2")));

        assertConflict(store.delete("a", 1), 1);
        assertThat(value("a")).isEqualTo("2");
        await(store.delete("a", 2));
        assertThat(await(store.get("a"))).isEmpty();
    }

    @Test
    void aRecordExistsUntilTheMomentItExpires() {
        await(store.put(record("a", "1")));

        clock.advance(Duration.ofSeconds(60).minusMillis(1));
        assertThat(await(store.get("a"))).isPresent();
        clock.advance(Duration.ofMillis(1));
        assertThat(await(store.get("a"))).isEmpty();
    }

    @Test
    void anExpiredRecordCountsAsNone() {
        StoredRecord read = await(store.put(record("a", "1")));
        clock.advance(Duration.ofSeconds(60));

        assertConflict(store.put(changed(read, "2")), 1);
        assertConflict(store.delete("a", 1), 1);
        assertThat(await(store.put(StoredRecord.create(
                                "a", "x", "sessions/alice", StoredRecord.NEVER, Buffer.buffer("3"))))
                        .version())
                .isEqualTo(1);
        assertThat(value("a")).isEqualTo("3");
    }

    @Test
    void aPutMovesTheExpiry() {
        StoredRecord read = await(store.put(record("a", "1")));
        await(store.put(read.with(START.plusSeconds(600), read.value())));

        clock.advance(Duration.ofSeconds(599));
        assertThat(value("a")).isEqualTo("1");
        clock.advance(Duration.ofSeconds(1));
        assertThat(await(store.get("a"))).isEmpty();
    }

    @Test
    void ofAThousandWritersOfOneVersionOneWinsEachRound() {
        StoredRecord read = record("contended", "0");
        for (int round = 1; round <= 5; round++) {
            List<Future<StoredRecord>> writers = race(writers(), read);

            List<StoredRecord> winners = writers.stream()
                    .filter(Future::succeeded)
                    .map(Future::result)
                    .toList();
            assertThat(winners).hasSize(1);
            assertThat(writers.stream().filter(Future::failed).map(Future::cause))
                    .hasSize(writers() - 1)
                    .allSatisfy(cause -> assertThat(cause).isInstanceOf(VersionConflict.class));
            read = winners.getFirst();
            assertThat(read.version()).isEqualTo(round);
            assertThat(await(store.get("contended"))).contains(read);
        }
    }

    @Test
    void writersOfDifferentKeysDoNotDisturbEachOther() {
        List<Future<StoredRecord>> puts = IntStream.range(0, writers())
                .mapToObj(i -> store.put(record("k" + i, "v" + i)))
                .toList();
        await(Future.all(puts));

        List<Integer> wrong = IntStream.range(0, writers())
                .filter(i -> !value("k" + i).equals("v" + i))
                .boxed()
                .toList();
        assertThat(wrong).isEmpty();
    }

    @Test
    void anAnswerComesOnTheCallersContext() {
        Context caller = vertx.getOrCreateContext();
        Promise<List<Context>> answered = Promise.promise();

        caller.runOnContext(_ -> {
            List<Context> seen = new ArrayList<>();
            store.put(record("a", "1"))
                    .onComplete(_ -> seen.add(Vertx.currentContext()))
                    .compose(_ -> store.put(record("a", "1")))
                    .transform(_ -> {
                        seen.add(Vertx.currentContext());
                        return store.get("a");
                    })
                    .onComplete(_ -> {
                        seen.add(Vertx.currentContext());
                        answered.complete(seen);
                    });
        });

        assertThat(await(answered.future())).containsExactly(caller, caller, caller);
    }

    @Test
    void aCloseWithWorkInFlightAnswersAllOfIt() {
        List<Future<StoredRecord>> puts = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            puts.add(store.put(record("k" + i, "v")));
        }
        Future<Void> closed = store.close();
        Future<StoredRecord> late = store.put(record("late", "v"));

        await(closed);
        await(Future.all(puts));
        assertUnavailable(late);
    }

    @Test
    void aClosedStoreRefusesEverythingAndClosesAgain() {
        await(store.close());

        assertUnavailable(store.get("a"));
        assertUnavailable(store.put(record("a", "1")));
        assertUnavailable(store.delete("a"));
        assertUnavailable(store.delete("a", 1));
        await(store.close());
    }

    /** Starts that many puts of one version from several threads at once, and waits until each has its answer. */
    private List<Future<StoredRecord>> race(int writers, StoredRecord read) {
        int threads = 4;
        List<Future<StoredRecord>> puts = IntStream.range(0, threads)
                .parallel()
                .boxed()
                .flatMap(thread -> IntStream.range(0, writers / threads)
                        .mapToObj(i -> store.put(changed(read, "written by " + thread + "/" + i))))
                .toList();
        await(Future.join(puts).otherwiseEmpty());
        return puts;
    }

    StoredRecord record(String key, String value) {
        return StoredRecord.create(
                key, "mcp-session", "sessions/alice", clock.instant().plusSeconds(60), Buffer.buffer(value));
    }

    static StoredRecord changed(StoredRecord read, String value) {
        return read.with(read.expiresAt(), Buffer.buffer(value));
    }

    String value(String key) {
        return await(store.get(key)).orElseThrow().value().toString();
    }

    static void assertConflict(Future<?> write, long expectedVersion) {
        assertThatThrownBy(() -> await(write))
                .asInstanceOf(throwable(VersionConflict.class))
                .satisfies(conflict -> assertThat(conflict.expectedVersion()).isEqualTo(expectedVersion));
    }

    static void assertUnavailable(Future<?> operation) {
        assertThatThrownBy(() -> await(operation))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("closed");
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(20, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("no answer within 20 s", e);
        }
    }
}
