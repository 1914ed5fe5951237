package dev.mcpgateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.crypto.LocalKeyWrapper;
import dev.mcpgateway.crypto.ServerKeys;
import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedEmbeddedStoreTest extends RecordStoreContract {

    @TempDir
    Path dataDir;

    @Override
    RecordStore open() {
        RecordStore embedded = await(EmbeddedStore.open(vertx, dataDir, clock, Duration.ofHours(1), 10_000));
        LocalKeyWrapper wrapper = new LocalKeyWrapper(ServerKeys.ofFile(dataDir));
        return new SealedStore(vertx, embedded, List.of(wrapper), clock, Duration.ofMinutes(5), 100);
    }

    @Test
    void aRestartReadsWhatWasStored() {
        await(store.put(record("a", "1")));
        await(store.close());

        store = open();

        assertThat(value("a")).isEqualTo("1");
    }

    @Test
    @Attack(WayIn.SECRET_SHOWN)
    void aSecretIsNowhereInTheFilesOfTheStore() throws Exception {
        String canary = "canary-5d1f0c77";
        for (int i = 0; i < 50; i++) {
            StoredRecord put = await(store.put(record("a" + i, canary + " ".repeat(i) + canary)));
            await(store.put(changed(put, canary)));
        }
        await(store.put(StoredRecord.create(
                "gateway-key", "x", StoredRecord.GATEWAY, StoredRecord.NEVER, Buffer.buffer(canary))));
        await(store.close());

        assertThat(contentOf(dataDir)).contains("mcp-session").doesNotContain(canary);
        store = open();
        assertThat(value("a0")).isEqualTo(canary);
    }

    static String contentOf(Path directory) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }
}
