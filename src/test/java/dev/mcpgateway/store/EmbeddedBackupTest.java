package dev.mcpgateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBackupTest extends BackupContract {

    @TempDir
    Path directory;

    private int places;

    @Override
    Place newPlace() {
        Path dataDir = directory.resolve("data-" + ++places);
        return new Place() {
            @Override
            public RecordStore open() {
                return await(EmbeddedStore.open(vertx, dataDir, clock, Duration.ofHours(1), 10_000));
            }

            @Override
            public RestoreTarget target(Instant now) {
                return EmbeddedRestore.open(dataDir, now);
            }
        };
    }

    @Override
    void afterBreakdown(List<StoredRecord> found) {
        assertThat(found)
                .as("all of the old store is as it was")
                .extracting(StoredRecord::key)
                .contains("k0", "k59", "later");
    }

    @Test
    void aStoreThatIsInUseIsLeftAlone() {
        Path dataDir = directory.resolve("data-1");

        assertThatThrownBy(() -> EmbeddedRestore.open(dataDir, START)).isInstanceOf(StoreInUse.class);
    }

    @Test
    void theRestoredFileIsPrivateAndNothingElseIsLeft() throws Exception {
        Path dataDir = directory.resolve("new");
        try (EmbeddedRestore target = EmbeddedRestore.open(dataDir, START)) {
            target.begin();
            target.finish();
        }

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dataDir.resolve("records.mv"))))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(dataDir)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("records.mv", "records.lock");
        }
    }
}
