package dev.mcpgateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedStoreTest extends RecordStoreContract {

    private static final Duration SWEEP = Duration.ofMillis(20);

    @TempDir
    Path temp;

    @Override
    RecordStore open() {
        return await(openAgain());
    }

    private Future<EmbeddedStore> openAgain() {
        return EmbeddedStore.open(vertx, dataDir(), clock, SWEEP, 10_000);
    }

    private Path dataDir() {
        return temp.resolve("state/mcp-gateway");
    }

    private Path file() {
        return dataDir().resolve("records.mv");
    }

    @Test
    void onlyItsOwnerCanReadTheFiles() throws Exception {
        await(store.put(record("a", "1")));

        assertThat(mode(dataDir())).isEqualTo("rwx------");
        try (var files = Files.list(dataDir())) {
            assertThat(files)
                    .containsExactlyInAnyOrder(file(), dataDir().resolve("records.lock"))
                    .allSatisfy(path -> assertThat(mode(path)).isEqualTo("rw-------"));
        }
    }

    @Test
    void recordsAreThereAfterARestart() {
        StoredRecord one = await(store.put(record("one", "1")));
        StoredRecord two = await(store.put(changed(await(store.put(record("two", "1"))), "2")));
        await(store.put(record("gone", "1")));
        await(store.delete("gone"));

        restart();

        assertThat(await(store.get("one"))).contains(one);
        assertThat(await(store.get("two"))).contains(two);
        assertThat(await(store.get("gone"))).isEmpty();
        assertConflict(store.put(changed(one.withVersion(2), "x")), 2);
    }

    @Test
    void expiredRecordsAreErasedFromTheFile() {
        for (int i = 0; i < 1_000; i++) {
            await(store.put(record("short-" + i, "1")));
            if (i == 0) {
                await(store.put(
                        StoredRecord.create("long", "x", "sessions/alice", StoredRecord.NEVER, Buffer.buffer("1"))));
            }
        }
        clock.advance(Duration.ofSeconds(60));

        Awaitility.await().until(() -> recordsOnDisk() == 1);
        assertThat(value("long")).isEqualTo("1");
    }

    /** Counts them in a copy of the file, which may be torn: then there is no answer yet. */
    private long recordsOnDisk() throws IOException {
        Path copy = Files.createTempDirectory(temp, "copy");
        Files.copy(file(), copy.resolve("records.mv"), StandardCopyOption.COPY_ATTRIBUTES);
        try {
            StoreFile opened = StoreFileOpener.open(copy);
            try {
                return opened.size();
            } finally {
                opened.close();
            }
        } catch (StoreException e) {
            return -1;
        }
    }

    @Test
    void aSecondStoreInTheSameProcessIsRefused() {
        assertThatThrownBy(() -> await(openAgain()))
                .isInstanceOf(StoreInUse.class)
                .hasMessageContaining(dataDir() + " is in use by process "
                        + ProcessHandle.current().pid())
                .hasMessageContaining("--data-dir");
        await(store.put(record("a", "1")));
    }

    @Test
    void aStoreThatWasClosedCanBeOpenedAtOnce() {
        for (int i = 0; i < 5; i++) {
            restart();
        }
        await(store.put(record("a", "1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw-rw-rw-"})
    void aFileThatOthersCanReadIsRefused(String mode) throws Exception {
        await(store.close());
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(mode));

        assertThatThrownBy(() -> await(openAgain()))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining(mode)
                .hasMessageContaining("chmod 600 " + file());
    }

    @Test
    void aDataDirectoryThatIsAFileIsRefused() throws Exception {
        Path notADirectory = Files.createFile(temp.resolve("file"));

        assertThatThrownBy(() -> await(EmbeddedStore.open(vertx, notADirectory, clock, SWEEP, 1)))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining(notADirectory + ": exists and is not a directory");
    }

    @Test
    void aStoreThatWasNeverFinishedIsMadeAnew() throws Exception {
        await(store.close());
        Files.move(file(), dataDir().resolve("records.mv.new"));
        Files.write(dataDir().resolve("records.mv.new"), new byte[100]);

        store = open();

        assertThat(await(store.get("a"))).isEmpty();
        assertThat(dataDir().resolve("records.mv.new")).doesNotExist();
    }

    @Test
    void aFileCutAnywhereIsRefusedAndLeftAsItIsUnlessNothingIsMissing() throws Exception {
        byte[] whole = fill();
        for (int blocks = 0; blocks < whole.length / 4096; blocks++) {
            assertRefusedOrComplete(Arrays.copyOf(whole, blocks * 4096));
        }
        assertRefused(Arrays.copyOf(whole, whole.length / 8192 * 4096));

        Files.write(file(), whole);
        store = open();
        assertThat(value("key-0")).hasSize(700);
    }

    @Test
    void aFileOfSomethingElseIsRefusedAndLeftAsItIs() throws Exception {
        byte[] whole = fill();
        assertRefused(new byte[whole.length]);
        assertRefused("SQLite format 3\0 and so on".repeat(1_000).getBytes());
        byte[] behindTheHeader = whole.clone();
        Arrays.fill(behindTheHeader, 8192, whole.length, (byte) 0);
        assertRefused(behindTheHeader);
    }

    @Test
    void aFileOfANewerGatewayIsRefused() throws Exception {
        await(store.close());
        try (MVStore newer = MVStore.open(file().toString())) {
            newer.setStoreVersion(3);
        }

        byte[] content = Files.readAllBytes(file());

        assertThatThrownBy(() -> await(openAgain()))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessage(file() + " was written by a newer gateway, in format 3 where this one reads format 2."
                        + " Update this gateway.");
        assertThat(file()).hasBinaryContent(content);
    }

    @Test
    void aFileOfAnOlderGatewayIsPutAsideAndANewOneBegun() throws Exception {
        await(store.put(record("a", "1")));
        await(store.close());
        try (MVStore older = MVStore.open(file().toString())) {
            older.setStoreVersion(1);
        }
        byte[] content = Files.readAllBytes(file());

        store = open();

        assertThat(await(store.get("a"))).isEmpty();
        assertThat(dataDir().resolve("records.mv.format-1")).hasBinaryContent(content);
    }

    @Test
    void aFileDamagedWhileInUseIsNoticedAndUsedAgainWhenItIsWhole() throws Exception {
        String large = "v".repeat(300_000);
        for (int i = 0; i < 40; i++) {
            await(store.put(StoredRecord.create(
                    "key-" + i, "x", "sessions/alice", StoredRecord.NEVER, Buffer.buffer(large + i))));
        }
        await(store.close());
        byte[] whole = Files.readAllBytes(file());
        store = await(EmbeddedStore.open(vertx, dataDir(), clock, Duration.ofDays(1), 10_000));

        byte[] damaged = whole.clone();
        Arrays.fill(damaged, 8192, whole.length, (byte) 0);
        Files.write(file(), damaged);
        List<Future<?>> reads = IntStream.range(0, 40)
                .<Future<?>>mapToObj(i -> store.get("key-" + i))
                .toList();
        assertThatThrownBy(() -> await(Future.all(reads))).isInstanceOf(StoreCorrupt.class);
        assertThatThrownBy(() -> await(store.put(record("a", "1")))).isInstanceOf(StoreCorrupt.class);
        assertThat(file()).hasBinaryContent(damaged);

        Files.write(file(), whole);
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .ignoreExceptions()
                .until(() -> value("key-7").equals(large + 7));
        assertThat(await(store.put(record("a", "1"))).version()).isEqualTo(1);
    }

    @Test
    void aFileLostWhileInUseIsNotMadeAnew() throws Exception {
        String large = "v".repeat(300_000);
        for (int i = 0; i < 40; i++) {
            await(store.put(
                    StoredRecord.create("key-" + i, "x", "sessions/alice", StoredRecord.NEVER, Buffer.buffer(large))));
        }
        Files.write(file(), new byte[10_000]);
        Files.move(file(), temp.resolve("lost"));

        assertThatThrownBy(() -> await(Future.all(IntStream.range(0, 40)
                        .mapToObj(i -> store.get("key-" + i))
                        .toList())))
                .isInstanceOf(StoreException.class);
        Awaitility.await()
                .untilAsserted(() -> assertThatThrownBy(() -> await(store.get("key-0")))
                        .isInstanceOf(StoreUnavailable.class)
                        .hasMessage("the store cannot be opened: " + file() + ": there is no such file or directory"));
        assertThat(file()).doesNotExist();
    }

    @Test
    void whatDoesNotFitIntoTheQueueIsRefusedAtOnce() {
        await(store.close());
        store = await(EmbeddedStore.open(vertx, dataDir(), clock, SWEEP, 10));

        List<Future<StoredRecord>> puts = IntStream.range(0, 2_000)
                .mapToObj(i -> store.put(record("k" + i, "v")))
                .toList();
        await(Future.join(puts).otherwiseEmpty());

        assertThat(puts).anyMatch(Future::succeeded);
        assertThat(puts.stream().filter(Future::failed).map(Future::cause))
                .isNotEmpty()
                .allSatisfy(cause -> assertThat(cause)
                        .isInstanceOf(StoreUnavailable.class)
                        .hasMessage("the store is overloaded: 10 requests are waiting for the disk"));
        assertThat(IntStream.range(0, 2_000)
                        .filter(i -> await(store.get("k" + i)).isPresent()))
                .hasSize((int) puts.stream().filter(Future::succeeded).count());
    }

    /** Closes the store with 100 records in it and returns the bytes of its file. */
    private byte[] fill() throws IOException {
        for (int i = 0; i < 100; i++) {
            await(store.put(record("key-" + i, "v".repeat(700))));
        }
        await(store.close());
        return Files.readAllBytes(file());
    }

    /** What stands last in the file can be left over from commits that others have replaced. */
    private void assertRefusedOrComplete(byte[] content) throws IOException {
        Files.write(file(), content);
        RecordStore opened;
        try {
            opened = await(openAgain());
        } catch (StoreCorrupt e) {
            assertThat(file()).hasBinaryContent(content);
            return;
        }
        for (int i = 0; i < 100; i++) {
            assertThat(await(opened.get("key-" + i)))
                    .as("a file of %d bytes", content.length)
                    .isPresent();
        }
        await(opened.close());
    }

    private void assertRefused(byte[] content) throws IOException {
        Files.write(file(), content);
        assertThatThrownBy(() -> await(openAgain()))
                .as("a file of %d bytes", content.length)
                .isInstanceOf(StoreCorrupt.class)
                .hasMessageContaining(file() + " is damaged")
                .hasMessageContaining("move it away");
        assertThat(file()).hasBinaryContent(content);
    }

    private void restart() {
        await(store.close());
        store = open();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
