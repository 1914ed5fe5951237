package dev.mcpgateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpgateway.aws.AwsClients;
import dev.mcpgateway.testing.DynamoDbLocal;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoDbStoreTest extends RecordStoreContract {

    private static DynamoDbLocal local;

    final AwsClients aws = new AwsClients(local.options());
    final String table = "records-" + UUID.randomUUID();

    @BeforeAll
    static void startDynamoDb() {
        local = DynamoDbLocal.start();
    }

    @AfterAll
    static void stopDynamoDb() {
        local.close();
    }

    @Override
    RecordStore open() {
        local.table(table);
        return new DynamoDbStore(vertx, aws, table, clock);
    }

    @AfterEach
    void closeClients() {
        aws.close();
    }

    @Test
    void theItemHasTheKeyAndTheTimeToLiveThatDeploymentsRelyOn() {
        Instant expiresAt = START.plusMillis(1_001);
        await(store.put(StoredRecord.create("a", "token", "tokens/alice", expiresAt, Buffer.buffer("1"))));
        await(store.put(StoredRecord.create("b", "token", "tokens/alice", StoredRecord.NEVER, Buffer.buffer("1"))));

        assertThat(item("a"))
                .containsEntry("sessionId", AttributeValue.fromS("a"))
                .containsEntry("kind", AttributeValue.fromS("token"))
                .containsEntry("owner", AttributeValue.fromS("tokens/alice"))
                .containsEntry("version", AttributeValue.fromN("1"))
                .as("rounded up, so that it is never deleted early")
                .containsEntry("ttl", AttributeValue.fromN(Long.toString(START.getEpochSecond() + 2)));
        assertThat(item("b")).doesNotContainKey("ttl");
    }

    @Test
    void anItemThatIsNoRecordIsCorrupt() {
        await(store.put(record("a", "1")));
        Map<String, AttributeValue> whole = item("a");
        for (String attribute : new String[] {"kind", "owner", "version", "expires", "value"}) {
            Map<String, AttributeValue> damaged = new HashMap<>(whole);
            damaged.remove(attribute);
            putRaw(damaged);
            assertThatThrownBy(() -> await(store.get("a"))).isInstanceOf(StoreCorrupt.class);
            damaged.put(attribute, AttributeValue.fromBool(true));
            putRaw(damaged);
            assertThatThrownBy(() -> await(store.get("a"))).isInstanceOf(StoreCorrupt.class);
        }
    }

    @Test
    void anotherTaskSeesTheWriteAtOnce() {
        DynamoDbStore other = new DynamoDbStore(vertx, aws, table, clock);
        StoredRecord read = record("a", "0");
        for (int i = 0; i < 50; i++) {
            StoredRecord put = await(store.put(changed(read, "" + i)));
            assertThat(await(other.get("a"))).contains(put);
            read = put;
        }
    }

    @Test
    void aTableThatIsNotThereIsUnavailableAndNamed() {
        RecordStore lost = new DynamoDbStore(vertx, aws, "no-such-table", clock);

        assertThatThrownBy(() -> await(lost.get("a")))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("DynamoDB GetItem on table no-such-table: ResourceNotFoundException");
    }

    Map<String, AttributeValue> item(String key) {
        return aws.dynamoDb(db -> db.getItem(request -> request.tableName(table).key(DynamoDbItem.key(key))))
                .join()
                .item();
    }

    private void putRaw(Map<String, AttributeValue> item) {
        aws.dynamoDb(db -> db.putItem(request -> request.tableName(table).item(item)))
                .join();
    }
}
