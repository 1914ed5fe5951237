package dev.mcpgateway.store;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A record as an item of the table. */
final class DynamoDbItem {

    /** The partition key: {@link StoredRecord#key()}. */
    static final String KEY = "sessionId";

    /** When DynamoDB may delete the item, in seconds since 1970; absent for what does not expire. */
    static final String TTL = "ttl";

    static final String VERSION = "version";

    /** From when on the record does not exist, in milliseconds since 1970: what reads and conditions go by. */
    static final String EXPIRES = "expires";

    /** Made anew for each write, so that a writer whose answer was lost can tell whether the write is its own. */
    static final String WRITE = "write";

    static final String KIND = "kind";
    private static final String OWNER = "owner";
    private static final String VALUE = "value";

    private DynamoDbItem() {}

    static Map<String, AttributeValue> key(String key) {
        return Map.of(KEY, AttributeValue.fromS(key));
    }

    static Map<String, AttributeValue> of(StoredRecord record, byte[] write) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(KEY, AttributeValue.fromS(record.key()));
        item.put(KIND, AttributeValue.fromS(record.kind()));
        item.put(OWNER, AttributeValue.fromS(record.owner()));
        item.put(VERSION, number(record.version()));
        item.put(EXPIRES, number(record.expiresAt().toEpochMilli()));
        item.put(WRITE, AttributeValue.fromB(SdkBytes.fromByteArray(write)));
        item.put(
                VALUE,
                AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(record.value().getBytes())));
        if (record.expiresAt().isBefore(StoredRecord.NEVER)) {
            // Rounded up: an item is never deleted before it expires.
            item.put(TTL, number(Math.ceilDiv(record.expiresAt().toEpochMilli(), 1000L)));
        }
        return item;
    }

    /** Fails with {@link StoreCorrupt} when the item is none of these. */
    static StoredRecord record(String key, Map<String, AttributeValue> item) {
        try {
            return new StoredRecord(
                    text(item, KEY),
                    text(item, KIND),
                    text(item, OWNER),
                    Long.parseLong(attribute(item, VERSION).n()),
                    Instant.ofEpochMilli(Long.parseLong(attribute(item, EXPIRES).n())),
                    Buffer.buffer(attribute(item, VALUE).b().asByteArray()));
        } catch (RuntimeException e) {
            throw new StoreCorrupt("the item " + key + " is no record: an attribute is missing or malformed", e);
        }
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        return attribute(item, name).s();
    }

    private static AttributeValue attribute(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null) {
            throw new IllegalArgumentException("there is no " + name);
        }
        return value;
    }
}
