package dev.mcpgateway.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpgateway.store.MemoryStore;
import dev.mcpgateway.store.StoreUnavailable;
import dev.mcpgateway.store.StoredRecord;
import dev.mcpgateway.store.VersionConflict;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MeasuredStoreTest {
    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MeasuredStore store =
            new MeasuredStore(new MemoryStore(vertx, InstantSource.system(), Duration.ofMinutes(1)), registry);
    private final StoredRecord record =
            StoredRecord.create("k", "test", "alice", Instant.now().plusSeconds(60), Buffer.buffer("v"));

    @AfterEach
    void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private static <T> T join(Future<T> future) throws Exception {
        return future.await(10, TimeUnit.SECONDS);
    }

    private long operations(String operation) {
        return registry.get("mcp.gateway.store.operations")
                .tag("operation", operation)
                .timer()
                .count();
    }

    private double failures(String operation, String reason) {
        return registry.get("mcp.gateway.store.failures")
                .tag("operation", operation)
                .tag("reason", reason)
                .counter()
                .count();
    }

    @Test
    void eachOperationIsCountedByItsName() throws Exception {
        StoredRecord written = join(store.put(record));
        assertThat(join(store.get("k"))).contains(written);
        join(store.ready());
        join(store.delete("k", written.version()));
        join(store.delete("k"));
        join(store.shred("alice"));

        assertThat(operations("put")).isEqualTo(1);
        assertThat(operations("get")).isEqualTo(1);
        assertThat(operations("ready")).isEqualTo(1);
        assertThat(operations("delete")).isEqualTo(2);
        assertThat(operations("shred")).isEqualTo(1);
    }

    @Test
    void aWriteThatComesSecondIsAConflictAndNoOutage() throws Exception {
        join(store.put(record));

        assertThatThrownBy(() -> join(store.put(record))).isInstanceOf(VersionConflict.class);
        assertThat(failures("put", "conflict")).isEqualTo(1);
        assertThat(failures("put", "unavailable")).isZero();
    }

    @Test
    void aStoreThatCannotBeReachedIsUnavailable() throws Exception {
        assertThat(failures("get", "unavailable")).as("known before it happens").isZero();
        join(store.close());

        assertThatThrownBy(() -> join(store.get("k"))).isInstanceOf(StoreUnavailable.class);
        assertThat(failures("get", "unavailable")).isEqualTo(1);
        assertThat(operations("get")).as("a failure takes its time as well").isEqualTo(1);
    }
}
