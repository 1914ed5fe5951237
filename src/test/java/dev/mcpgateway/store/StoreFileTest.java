package dev.mcpgateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFileTest {

    private static final Instant SOON = Instant.parse("2026-11-21T10:00:00Z");
    private static final String VALUE = "v".repeat(700);

    @TempDir
    Path dataDir;

    private StoreFile file;

    @BeforeEach
    void open() {
        file = StoreFileOpener.openOrCreate(dataDir);
    }

    @Test
    void afterAHundredThousandRecordsTheFileIsAsSmallAsBefore() throws Exception {
        put("first", 1);
        file.erase(file.read("first"));
        file.commit();
        compactAll();
        long before = size();

        for (int i = 0; i < 100_000; i++) {
            put("key-" + i, 1);
            commitEvery(256, i);
        }
        file.commit();
        assertThat(size()).isGreaterThan(70_000_000);
        for (int i = 0; i < 100_000; i += 2) {
            file.erase(file.read("key-" + i));
            commitEvery(256, i / 2);
        }
        file.commit();
        while (file.eraseExpired(SOON, 256) > 0) {
            file.commit();
        }
        compactAll();

        assertThat(file.size()).isZero();
        assertThat(size()).isEqualTo(before);
        file.close();
        assertThat(size()).isEqualTo(before);
    }

    @Test
    void changesWithoutEndDoNotLetTheFileGrowWithoutEnd() throws Exception {
        int records = 2_000;
        long live = records * (VALUE.length() + 100L);
        Random random = new Random(1);
        for (int i = 0; i < 60_000; i++) {
            put("key-" + random.nextInt(records), i);
            commitEvery(50, i);
        }

        // Without compaction it is more than 100 times as large.
        assertThat(size()).isLessThan(15 * live);
        compactAll();
        assertThat(size()).isLessThan(4 * live);
    }

    @Test
    void compactionLeavesAFileAloneThatNobodyChanged() {
        put("key", 1);
        file.commit();
        assertThat(file.beginCompaction()).isTrue();
        compactAll();

        assertThat(file.beginCompaction()).isFalse();
        file.commit();
        assertThat(file.beginCompaction()).isFalse();
        put("other", 1);
        file.commit();
        assertThat(file.beginCompaction()).isTrue();
    }

    @Test
    void whatWasNotCommittedIsNotThere() {
        put("kept", 1);
        file.commit();
        put("dropped", 1);
        file.erase(file.read("kept"));

        file.abandon();
        open();

        assertThat(file.read("kept")).isNotNull();
        assertThat(file.read("dropped")).isNull();
    }

    @Test
    void onlyWhatExpiredIsErasedAndTheOldestFirst() {
        for (int i = 0; i < 10; i++) {
            file.write(null, record("key-" + i, SOON.plusMillis(i), VALUE));
        }
        file.write(null, record("never", StoredRecord.NEVER, VALUE));

        assertThat(file.eraseExpired(SOON.minusMillis(1), 100)).isZero();
        assertThat(file.eraseExpired(SOON.plusMillis(4), 3)).isEqualTo(3);
        assertThat(file.read("key-2")).isNull();
        assertThat(file.read("key-3")).isNotNull();
        assertThat(file.eraseExpired(SOON.plusMillis(4), 100)).isEqualTo(2);
        assertThat(file.eraseExpired(StoredRecord.NEVER, 100)).isEqualTo(6);
        assertThat(file.size()).isZero();
    }

    @Test
    void noChangedByteIsEverReadAsARecord() throws Exception {
        for (int i = 0; i < 20; i++) {
            put("key-" + i, i);
        }
        file.commit();
        compactAll();
        file.close();
        Path path = dataDir.resolve("records.mv");
        byte[] whole = Files.readAllBytes(path);
        int refused = 0;
        for (int at = 0; at < whole.length; at += 61) {
            byte[] changed = whole.clone();
            changed[at] ^= 0x15;
            Files.write(path, changed);
            try {
                open();
            } catch (StoreCorrupt e) {
                refused++;
                continue;
            }
            // The byte was in space that is not in use, or there is a second copy of it.
            for (int i = 0; i < 20; i++) {
                assertThat(file.read("key-" + i))
                        .as("key-%d with byte %d changed", i, at)
                        .isEqualTo(record("key-" + i, SOON, VALUE + i));
            }
            file.abandon();
        }
        assertThat(refused).isGreaterThan(20 * VALUE.length() / 61);
    }

    private void put(String key, int number) {
        file.write(file.read(key), record(key, SOON, VALUE + number));
    }

    private static StoredRecord record(String key, Instant expiresAt, String value) {
        return StoredRecord.create(key, "x", "sessions/alice", expiresAt, Buffer.buffer(value));
    }

    private void commitEvery(int records, int i) {
        if (i % records == records - 1) {
            file.commit();
            file.keepUp();
        }
    }

    private void compactAll() {
        file.beginCompaction();
        while (file.compact()) {
            // Step by step.
        }
    }

    private long size() throws IOException {
        return Files.size(dataDir.resolve("records.mv"));
    }
}
