package dev.mcpgateway.store;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStoreTest extends RecordStoreContract {

    @TempDir
    Path dataDir;

    @Override
    RecordStore open() {
        return await(EmbeddedStore.open(vertx, dataDir, clock, Duration.ofMillis(50), 10_000));
    }
}
