package dev.mcpgateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpgateway.aws.AwsClients;
import dev.mcpgateway.testing.BrokenAws;
import dev.mcpgateway.testing.DynamoDbLocal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DynamoDbBackupTest extends BackupContract {

    private static DynamoDbLocal local;

    private final AwsClients aws = new AwsClients(local.options());

    @BeforeAll
    static void startDynamoDb() {
        local = DynamoDbLocal.start();
    }

    @AfterAll
    static void stopDynamoDb() {
        local.close();
    }

    @AfterEach
    void closeClients() {
        aws.close();
    }

    @Override
    Place newPlace() {
        String table = "records-" + UUID.randomUUID();
        local.table(table);
        return new Place() {
            @Override
            public RecordStore open() {
                return new DynamoDbStore(vertx, aws, table, clock);
            }

            @Override
            public RestoreTarget target(Instant now) {
                return new DynamoDbRestore(aws, table, new DynamoDbStore(vertx, aws, table, clock));
            }
        };
    }

    @Override
    void afterBreakdown(List<StoredRecord> found) {
        assertThat(found)
                .as("it is marked as incomplete")
                .extracting(StoredRecord::kind)
                .contains(RestoreTarget.UNFINISHED);
        assertThat(found)
                .as("what was destroyed is known all the time")
                .filteredOn(StoredKeys::isOne)
                .extracting(StoredRecord::owner)
                .contains(BOB);
    }

    @Test
    void whoMayNotScanIsToldWhatItTakes() throws Exception {
        try (BrokenAws refusing = BrokenAws.answering(
                        400,
                        "{\"__type\":\"com.amazon.coral.service#AccessDeniedException\",\"Message\":\"User is not authorized to"
                                + " perform: dynamodb:Scan\"}");
                AwsClients refused = new AwsClients(DynamoDbLocal.options(refusing.url()))) {
            DynamoDbStore store = new DynamoDbStore(vertx, refused, "records", clock);

            assertThatThrownBy(() -> await(store.page(RecordPages.Part.RECORDS, null)))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContainingAll("DynamoDB Scan on table records", "AWS_PROFILE", "dynamodb:Scan");
            assertThatThrownBy(() -> new DynamoDbRestore(refused, "records", store).begin())
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContainingAll("DynamoDB BatchWriteItem on table records", "dynamodb:BatchWriteItem");
        }
    }
}
