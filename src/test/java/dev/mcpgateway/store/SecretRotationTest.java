package dev.mcpgateway.store;

import static dev.mcpgateway.store.RecordStoreContract.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpgateway.config.Secret;
import dev.mcpgateway.crypto.KeyWrapper;
import dev.mcpgateway.crypto.LocalKeyWrapper;
import dev.mcpgateway.crypto.ServerKeys;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Data keys that one secret after the other protects. */
class SecretRotationTest {
    private static final String ALICE = "grants/https://accounts.example|alice";
    private static final String BOB = "grants/https://accounts.example|bob";
    private static final String OLD = "the old secret of at least 32 bytes";
    private static final String NEW = "the new secret of at least 32 bytes";

    private final Vertx vertx = Vertx.vertx();
    private final MutableClock clock = new MutableClock(RecordStoreContract.START);
    private final RecordStore raw = new MemoryStore(vertx, clock, Duration.ofHours(1));

    @AfterEach
    void close() {
        await(vertx.close());
    }

    /** A task over the same records. */
    private SealedStore task(KeyWrapper wrapper) {
        return new SealedStore(vertx, raw, List.of(wrapper), clock, Duration.ofMinutes(5), 100);
    }

    private StoredRecord stored(String key) {
        return await(raw.get(key)).orElseThrow();
    }

    private static StoredRecord record(String key, String owner, String value) {
        return StoredRecord.create(key, "grant", owner, StoredRecord.NEVER, Buffer.buffer(value));
    }

    private static LocalKeyWrapper under(String... secretsNewestFirst) {
        return new LocalKeyWrapper(ServerKeys.of(
                List.of(secretsNewestFirst).stream().map(Secret::of).toList()));
    }

    @Test
    void aKeyThatAnOldSecretOpensIsWrappedAnewSoThatTheOldOneCanGo() {
        await(task(under(OLD)).put(record("a", ALICE, "hers")));
        await(task(under(OLD)).put(record("b", BOB, "his")));

        assertThat(await(task(under(NEW, OLD)).get("a"))).isPresent();

        assertThat(await(task(under(NEW)).get("a"))).map(StoredRecord::value).contains(Buffer.buffer("hers"));
        assertThatThrownBy(() -> await(task(under(NEW)).get("b")))
                .as("nobody has looked at it meanwhile")
                .isInstanceOf(StoreCorrupt.class);
    }

    @Test
    void aKeyOfTheFirstSecretIsNotWrittenAgain() {
        await(task(under(NEW, OLD)).put(record("a", ALICE, "hers")));
        StoredRecord before = stored(WrappedKeys.key(ALICE));

        assertThat(await(task(under(NEW, OLD)).get("a"))).isPresent();

        assertThat(stored(WrappedKeys.key(ALICE))).isEqualTo(before);
    }

    @Test
    void ofTwoTasksThatWrapAKeyAnewAtOnceBothReadWithIt() {
        await(task(under(OLD)).put(record("a", ALICE, "hers")));
        SealedStore one = task(under(NEW, OLD));
        SealedStore other = task(under(NEW, OLD));

        Future<Optional<StoredRecord>> first = one.get("a");
        Future<Optional<StoredRecord>> second = other.get("a");

        assertThat(await(first)).isPresent();
        assertThat(await(second)).isPresent();
        assertThat(await(one.put(record("c", ALICE, "more"))).version()).isEqualTo(1);
        assertThat(await(other.get("c"))).isPresent();
        assertThat(await(task(under(NEW)).get("a"))).isPresent();
    }
}
