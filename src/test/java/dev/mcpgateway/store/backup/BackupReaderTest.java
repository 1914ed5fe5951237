package dev.mcpgateway.store.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpgateway.store.StoredRecord;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A backup is whole, or it is not used. */
class BackupReaderTest {
    private static final Instant MADE = Instant.parse("2026-11-21T10:00:00Z");

    private byte[] whole;

    @BeforeEach
    void write() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BackupWriter writer = new BackupWriter(out, new BackupHeader(MADE, "embedded", "1.2.3"));
        for (int i = 0; i < 5; i++) {
            writer.write(record(i));
        }
        writer.finish();
        whole = out.toByteArray();
    }

    private static StoredRecord record(int i) {
        return new StoredRecord(
                "key/ä😀" + i,
                i < 3 ? "grant" : "token",
                "grants/alice",
                i + 1,
                MADE.plusMillis(i),
                Buffer.buffer("value " + i));
    }

    private static BackupReader.Checked read(byte[] bytes, List<StoredRecord> into) throws IOException {
        return BackupReader.read(new ByteArrayInputStream(bytes), into::add);
    }

    private static void assertDamaged(byte[] bytes, String why) {
        assertThatThrownBy(() -> read(bytes, new ArrayList<>()))
                .isInstanceOf(BackupDamaged.class)
                .hasMessageContaining(why);
    }

    private List<String> lines() {
        return new ArrayList<>(new String(whole, StandardCharsets.UTF_8).lines().toList());
    }

    private static byte[] bytes(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aWholeBackupHasItsRecordsAndSaysWhatItIs() throws IOException {
        List<StoredRecord> records = new ArrayList<>();

        BackupReader.Checked checked = read(whole, records);

        assertThat(records).containsExactly(record(0), record(1), record(2), record(3), record(4));
        assertThat(checked.header()).isEqualTo(new BackupHeader(MADE, "embedded", "1.2.3"));
        assertThat(checked.manifest().records()).isEqualTo(5);
        assertThat(checked.manifest().kinds()).containsOnlyKeys("grant", "token");
        assertThat(checked.manifest().kinds().get("grant").records()).isEqualTo(3);
    }

    @Test
    void aBackupThatWasCutOffAnywhereIsRefused() {
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(cut, new ArrayList<>()))
                    .as("cut at %s", length)
                    .isInstanceOf(BackupDamaged.class);
        }
        assertDamaged(new byte[0], "it is empty");
        assertDamaged(bytes(lines().subList(0, 4)), "its end is missing: it was cut off after 3 records");
        assertDamaged(Arrays.copyOf(whole, whole.length - 1), "its end is missing: it was cut off after 5 records");
    }

    @Test
    void aByteThatIsAnotherAnywhereIsNoticed() {
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            assertThatThrownBy(() -> read(changed, new ArrayList<>()))
                    .as("changed at %s", at)
                    .isInstanceOf(BackupDamaged.class);
        }
    }

    @Test
    void aLineThatIsMissingTwiceThereOrElsewhereIsNoticed() {
        List<String> missing = lines();
        missing.remove(2);
        assertDamaged(bytes(missing), "it has 4 records where its manifest says 5");
        List<String> twice = lines();
        twice.add(2, twice.get(2));
        assertDamaged(bytes(twice), "it has 6 records where its manifest says 5");
        List<String> swapped = lines();
        Collections.swap(swapped, 1, 2);
        assertDamaged(bytes(swapped), "its content is not what its manifest says");
        List<String> more = lines();
        more.add(more.get(1));
        assertDamaged(bytes(more), "something follows its manifest");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hello                                                           | it is no backup of a gateway
            {}                                                              | it is no backup of a gateway
            {"format":"other","version":1}                                  | it is no backup of a gateway
            {"format":"mcp-gateway-backup","version":2}                     | made by a newer gateway, in format 2
            {"format":"mcp-gateway-backup","version":1,"madeAt":"now"}      | its first line is damaged
            """)
    void whatIsNoBackupOfThisGatewayIsSaidToBeNone(String first, String why) {
        List<String> lines = lines();
        lines.set(0, first);
        assertDamaged(bytes(lines), why);
        assertDamaged(new byte[3 << 20], "it is no backup of a gateway");
    }

    @Test
    void aRecordThatIsNoneIsNamedByItsLine() {
        List<String> lines = lines();
        lines.set(2, "{\"key\":7}");
        assertDamaged(bytes(lines), "line 3 is damaged");
        lines.set(2, "x".repeat(2 << 20));
        assertDamaged(bytes(lines), "line 3 is too long");
    }
}
