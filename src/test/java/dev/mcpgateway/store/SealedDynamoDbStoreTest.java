package dev.mcpgateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpgateway.aws.AwsClients;
import dev.mcpgateway.crypto.KmsKeyWrapper;
import dev.mcpgateway.testing.DynamoDbLocal;
import dev.mcpgateway.testing.FakeKms;
import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** DynamoDB and KMS as they stand together in a deployment. */
class SealedDynamoDbStoreTest extends RecordStoreContract {

    private static DynamoDbLocal local;
    private static FakeKms kms;

    private final AwsClients db = new AwsClients(local.options());
    private final AwsClients keys = new AwsClients(DynamoDbLocal.options(kms.url()));
    private final String table = "sealed-" + UUID.randomUUID();

    @BeforeAll
    static void startServices() {
        local = DynamoDbLocal.start();
        kms = FakeKms.with("alias/gateway");
    }

    @AfterAll
    static void stopServices() {
        local.close();
        kms.close();
    }

    @Override
    RecordStore open() {
        local.table(table);
        return task();
    }

    private SealedStore task() {
        return new SealedStore(
                vertx,
                new DynamoDbStore(vertx, db, table, clock),
                List.of(new KmsKeyWrapper(keys, "alias/gateway")),
                clock,
                Duration.ofMinutes(5),
                100);
    }

    @AfterEach
    void closeClients() {
        db.close();
        keys.close();
    }

    @Test
    @Attack(WayIn.SECRET_SHOWN)
    void aSecretIsInNoItem() {
        String canary = "canary-0c4e";
        await(store.put(record("a", canary)));
        await(store.put(StoredRecord.create(
                "b", "signing-key", StoredRecord.GATEWAY, StoredRecord.NEVER, Buffer.buffer(canary))));

        List<Map<String, AttributeValue>> items = db.dynamoDb(
                        client -> client.scan(request -> request.tableName(table)))
                .join()
                .items();
        assertThat(items)
                .hasSize(4)
                .allSatisfy(item -> item.forEach((name, value) -> {
                    SdkBytes bytes = value.b();
                    String text = bytes == null
                            ? value.toString()
                            : bytes.asString(java.nio.charset.StandardCharsets.ISO_8859_1);
                    assertThat(text).doesNotContain(canary);
                }));
    }

    @Test
    void anotherTaskReadsAndWritesOn() {
        StoredRecord put = await(store.put(record("a", "1")));
        SealedStore other = task();

        StoredRecord read = await(other.get("a")).orElseThrow();
        await(other.put(changed(read, "2")));

        assertThat(value("a")).isEqualTo("2");
        assertConflict(store.put(changed(put, "3")), 1);
        await(other.close());
    }

    @Test
    void anEditedItemIsCorrupt() {
        await(store.put(record("a", "1")));
        Map<String, AttributeValue> whole = item("a");
        Map<String, AttributeValue> edits = Map.of(
                "owner", AttributeValue.fromS("sessions/bob"),
                "kind", AttributeValue.fromS("token"),
                "expires",
                        AttributeValue.fromN(
                                Long.toString(START.plusSeconds(6_000).toEpochMilli())),
                "version", AttributeValue.fromN("7"),
                "value", AttributeValue.fromB(SdkBytes.fromUtf8String("{}")));
        edits.forEach((attribute, value) -> {
            Map<String, AttributeValue> edited = new HashMap<>(whole);
            edited.put(attribute, value);
            putRaw(edited);
            assertThatThrownBy(() -> await(store.get("a"))).as(attribute).isInstanceOf(StoreCorrupt.class);
        });
        putRaw(whole);
        assertThat(value("a")).isEqualTo("1");
    }

    @Test
    void anItemUnderAnotherKeyIsCorrupt() {
        await(store.put(record("a", "1")));
        Map<String, AttributeValue> moved = new HashMap<>(item("a"));
        moved.put("sessionId", AttributeValue.fromS("b"));
        putRaw(moved);

        assertThatThrownBy(() -> await(store.get("b"))).isInstanceOf(StoreCorrupt.class);
    }

    @Test
    void aShreddedOwnerIsGoneForEveryTaskOnceItsKeysAreOutOfMemory() {
        SealedStore other = task();
        await(store.put(StoredRecord.create("a", "grant", "grants/alice", StoredRecord.NEVER, Buffer.buffer("1"))));
        await(other.get("a"));

        await(((SealedStore) store).shred("grants/alice"));

        assertThat(await(store.get("a"))).isEmpty();
        clock.advance(Duration.ofMinutes(5));
        assertThat(await(other.get("a"))).isEmpty();
        await(other.close());
    }

    private Map<String, AttributeValue> item(String key) {
        return db.dynamoDb(client ->
                        client.getItem(request -> request.tableName(table).key(DynamoDbItem.key(key))))
                .join()
                .item();
    }

    private void putRaw(Map<String, AttributeValue> item) {
        db.dynamoDb(client -> client.putItem(request -> request.tableName(table).item(item)))
                .join();
    }
}
