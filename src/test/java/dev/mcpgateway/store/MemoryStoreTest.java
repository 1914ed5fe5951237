package dev.mcpgateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class MemoryStoreTest extends RecordStoreContract {

    @Override
    MemoryStore open() {
        return new MemoryStore(vertx, clock, Duration.ofMillis(5));
    }

    @Test
    void expiredRecordsLeaveTheMemory() {
        await(store.put(record("short", "1")));
        clock.advance(Duration.ofSeconds(30));
        await(store.put(record("long", "1")));

        clock.advance(Duration.ofSeconds(30));

        Awaitility.await().until(() -> ((MemoryStore) store).size() == 1);
        assertThat(value("long")).isEqualTo("1");
    }
}
