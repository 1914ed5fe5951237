package dev.mcpgateway.store;

import dev.mcpgateway.aws.AwsClients;
import dev.mcpgateway.aws.AwsFailure;
import io.vertx.core.buffer.Buffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Replaces the items of a table. That is not done at once: a record in the table says that a restore has begun, until it has
 * ended, and doing it again ends it. Needs {@code Scan} and {@code BatchWriteItem}, which the gateway itself does not.
 */
public final class DynamoDbRestore implements RestoreTarget {

    private static final String MARK = "restore/" + UNFINISHED;
    /** What DynamoDB takes at once. */
    private static final int BATCH = 25;

    private static final int WRITE_BYTES = 12;
    private static final int MOST_ATTEMPTS = 12;
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final AwsClients aws;
    private final String table;
    private final DynamoDbStore store;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, WriteRequest> batch = new LinkedHashMap<>();

    /**
     * @param aws not closed with this
     * @param store the same table
     */
    public DynamoDbRestore(AwsClients aws, String table, DynamoDbStore store) {
        this.aws = aws;
        this.table = table;
        this.store = store;
    }

    @Override
    public void present(Consumer<StoredRecord> each) {
        for (RecordPages.Part part : RecordPages.Part.values()) {
            String after = null;
            do {
                RecordPages.Page page = store.page(part, after).await();
                page.records().forEach(each);
                after = page.next();
            } while (after != null);
        }
    }

    @Override
    public void begin() {
        write(new StoredRecord(MARK, UNFINISHED, StoredRecord.GATEWAY, 1, StoredRecord.NEVER, Buffer.buffer()));
        flush();
        present(record -> {
            if (record.key().equals(MARK)) {
                return;
            }
            if (StoredKeys.isOne(record)
                    && WrappedKeys.of(record.owner(), record).destroyedThrough() > 0) {
                // Never gone, not for a moment: this may be interrupted.
                write(WrappedKeys.of(record.owner(), record).destroyed().toStored());
            } else {
                add(
                        record.key(),
                        WriteRequest.builder()
                                .deleteRequest(delete -> delete.key(DynamoDbItem.key(record.key())))
                                .build());
            }
        });
        flush();
    }

    @Override
    public void write(StoredRecord record) {
        byte[] write = new byte[WRITE_BYTES];
        random.nextBytes(write);
        add(
                record.key(),
                WriteRequest.builder()
                        .putRequest(put -> put.item(DynamoDbItem.of(record, write)))
                        .build());
    }

    @Override
    public void finish() {
        flush();
        add(
                MARK,
                WriteRequest.builder()
                        .deleteRequest(delete -> delete.key(DynamoDbItem.key(MARK)))
                        .build());
        flush();
    }

    @Override
    public void close() {
        batch.clear();
    }

    private void add(String key, WriteRequest request) {
        if (batch.containsKey(key) || batch.size() == BATCH) {
            // DynamoDB refuses two writes of one item at once.
            flush();
        }
        batch.put(key, request);
    }

    private void flush() {
        List<WriteRequest> left = new ArrayList<>(batch.values());
        batch.clear();
        long pause = FIRST_PAUSE_MILLIS;
        for (int attempt = 1; !left.isEmpty(); attempt++) {
            left = send(left);
            if (!left.isEmpty()) {
                if (attempt == MOST_ATTEMPTS) {
                    throw new StoreUnavailable("DynamoDB BatchWriteItem on table " + table
                            + ": it takes no more for now; try again later, or raise the capacity of the table");
                }
                pause(pause);
                pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            }
        }
    }

    /** Returns what was not written because the table is busy. */
    private List<WriteRequest> send(List<WriteRequest> requests) {
        try {
            BatchWriteItemResponse answer = aws.dynamoDb(
                            db -> db.batchWriteItem(request -> request.requestItems(Map.of(table, requests))))
                    .join();
            return answer.unprocessedItems().getOrDefault(table, List.of());
        } catch (CompletionException e) {
            Throwable cause = AwsFailure.unwrap(e);
            String advice = DynamoDbRefusal.isOne(cause) ? DynamoDbRefusal.advice("BatchWriteItem") : "";
            throw new StoreUnavailable(
                    "DynamoDB BatchWriteItem on table " + table + ": " + AwsFailure.describe(cause) + advice, cause);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("the restore was interrupted", e);
        }
    }
}
