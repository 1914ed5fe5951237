package dev.mcpgateway.store;

import dev.mcpgateway.aws.AwsClients;
import dev.mcpgateway.aws.AwsFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Records in a table of DynamoDB that all tasks share: one item each, read strongly consistent, written on condition. Uses
 * {@code GetItem}, {@code PutItem} and {@code DeleteItem}, {@code Scan} for {@link #page} alone, and nothing when it is opened. Expired records are refused by
 * their exact time, whenever DynamoDB deletes them.
 */
public final class DynamoDbStore implements RecordStore, RecordPages {
    private static final Logger LOG = LoggerFactory.getLogger(DynamoDbStore.class);

    private static final int WRITE_BYTES = 12;
    private static final String ABSENT = "attribute_not_exists(#key) OR #expires <= :now";
    private static final String PRESENT = "#version = :version AND #expires > :now";

    private final Vertx vertx;
    private final AwsClients aws;
    private final String table;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final InFlight inFlight = new InFlight();

    /**
     * @param aws not closed with the store
     * @param table has the partition key {@code sessionId}, a string, and time to live by {@code ttl}
     * @param clock decides what is expired
     */
    public DynamoDbStore(Vertx vertx, AwsClients aws, String table, InstantSource clock) {
        this.vertx = vertx;
        this.aws = aws;
        this.table = table;
        this.clock = clock;
    }

    @Override
    public Future<Optional<StoredRecord>> get(String key) {
        return call(
                        "GetItem",
                        key,
                        db -> db.getItem(request -> request.tableName(table)
                                .key(DynamoDbItem.key(key))
                                .consistentRead(true)))
                .map(answer -> Optional.of(answer.item())
                        .filter(item -> !item.isEmpty())
                        .map(item -> DynamoDbItem.record(key, item))
                        .filter(record -> !record.isExpired(clock.instant())));
    }

    @Override
    public Future<StoredRecord> put(StoredRecord record) {
        StoredRecord next = record.withVersion(record.version() + 1);
        byte[] write = new byte[WRITE_BYTES];
        random.nextBytes(write);
        Map<String, AttributeValue> item = DynamoDbItem.of(next, write);
        boolean created = record.version() == 0;
        return call(
                        "PutItem",
                        record.key(),
                        db -> db.putItem(request -> request.tableName(table)
                                .item(item)
                                .conditionExpression(created ? ABSENT : PRESENT)
                                .expressionAttributeNames(
                                        created
                                                ? Map.of("#key", DynamoDbItem.KEY, "#expires", DynamoDbItem.EXPIRES)
                                                : Map.of(
                                                        "#version",
                                                        DynamoDbItem.VERSION,
                                                        "#expires",
                                                        DynamoDbItem.EXPIRES))
                                .expressionAttributeValues(
                                        created ? Map.of(":now", now()) : versionAndNow(record.version()))
                                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)))
                .map(next)
                .recover(failure -> failure instanceof Refused refused
                        ? isOwn(refused, write)
                                ? Future.succeededFuture(next)
                                : Future.failedFuture(new VersionConflict(record.key(), record.version()))
                        : Future.failedFuture(failure));
    }

    /** When the answer to a write is lost, the SDK writes again, and that is refused because of the first. */
    private static boolean isOwn(Refused refused, byte[] write) {
        AttributeValue found = refused.item.get(DynamoDbItem.WRITE);
        return found != null && SdkBytes.fromByteArray(write).equals(found.b());
    }

    @Override
    public Future<Void> delete(String key) {
        return call(
                        "DeleteItem",
                        key,
                        db -> db.deleteItem(request -> request.tableName(table).key(DynamoDbItem.key(key))))
                .mapEmpty();
    }

    @Override
    public Future<Void> delete(String key, long expectedVersion) {
        return call(
                        "DeleteItem",
                        key,
                        db -> db.deleteItem(request -> request.tableName(table)
                                .key(DynamoDbItem.key(key))
                                .conditionExpression(PRESENT)
                                .expressionAttributeNames(
                                        Map.of("#version", DynamoDbItem.VERSION, "#expires", DynamoDbItem.EXPIRES))
                                .expressionAttributeValues(versionAndNow(expectedVersion))
                                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)))
                .recover(failure -> {
                    if (!(failure instanceof Refused refused)) {
                        return Future.failedFuture(failure);
                    }
                    // Gone at the second attempt: by the first, or by somebody else.
                    return Future.failedFuture(
                            refused.repeated && refused.item.isEmpty()
                                    ? new StoreUnavailable("whether " + key + " was deleted is not known: an answer of"
                                            + " DynamoDB was lost")
                                    : new VersionConflict(key, expectedVersion));
                })
                .mapEmpty();
    }

    @Override
    public Future<Page> page(Part part, @Nullable String after) {
        String comparison = part == Part.DATA_KEYS ? "=" : "<>";
        return call(
                        "Scan",
                        "all records",
                        db -> db.scan(request -> request.tableName(table)
                                .consistentRead(true)
                                .exclusiveStartKey(after == null ? null : DynamoDbItem.key(after))
                                .filterExpression("#kind " + comparison + " :kind AND #expires > :now")
                                .expressionAttributeNames(
                                        Map.of("#kind", DynamoDbItem.KIND, "#expires", DynamoDbItem.EXPIRES))
                                .expressionAttributeValues(
                                        Map.of(":kind", AttributeValue.fromS(WrappedKeys.KIND), ":now", now()))))
                .map(answer -> {
                    AttributeValue next = answer.lastEvaluatedKey().get(DynamoDbItem.KEY);
                    return new Page(
                            answer.items().stream()
                                    .map(item -> DynamoDbItem.record(String.valueOf(item.get(DynamoDbItem.KEY)), item))
                                    .toList(),
                            next == null ? null : next.s());
                });
    }

    @Override
    public Future<Void> close() {
        return inFlight.close();
    }

    private Map<String, AttributeValue> versionAndNow(long version) {
        return Map.of(":version", DynamoDbItem.number(version), ":now", now());
    }

    private AttributeValue now() {
        return DynamoDbItem.number(clock.millis());
    }

    private <T> Future<T> call(
            String operation, String key, Function<DynamoDbAsyncClient, CompletableFuture<T>> request) {
        return inFlight.track(() -> Future.fromCompletionStage(aws.dynamoDb(request), vertx.getOrCreateContext())
                .recover(failed -> Future.failedFuture(failure(operation, key, AwsFailure.unwrap(failed)))));
    }

    private RuntimeException failure(String operation, String key, Throwable cause) {
        if (cause instanceof ConditionalCheckFailedException refused) {
            return new Refused(refused);
        }
        String reason = "DynamoDB " + operation + " on table " + table + ": " + AwsFailure.describe(cause);
        LOG.warn("{} ({})", reason, key);
        return DynamoDbRefusal.isOne(cause)
                ? new StoreUnavailable(reason + DynamoDbRefusal.advice(operation), cause)
                : new StoreUnavailable(reason, cause);
    }

    /** The condition of a write did not hold. */
    private static final class Refused extends RuntimeException {
        private final transient Map<String, AttributeValue> item;
        private final boolean repeated;

        Refused(ConditionalCheckFailedException refusal) {
            super("refused", null, false, false);
            this.item = refusal.hasItem() ? refusal.item() : Map.of();
            Integer attempts = refusal.numAttempts();
            this.repeated = attempts != null && attempts > 1;
        }
    }
}
