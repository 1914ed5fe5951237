package dev.mcpgateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredRecordTest {

    private static final Instant SOON = Instant.parse("2026-11-21T10:00:00.123456789Z");
    private static final Buffer VALUE = Buffer.buffer("secret");

    @Test
    void anExpiryIsKeptToTheMillisecond() {
        StoredRecord record = StoredRecord.create("k", "x", "sessions/alice", SOON, VALUE);

        assertThat(record.expiresAt()).isEqualTo(Instant.parse("2026-11-21T10:00:00.123Z"));
        assertThat(record.isExpired(Instant.parse("2026-11-21T10:00:00.122999Z")))
                .isFalse();
        assertThat(record.isExpired(Instant.parse("2026-11-21T10:00:00.123Z"))).isTrue();
    }

    @Test
    void aRecordOfWhateverSizeFitsThatADatabaseItemHolds() {
        assertThat(StoredRecord.create(
                                "ü".repeat(512), "x", "sessions/alice", SOON, Buffer.buffer(new byte[380 * 1024]))
                        .version())
                .isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        StoredRecord.create("k", "x", "sessions/alice", SOON, Buffer.buffer(new byte[380 * 1024 + 1])))
                .withMessage("a value has at most 389120 bytes, k has 389121");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoredRecord.create("ü".repeat(512) + "x", "x", "sessions/alice", SOON, VALUE))
                .withMessage("a key has 1 to 1024 bytes, not 1025");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoredRecord.create("", "x", "sessions/alice", SOON, VALUE));
    }

    @Test
    void anOwnerIsNamedAndNotTooLong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoredRecord.create("k", "x", "", SOON, VALUE))
                .withMessage("an owner has 1 to 1024 bytes, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoredRecord.create("k", "x", "x".repeat(1025), SOON, VALUE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Session", "mcp session", "mcp/session", "a23456789012345678901234567890123"})
    void aKindIsAShortName(String kind) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoredRecord.create("k", kind, "sessions/alice", SOON, VALUE))
                .withMessageContaining("\"" + kind + "\"");
    }

    @Test
    void versionsAndExpiriesHaveBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StoredRecord("k", "x", "sessions/alice", -1, SOON, VALUE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoredRecord.create("k", "x", "sessions/alice", Instant.EPOCH.minusMillis(1), VALUE));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> StoredRecord.create("k", "x", "sessions/alice", StoredRecord.NEVER.plusMillis(1), VALUE));
    }

    @Test
    void theTextOfARecordDoesNotShowItsValue() {
        assertThat(StoredRecord.create("k", "x", "sessions/alice", SOON, VALUE))
                .hasToString("StoredRecord[k, x, version 0, expires 2026-11-21T10:00:00.123Z, 6 bytes]");
    }

    @Test
    void aConflictSaysWhatTheWriterExpected() {
        assertThat(new VersionConflict("k", 0)).hasMessage("k exists already").hasNoCause();
        assertThat(new VersionConflict("k", 3))
                .hasMessage("k was changed or deleted since its version 3 was read")
                .extracting(VersionConflict::key)
                .isEqualTo("k");
    }
}
