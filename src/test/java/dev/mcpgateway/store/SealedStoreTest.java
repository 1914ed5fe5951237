package dev.mcpgateway.store;

import static dev.mcpgateway.store.RecordStoreContract.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpgateway.config.Secret;
import dev.mcpgateway.crypto.DataKey;
import dev.mcpgateway.crypto.KeyUnavailable;
import dev.mcpgateway.crypto.KeyWrapper;
import dev.mcpgateway.crypto.LocalKeyWrapper;
import dev.mcpgateway.crypto.ServerKeys;
import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What envelope encryption adds to the contract of a store: who may read what, and what is noticed. */
class SealedStoreTest {

    private static final String ALICE = "grants/https://accounts.example|alice";
    private static final String BOB = "grants/https://accounts.example|bob";
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private final Vertx vertx = Vertx.vertx();
    private final MutableClock clock = new MutableClock(RecordStoreContract.START);
    private final ServerKeys secrets = ServerKeys.ephemeral();
    private final CountingKeyWrapper place = new CountingKeyWrapper(secrets);
    private final RecordStore raw = new MemoryStore(vertx, clock, Duration.ofHours(1));
    private final SealedStore store = task(place);

    @AfterEach
    void close() {
        await(vertx.close());
    }

    /** Another task over the same records. */
    private SealedStore task(KeyWrapper... wrappers) {
        return new SealedStore(vertx, raw, List.of(wrappers), clock, LIFETIME, 100);
    }

    @Test
    void anotherTaskReadsWhatThisOneStored() {
        await(store.put(record("a", ALICE, "secret")));

        assertThat(await(task(new CountingKeyWrapper(secrets)).get("a")))
                .map(StoredRecord::value)
                .contains(Buffer.buffer("secret"));
    }

    @Test
    void eachWriteOfOneValueLooksDifferent() {
        StoredRecord put = await(store.put(record("a", ALICE, "secret")));
        Buffer first = stored("a").value();
        await(store.put(put.with(put.expiresAt(), put.value())));

        assertThat(stored("a").value()).isNotEqualTo(first);
    }

    @Test
    void aRecordWithAnyByteChangedIsCorrupt() {
        await(store.put(record("a", ALICE, "secret")));
        Buffer sealed = stored("a").value();
        for (int at = 0; at < sealed.length(); at++) {
            Buffer edited = sealed.copy().setByte(at, (byte) (sealed.getByte(at) ^ 1));
            replace("a", edited);
            assertCorrupt("a");
        }
        replace("a", sealed);
    }

    @Test
    void aRecordCutAnywhereIsCorrupt() {
        await(store.put(record("a", ALICE, "secret")));
        Buffer sealed = stored("a").value();
        for (int length = 0; length < sealed.length(); length++) {
            replace("a", sealed.getBuffer(0, length));
            assertCorrupt("a");
        }
        replace("a", sealed.copy().appendByte((byte) 0));
        assertCorrupt("a");
    }

    @Test
    void aRecordInThePlaceOfAnotherIsCorrupt() {
        await(store.put(record("a", ALICE, "all tools")));
        await(store.put(record("b", ALICE, "no tools")));

        replace("b", stored("a").value());

        assertCorrupt("b");
    }

    @Test
    void aRecordGivenToAnotherOwnerIsCorrupt() {
        await(store.put(record("a", ALICE, "hers")));
        await(store.put(record("b", BOB, "his")));

        edit(
                "a",
                new StoredRecord(
                        "a", "grant", BOB, 0, StoredRecord.NEVER, stored("a").value()));

        assertCorrupt("a");
    }

    @Test
    void aRecordOfAnotherKindIsCorrupt() {
        await(store.put(record("a", ALICE, "a code")));

        edit(
                "a",
                new StoredRecord(
                        "a", "token", ALICE, 0, StoredRecord.NEVER, stored("a").value()));

        assertCorrupt("a");
    }

    @Test
    void aRecordWhoseExpiryWasMovedIsCorrupt() {
        Instant soon = clock.instant().plusSeconds(60);
        await(store.put(StoredRecord.create("a", "token", ALICE, soon, Buffer.buffer("1"))));

        edit(
                "a",
                new StoredRecord(
                        "a", "token", ALICE, 0, soon.plusSeconds(1), stored("a").value()));

        assertCorrupt("a");
    }

    @Test
    void anOlderValueUnderANewerVersionIsCorrupt() {
        StoredRecord first = await(store.put(record("a", ALICE, "one use left")));
        Buffer older = stored("a").value();
        await(store.put(first.with(StoredRecord.NEVER, Buffer.buffer("no use left"))));

        StoredRecord newer = stored("a");
        await(raw.put(newer.with(StoredRecord.NEVER, older)));

        assertCorrupt("a");
    }

    @Test
    void aRecordThatWasNeverSealedIsCorrupt() {
        await(raw.put(record("a", ALICE, "written by somebody else, and long enough to be sealed")));

        assertCorrupt("a");
    }

    @Test
    void aRecordWhoseDataKeyIsMissingIsCorrupt() {
        await(store.put(record("a", ALICE, "secret")));
        await(raw.delete(WrappedKeys.key(ALICE)));

        assertThatThrownBy(() -> await(task(place).get("a")))
                .isInstanceOf(StoreCorrupt.class)
                .hasMessageContaining("no data key 1 of its owner");
    }

    @Test
    void anExchangedDataKeyOpensNothing() {
        await(store.put(record("a", ALICE, "hers")));
        await(store.put(record("b", BOB, "his")));
        StoredRecord alices = stored(WrappedKeys.key(ALICE));

        replace(WrappedKeys.key(ALICE), stored(WrappedKeys.key(BOB)).value());

        assertThatThrownBy(() -> await(task(place).get("a"))).isInstanceOf(StoreCorrupt.class);
        replace(WrappedKeys.key(ALICE), alices.value());
        assertThat(await(task(place).get("a"))).isPresent();
    }

    @Test
    void aDamagedDataKeyRecordIsCorruptAndStays() {
        await(store.put(record("a", ALICE, "secret")));
        for (String damage : List.of("", "{}", "[]", "{\"format\":2,\"destroyedThrough\":0,\"keys\":[]}", "no JSON")) {
            replace(WrappedKeys.key(ALICE), Buffer.buffer(damage));
            SealedStore later = task(place);

            assertThatThrownBy(() -> await(later.get("a"))).isInstanceOf(StoreCorrupt.class);
            assertThatThrownBy(() -> await(later.put(record("b", ALICE, "1")))).isInstanceOf(StoreCorrupt.class);
            assertThat(stored(WrappedKeys.key(ALICE)).value()).hasToString(damage);
        }
    }

    @Test
    void aShreddedOwnersRecordsAreGoneAndTheOthersStay() {
        await(store.put(record("a", ALICE, "hers")));
        await(store.put(record("b", BOB, "his")));

        await(store.shred(ALICE));

        assertThat(await(store.get("a"))).isEmpty();
        assertThat(await(task(place).get("a"))).isEmpty();
        assertThat(await(store.get("b"))).isPresent();
    }

    @Test
    void aShreddedKeyIsOutOfTheStore() {
        await(store.put(record("a", ALICE, "hers")));
        String wrapped = await(new LocalKeyWrapper(secrets).generate(WrappedKeys.context(ALICE)))
                .wrapped()
                .toString();
        assertThat(stored(WrappedKeys.key(ALICE)).value().length()).isGreaterThan(wrapped.length());

        await(store.shred(ALICE));

        assertThat(stored(WrappedKeys.key(ALICE)).value())
                .hasToString("{\"format\":1,\"destroyedThrough\":1,\"keys\":[]}");
    }

    @Test
    void aTaskThatHadTheKeyInMemoryLosesItWithItsCache() {
        SealedStore other = task(place);
        await(store.put(record("a", ALICE, "hers")));
        assertThat(await(other.get("a"))).isPresent();

        await(store.shred(ALICE));

        clock.advance(LIFETIME);
        assertThat(await(other.get("a"))).isEmpty();
    }

    @Test
    void whatAShreddedOwnerStoresLaterHasANewKeyAndANewVersion() {
        await(store.put(record("a", ALICE, "old")));
        await(store.shred(ALICE));

        StoredRecord put = await(store.put(record("a", ALICE, "new")));

        assertThat(put.version()).isEqualTo(1);
        assertThat(await(task(place).get("a"))).contains(put);
        await(store.shred(ALICE));
        assertThat(await(store.get("a"))).isEmpty();
        assertThat(await(store.put(record("a", ALICE, "newest"))).version()).isEqualTo(1);
        assertThat(await(store.get("a"))).map(StoredRecord::value).contains(Buffer.buffer("newest"));
    }

    @Test
    void aNewRecordIsNotSealedWithAKeyThatAnotherTaskShredded() {
        SealedStore other = task(place);
        await(other.put(record("a", ALICE, "old")));
        await(store.shred(ALICE));
        clock.advance(Duration.ofSeconds(6));

        await(other.put(record("b", ALICE, "new")));

        assertThat(await(store.get("b"))).isPresent();
    }

    @Test
    void shreddingWhoStoredNothingChangesNothing() {
        await(store.shred(ALICE));

        assertThat(await(raw.get(WrappedKeys.key(ALICE)))).isEmpty();
    }

    @Test
    void twoTasksThatMakeAKeyAtOnceAgreeOnOne() {
        List<Future<StoredRecord>> puts = new ArrayList<>();
        List<SealedStore> tasks = List.of(store, task(place), task(place));
        for (int i = 0; i < 30; i++) {
            puts.add(tasks.get(i % 3).put(record("k" + i, ALICE, "v" + i)));
        }
        await(Future.all(puts));

        SealedStore reader = task(place);
        for (int i = 0; i < 30; i++) {
            assertThat(await(reader.get("k" + i)).orElseThrow().value()).hasToString("v" + i);
        }
        assertThat(stored(WrappedKeys.key(ALICE)).value().toJsonObject().getJsonArray("keys"))
                .hasSize(1);
    }

    @Test
    void aThousandRequestsAtOnceAskForAKeyOnce() {
        await(store.put(record("a", ALICE, "1")));
        SealedStore cold = task(place);
        place.opened.set(0);

        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            all.add(cold.get("a"));
            all.add(cold.put(record("k" + i, BOB, "1")));
        }
        await(Future.all(all));

        assertThat(place.opened.get()).isEqualTo(1);
        assertThat(place.made.get()).isEqualTo(2);
    }

    @Test
    void aKeyIsAskedForAgainWhenItsTimeIsOver() {
        await(store.put(record("a", ALICE, "1")));
        clock.advance(LIFETIME.minusMillis(1));
        await(store.get("a"));
        assertThat(place.opened.get()).isZero();

        clock.advance(Duration.ofMillis(1));
        await(store.get("a"));

        assertThat(place.opened.get()).isEqualTo(1);
    }

    @Test
    void onlySoManyOwnersKeysAreInMemory() {
        SealedStore small = new SealedStore(vertx, raw, List.of(place), clock, LIFETIME, 2);
        for (String key : List.of("a", "b", "c")) {
            await(small.put(record(key, "grants/" + key, "1")));
        }
        await(small.get("b"));
        await(small.get("c"));
        assertThat(place.opened.get()).isZero();

        await(small.get("a"));

        assertThat(place.opened.get()).isEqualTo(1);
    }

    @Test
    void aKeyWhoseTimeIsOverIsWipedFromMemory() {
        SealedStore brief = new SealedStore(vertx, raw, List.of(place), clock, Duration.ofMillis(50), 100);
        await(brief.put(record("a", ALICE, "1")));
        DataKey key = place.keys.getFirst();
        key.seal(new byte[0], new byte[0]);

        clock.advance(Duration.ofMillis(50));

        Awaitility.await()
                .untilAsserted(() -> assertThatThrownBy(() -> key.seal(new byte[0], new byte[0]))
                        .isInstanceOf(KeyUnavailable.class));
    }

    @Test
    void aClosedStoreHasWipedItsKeys() {
        await(store.put(record("a", ALICE, "1")));

        await(store.close());

        assertThat(place.keys)
                .hasSize(1)
                .allSatisfy(key -> assertThatThrownBy(() -> key.seal(new byte[0], new byte[0]))
                        .isInstanceOf(KeyUnavailable.class));
    }

    @Test
    void withoutTheKeyServiceThatGoesOnWhoseKeyIsInMemory() {
        StoredRecord put = await(store.put(record("a", ALICE, "1")));
        place.unreachable = true;

        clock.advance(LIFETIME.minusMillis(1));
        assertThat(await(store.get("a"))).isPresent();
        assertThat(await(store.put(put.with(StoredRecord.NEVER, Buffer.buffer("2"))))
                        .version())
                .isEqualTo(2);
        assertUnavailable(store.put(record("b", BOB, "1")));

        clock.advance(Duration.ofMillis(1));
        assertUnavailable(store.get("a"));
        assertUnavailable(store.ready());

        place.unreachable = false;
        assertThat(await(store.get("a"))).isPresent();
        await(store.ready());
    }

    @Test
    void anOlderPlaceStillOpensAndTheNewOneMakesNewKeys() {
        await(store.put(record("a", ALICE, "1")));
        SealedStore moved = task(new LocalKeyWrapper(secrets), place);

        assertThat(await(moved.get("a"))).isPresent();
        await(moved.put(record("b", BOB, "1")));

        assertThat(place.made.get()).isEqualTo(1);
        assertThat(stored(WrappedKeys.key(BOB)).value().toString()).contains("\"scheme\":\"local\"");
    }

    @Test
    void aPlaceThatIsNoLongerConfiguredIsNamed() {
        await(store.put(record("a", ALICE, "1")));

        assertThatThrownBy(() -> await(task(new LocalKeyWrapper(secrets)).get("a")))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("wrapped by 'counting', which is not configured");
    }

    @Test
    void aRotatedSecretOpensWhatTheOldOneWrapped() {
        await(task(local("old")).put(record("a", ALICE, "1")));

        SealedStore rotated = task(local("new", "old"));
        assertThat(await(rotated.get("a"))).isPresent();
        await(rotated.put(record("b", BOB, "1")));

        assertThat(await(task(local("new")).get("b"))).isPresent();
    }

    @Test
    void aReplacedSecretLosesWhatItProtectedAndNothingElse() {
        await(task(local("old")).put(record("a", ALICE, "1")));

        SealedStore replaced = task(local("other"));
        assertThatThrownBy(() -> await(replaced.get("a"))).isInstanceOf(StoreCorrupt.class);
        await(replaced.put(record("b", ALICE, "2")));

        assertThat(await(replaced.get("b"))).isPresent();
        SealedStore restored = task(local("other", "old"));
        assertThat(await(restored.get("a"))).isPresent();
        assertThat(await(restored.get("b"))).isPresent();
    }

    @Test
    void aGatewayWithAnotherSecretIsNotReady() {
        await(task(local("old")).ready());

        SealedStore replaced = task(local("other"));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> await(replaced.ready()))
                    .isInstanceOf(StoreCorrupt.class)
                    .hasMessageContaining("SESSION_SECRET=new,old");
        }
        await(task(local("other", "old")).ready());
    }

    @Test
    void aFullRecordCanBeSealedAndALargerOneIsRefused() {
        Buffer full = Buffer.buffer(new byte[StoredRecord.MAX_VALUE_BYTES]);
        await(store.put(new StoredRecord("a", "x", ALICE, 0, StoredRecord.NEVER, full)));

        assertThat(await(store.get("a"))).map(StoredRecord::value).contains(full);
        StoredRecord larger = new StoredRecord(
                "b", "x", ALICE, 0, StoredRecord.NEVER, full.copy().appendByte((byte) 0));
        assertThatIllegalArgumentException().isThrownBy(() -> store.put(larger));
        StoredRecord keys = new StoredRecord("c", WrappedKeys.KIND, ALICE, 0, StoredRecord.NEVER, Buffer.buffer());
        assertThatIllegalArgumentException().isThrownBy(() -> store.put(keys));
    }

    @Test
    @Attack(WayIn.SECRET_SHOWN)
    void nothingThatIsStoredOrSaidHoldsTheSecret() {
        String canary = "canary-91ab";
        await(store.put(record("a", ALICE, canary)));

        assertThat(stored("a").value().toString()).doesNotContain(canary);
        assertThat(stored("a").toString() + stored(WrappedKeys.key(ALICE)).value() + place.keys.getFirst())
                .doesNotContain(canary);
    }

    private static KeyWrapper local(String... secrets) {
        return new LocalKeyWrapper(
                ServerKeys.of(List.of(secrets).stream().map(Secret::of).toList()));
    }

    private static StoredRecord record(String key, String owner, String value) {
        return StoredRecord.create(key, "grant", owner, StoredRecord.NEVER, Buffer.buffer(value));
    }

    private StoredRecord stored(String key) {
        return await(raw.get(key)).orElseThrow();
    }

    /** Puts another value into a record as somebody would who can write to the store but has no key. */
    private void replace(String key, Buffer value) {
        StoredRecord stored = stored(key);
        edit(key, new StoredRecord(key, stored.kind(), stored.owner(), 0, stored.expiresAt(), value));
    }

    private void edit(String key, StoredRecord record) {
        await(raw.delete(key));
        await(raw.put(record));
    }

    private void assertCorrupt(String key) {
        assertThatThrownBy(() -> await(store.get(key)))
                .isInstanceOf(StoreCorrupt.class)
                .hasMessageContaining("the record " + key + " was damaged, edited or exchanged")
                .hasMessageNotContaining("secret");
    }

    private static void assertUnavailable(Future<?> operation) {
        assertThatThrownBy(() -> await(operation)).isInstanceOf(StoreUnavailable.class);
    }
}
