package dev.mcpgateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left after the process that wrote has come to a bad end. */
class EmbeddedStoreCrashTest {

    @TempDir
    Path dataDir;

    @TempDir
    Path outputs;

    private Path output;

    private final Vertx vertx = Vertx.vertx();

    @BeforeEach
    void nameOutput() {
        output = outputs.resolve("acknowledged");
    }

    @AfterEach
    void closeVertx() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @RepeatedTest(5)
    void everyAcknowledgedChangeIsThereAfterAKill() throws Exception {
        Process writer = WriterProcess.start(dataDir, output);
        waitForOutput(50_000);
        writer.destroyForcibly().waitFor();

        assertNothingLost();
    }

    @Test
    void everyAcknowledgedChangeIsThereWhenTheDiskIsFull() throws Exception {
        Process writer = WriterProcess.startWithFileLimit(500, dataDir, output);

        assertThat(writer.waitFor()).isEqualTo(1);
        assertThat(Files.readAllLines(output).getLast())
                .startsWith("failed dev.mcpgateway.store.StoreUnavailable: " + dataDir.resolve("records.mv")
                        + " cannot be read or written: Writing to");
        assertNothingLost();
    }

    @Test
    void aStoreThatAnotherProcessHasOpenIsRefusedUntilThatEnds() throws Exception {
        Process writer = WriterProcess.start(dataDir, output);
        try {
            waitForOutput(1);

            assertThatThrownBy(this::open)
                    .isInstanceOf(StoreInUse.class)
                    .hasMessage(dataDir + " is in use by process " + writer.pid() + ". Stop that gateway, or give this"
                            + " one a directory of its own with --data-dir (DATA_DIR, store.dataDir).");
        } finally {
            writer.destroyForcibly().waitFor();
        }

        open().close().await(20, TimeUnit.SECONDS);
    }

    private void waitForOutput(long bytes) {
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> Files.size(output) >= bytes);
    }

    private void assertNothingLost() throws Exception {
        int[] acknowledged = WriterProcess.acknowledged(output);
        RecordStore store = open();
        List<String> lost = new ArrayList<>();
        for (int record = 0; record < acknowledged.length; record++) {
            int last = acknowledged[record];
            Buffer found = store.get(WriterProcess.key(record))
                    .await(20, TimeUnit.SECONDS)
                    .map(StoredRecord::value)
                    .orElse(null);
            // The change after the last acknowledged one may have been written too.
            if (!isStateAfter(record, last, found) && !isStateAfter(record, last + 1, found)) {
                lost.add(record + " after change " + last + " has " + found);
            }
        }
        store.close().await(20, TimeUnit.SECONDS);
        assertThat(lost).isEmpty();
    }

    private static boolean isStateAfter(int record, int number, Buffer found) {
        return number == 0 || WriterProcess.isDelete(number)
                ? found == null
                : WriterProcess.value(record, number).equals(found);
    }

    private RecordStore open() throws Exception {
        return EmbeddedStore.open(vertx, dataDir, InstantSource.system(), Duration.ofMinutes(1), 10_000)
                .await(20, TimeUnit.SECONDS);
    }
}
