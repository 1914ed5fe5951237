package dev.mcpgateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.identity.Person;
import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class AuditWriterTest {
    private static final Person ALICE = new Person("https://idp", "17", "alice@example.com", null, Set.of());
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private static AuditEvent call(String tool) {
        return AuditEvent.of(AuditAction.CALL, AuditOutcome.SUCCESS)
                .by(ALICE)
                .client("cursor")
                .request("r-1")
                .detail("tool", tool)
                .detail("durationMillis", 12);
    }

    private List<String> written(AuditEvent... events) {
        try (AuditWriter writer = new AuditWriter(new AuditStream(new PrintStream(bytes)), () -> NOW, 1 << 20)) {
            for (AuditEvent event : events) {
                writer.record(event);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void aLineSaysWhoDidWhatWithWhichOutcome() {
        assertThat(written(call("search")))
                .containsExactly("{\"log\":\"audit\",\"time\":\"2026-11-21T10:00:00Z\",\"event\":\"call\","
                        + "\"outcome\":\"success\",\"person\":\"alice@example.com\",\"subject\":\"https://idp|17\","
                        + "\"client\":\"cursor\",\"requestId\":\"r-1\",\"tool\":\"search\",\"durationMillis\":12}");
    }

    @Attack(WayIn.HEADER_INJECTION)
    @Test
    void aNameFromAToolCannotBeginALineOfItsOwn() {
        String forged = "x\"}\r\n{\"event\":\"sign-in\"}\u2028\u001b[2J\u0085\ud800ü";
        List<String> lines = written(call(forged), call("next"));
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst()).matches("[ -~]*");
        assertThat(new JsonObject(lines.getFirst()).getString("event")).isEqualTo("call");
        assertThat(new JsonObject(lines.getFirst()).getString("tool")).contains("\n{\"event\":\"sign-in\"}", "ü");
    }

    @Test
    void closingWritesWhatWaits() {
        AuditEvent[] many = new AuditEvent[3_000];
        Arrays.setAll(many, i -> call("tool-" + i));
        assertThat(written(many)).hasSize(3_000);
    }

    @Test
    @Timeout(20)
    void aTargetThatHangsBlocksNobodyAndWhatIsTooMuchIsCounted() {
        CountDownLatch hanging = new CountDownLatch(1);
        AuditTarget stuck = new AuditTarget() {
            @Override
            public void write(byte[] lines) throws IOException {
                try {
                    hanging.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }

            @Override
            public void close() {}
        };
        try (AuditWriter writer = new AuditWriter(stuck, () -> NOW, 64 << 10)) {
            for (int i = 0; i < 1_000; i++) {
                writer.record(call("tool"));
            }
            assertThat(writer.dropped()).isBetween(600L, 999L);
            hanging.countDown();
            Awaitility.await().until(() -> {
                long before = writer.dropped();
                writer.record(call("again"));
                return writer.dropped() == before;
            });
        }
    }

    @Test
    void linesThatCannotBeWrittenAreCounted(@TempDir Path folder) {
        AuditWriter writer = AuditWriter.toFile(folder.resolve("missing/audit.log"), 1 << 20);
        writer.record(call("search"));
        writer.close();
        assertThat(writer.dropped()).isEqualTo(1);
    }

    @Test
    void aFileIsItsOwnersAloneAndBegunAnewWhenItWasMovedAway(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("audit.log");
        try (AuditWriter writer = AuditWriter.toFile(file, 1 << 20)) {
            writer.record(call("first"));
            Awaitility.await().until(() -> Files.exists(file) && Files.size(file) > 0);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            Files.move(file, folder.resolve("audit.log.1"));
            writer.record(call("second"));
            Awaitility.await().until(() -> Files.exists(file) && Files.size(file) > 0);
        }
        assertThat(Files.readString(file)).contains("second").doesNotContain("first");
        assertThat(Files.readString(folder.resolve("audit.log.1"))).contains("first");
    }
}
