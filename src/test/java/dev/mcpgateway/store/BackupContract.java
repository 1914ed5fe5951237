package dev.mcpgateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpgateway.crypto.LocalKeyWrapper;
import dev.mcpgateway.crypto.ServerKeys;
import dev.mcpgateway.store.backup.BackupHeader;
import dev.mcpgateway.store.backup.BackupReader;
import dev.mcpgateway.store.backup.BackupWriter;
import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a backup and its restore promise, whatever the store. */
abstract class BackupContract {
    static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    static final String ALICE = "grants/alice";
    static final String BOB = "grants/bob";

    final MutableClock clock = new MutableClock(START);
    final Vertx vertx = Vertx.vertx();
    private final ServerKeys secret = ServerKeys.ephemeral();
    private final List<SealedStore> opened = new ArrayList<>();
    private Place place;
    private RecordStore raw;
    private SealedStore store;

    /** Where one store lies. */
    interface Place {
        RecordStore open();

        RestoreTarget target(Instant now);
    }

    /** A place where nothing lies yet. */
    abstract Place newPlace();

    @BeforeEach
    void openStore() {
        place = newPlace();
        open(place);
    }

    @AfterEach
    void close() {
        opened.forEach(each -> await(each.close()));
        await(vertx.close());
    }

    private void open(Place where) {
        raw = where.open();
        store = new SealedStore(vertx, raw, List.of(new LocalKeyWrapper(secret)), clock, Duration.ofMinutes(5), 10_000);
        opened.add(store);
    }

    private void closeStore() {
        await(store.close());
    }

    private void put(String key, String owner, String value) {
        await(store.put(StoredRecord.create(key, "grant", owner, StoredRecord.NEVER, Buffer.buffer(value))));
    }

    private Optional<String> value(String key) {
        return await(store.get(key)).map(record -> record.value().toString());
    }

    private byte[] backup() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BackupWriter writer = new BackupWriter(out, new BackupHeader(clock.instant(), "embedded", "1.2.3"));
        for (StoredRecord record : all()) {
            writer.write(record);
        }
        writer.finish();
        return out.toByteArray();
    }

    private List<StoredRecord> all() {
        List<StoredRecord> all = new ArrayList<>();
        for (RecordPages.Part part : RecordPages.Part.values()) {
            String after = null;
            do {
                RecordPages.Page page = await(((RecordPages) raw).page(part, after));
                all.addAll(page.records());
                after = page.next();
            } while (after != null);
        }
        return all;
    }

    /** Restores and opens again. */
    private Restore restore(byte[] backup, Place where) throws IOException {
        Restore restore = restore(backup, where, Integer.MAX_VALUE);
        open(where);
        return restore;
    }

    /** Restores until that many records were written, and then breaks down. */
    private Restore restore(byte[] backup, Place where, int most) throws IOException {
        Restore restore = new Restore(clock.instant());
        BackupReader.read(new ByteArrayInputStream(backup), restore::planned);
        try (RestoreTarget target = where.target(clock.instant())) {
            target.present(restore::present);
            target.begin();
            int[] written = {0};
            BackupReader.read(new ByteArrayInputStream(backup), record -> {
                if (written[0]++ == most) {
                    throw new IllegalStateException("broken down");
                }
                restore.write(record, target);
            });
            restore.finish(target);
        }
        return restore;
    }

    @Test
    void everythingComesBackAsItWas() throws IOException {
        put("a", ALICE, "1");
        StoredRecord read = await(store.get("a")).orElseThrow();
        await(store.put(read.with(START.plusSeconds(600), Buffer.buffer("2"))));
        put("b", BOB, "3");
        put("c", StoredRecord.GATEWAY, "4");
        Map<String, StoredRecord> before = byKey(all());
        byte[] backup = backup();
        closeStore();

        Restore restore = restore(backup, newPlace());

        assertThat(restore.written()).isEqualTo(3);
        assertThat(byKey(all())).isEqualTo(before);
        assertThat(value("a")).contains("2");
        assertThat(value("b")).contains("3");
        assertThat(value("c")).contains("4");
        StoredRecord again = await(store.get("a")).orElseThrow();
        assertThat(again.version()).isEqualTo(2);
        assertThat(await(store.put(again.with(again.expiresAt(), Buffer.buffer("5"))))
                        .version())
                .isEqualTo(3);
    }

    private static Map<String, StoredRecord> byKey(List<StoredRecord> records) {
        Map<String, StoredRecord> byKey = new TreeMap<>();
        records.forEach(record ->
                assertThat(byKey.put(record.key(), record)).as("twice").isNull());
        return byKey;
    }

    @Test
    void aStoreThatIsLargerThanAPageIsCopiedWhole() throws IOException {
        byte[] large = new byte[300 * 1024];
        for (int i = 0; i < 10; i++) {
            await(store.put(StoredRecord.create("l" + i, "grant", ALICE, StoredRecord.NEVER, Buffer.buffer(large))));
        }
        List<Future<StoredRecord>> puts = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            puts.add(store.put(StoredRecord.create(
                    "k" + i, "grant", "grants/" + i % 3, StoredRecord.NEVER, Buffer.buffer("v" + i))));
        }
        await(Future.all(puts));
        byte[] backup = backup();
        closeStore();

        Restore restore = restore(backup, newPlace());

        assertThat(restore.written()).isEqualTo(610);
        assertThat(all()).hasSize(610 + 4);
        assertThat(value("k599")).contains("v599");
        assertThat(await(store.get("l9")).orElseThrow().value().length()).isEqualTo(large.length);
    }

    @Test
    void whatExpiredIsLeftOutOfTheBackupAndOfTheRestore() throws IOException {
        await(store.put(StoredRecord.create("a", "grant", ALICE, START.plusSeconds(10), Buffer.buffer("1"))));
        await(store.put(StoredRecord.create("b", "grant", ALICE, START.plusSeconds(60), Buffer.buffer("2"))));
        await(store.put(StoredRecord.create("c", "grant", ALICE, START.plusSeconds(99), Buffer.buffer("3"))));
        clock.advance(Duration.ofSeconds(10));
        byte[] backup = backup();
        closeStore();
        assertThat(keys(backup)).contains("b", "c").doesNotContain("a");
        clock.advance(Duration.ofSeconds(50));

        Restore restore = restore(backup, newPlace());

        assertThat(restore.expired()).isEqualTo(1);
        assertThat(value("b")).isEmpty();
        assertThat(value("c")).contains("3");
    }

    private static List<String> keys(byte[] backup) throws IOException {
        List<String> keys = new ArrayList<>();
        BackupReader.read(new ByteArrayInputStream(backup), record -> keys.add(record.key()));
        return keys;
    }

    @Test
    @Attack(WayIn.SECRET_SHOWN)
    void nothingThatIsSealedCanBeReadInABackup() throws IOException {
        String canary = "canary-71c2";
        put("a", ALICE, canary);
        put("b", StoredRecord.GATEWAY, canary);

        String text = new String(backup(), StandardCharsets.ISO_8859_1);

        assertThat(text).doesNotContain(canary);
        assertThat(keys(text.getBytes(StandardCharsets.ISO_8859_1))).contains("a", "b");
        text.lines()
                .filter(line -> line.contains("\"value\""))
                .map(line -> Base64.getDecoder().decode(new JsonObject(line).getString("value")))
                .forEach(value -> assertThat(new String(value, StandardCharsets.ISO_8859_1))
                        .doesNotContain(canary));
    }

    @Test
    void whoeverWasShreddedSinceStaysSoInTheSameStore() throws IOException {
        put("a", ALICE, "1");
        put("b", BOB, "2");
        byte[] backup = backup();
        await(store.shred(ALICE));
        closeStore();

        Restore restore = restore(backup, place);

        assertThat(restore.shredded()).isEqualTo(1);
        assertThat(value("a")).isEmpty();
        assertThat(value("b")).contains("2");
        assertThat(all()).extracting(StoredRecord::key).doesNotContain("a");
        put("a", ALICE, "after");
        assertThat(value("a")).contains("after");
    }

    @Test
    void whoeverWasShreddedStaysSoAlsoIfAnotherRestoreFollows() throws IOException {
        put("a", ALICE, "1");
        byte[] backup = backup();
        await(store.shred(ALICE));
        closeStore();
        restore(backup, place);
        closeStore();

        restore(backup, place);

        assertThat(value("a")).isEmpty();
        assertThat(all())
                .filteredOn(StoredKeys::isOne)
                .allSatisfy(keys -> assertThat(StoredKeys.schemes(keys))
                        .as("no wrapped key of hers is back")
                        .isEmpty());
    }

    @Test
    void whoeverWasShreddedStaysSoThoughTheBackupKnowsNothingOfThem() throws IOException {
        put("b", BOB, "2");
        byte[] withoutAlice = backup();
        put("a", ALICE, "1");
        byte[] withAlice = backup();
        await(store.shred(ALICE));
        closeStore();
        restore(withoutAlice, place);
        closeStore();

        restore(withAlice, place);

        assertThat(value("a")).isEmpty();
        assertThat(value("b")).contains("2");
    }

    @Test
    void whatWasShreddedBeforeTheBackupStaysSoInAnEmptyStoreToo() throws IOException {
        put("a", ALICE, "1");
        byte[] before = backup();
        await(store.shred(ALICE));
        put("a2", ALICE, "new");
        byte[] after = backup();
        closeStore();
        Place other = newPlace();

        restore(after, other);

        assertThat(value("a")).isEmpty();
        assertThat(value("a2")).contains("new");
        closeStore();
        restore(before, other);
        assertThat(value("a"))
                .as("the empty store has learned it from the newer backup")
                .isEmpty();
    }

    @Test
    void aRestoreTakesThePlaceOfWhatWasThere() throws IOException {
        put("a", ALICE, "1");
        byte[] backup = backup();
        put("b", BOB, "2");
        StoredRecord read = await(store.get("a")).orElseThrow();
        await(store.put(read.with(read.expiresAt(), Buffer.buffer("changed"))));
        closeStore();

        restore(backup, place);

        assertThat(value("a")).contains("1");
        assertThat(value("b")).isEmpty();
        assertThat(all()).hasSize(2);
    }

    @Test
    void aRestoreThatBrokeDownCanBeRepeated() throws IOException {
        for (int i = 0; i < 60; i++) {
            put("k" + i, ALICE, "v" + i);
        }
        byte[] backup = backup();
        await(store.shred(BOB));
        put("later", BOB, "x");
        await(store.shred(BOB));
        closeStore();
        assertThatThrownBy(() -> restore(backup, place, 40)).hasMessage("broken down");
        open(place);
        afterBreakdown(all());
        closeStore();

        Restore restore = restore(backup, place);

        assertThat(restore.written()).isEqualTo(60);
        assertThat(value("k59")).contains("v59");
        assertThat(value("later")).isEmpty();
        assertThat(all())
                .as("60 records, the keys of alice and what is left of bob's")
                .hasSize(62);
    }

    /** What is in the store after a restore of 60 records broke down, where there were 61 before. */
    abstract void afterBreakdown(List<StoredRecord> found);

    static <T> T await(Future<T> future) {
        try {
            return future.await(30, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within 30 s", e);
        }
    }
}
