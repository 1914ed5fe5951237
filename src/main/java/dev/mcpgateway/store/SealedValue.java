package dev.mcpgateway.store;

import dev.mcpgateway.crypto.DataKey;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * The form of a sealed value: format, number of the data key, nonce, ciphertext and tag. All else that is in the record
 * is associated data: a value opens only in the record that it was sealed for, at that version.
 */
final class SealedValue {

    /** By how much a sealed value is longer. */
    static final int OVERHEAD_BYTES = 1 + Integer.BYTES + DataKey.OVERHEAD_BYTES;

    private static final byte FORMAT = 1;
    private static final int HEADER_BYTES = 1 + Integer.BYTES;

    private SealedValue() {}

    /** Seals the value of a record that is about to be put. */
    static Buffer seal(StoredRecord record, int keyId, DataKey key) {
        byte[] sealed = key.seal(record.value().getBytes(), associatedData(record, record.version() + 1, keyId));
        return Buffer.buffer(HEADER_BYTES + sealed.length)
                .appendByte(FORMAT)
                .appendInt(keyId)
                .appendBytes(sealed);
    }

    /** The number of the key that a record was sealed with; fails with {@link StoreCorrupt} when it is not sealed. */
    static int keyId(StoredRecord stored) {
        Buffer value = stored.value();
        if (value.length() < OVERHEAD_BYTES || value.getByte(0) != FORMAT) {
            throw corrupt(stored, "it is not sealed");
        }
        return value.getInt(1);
    }

    /** The value; fails with {@link StoreCorrupt} when anything in the record is not as it was put. */
    static Buffer open(StoredRecord stored, DataKey key) {
        byte[] opened = key.open(
                stored.value().getBytes(), HEADER_BYTES, associatedData(stored, stored.version(), keyId(stored)));
        if (opened == null) {
            throw corrupt(stored, "it is not what was stored under this key");
        }
        return Buffer.buffer(opened);
    }

    static StoreCorrupt corrupt(StoredRecord stored, String how) {
        return new StoreCorrupt("the record " + stored.key() + " was damaged, edited or exchanged: " + how, null);
    }

    /** Texts behind their lengths, so that no two records look the same. */
    private static byte[] associatedData(StoredRecord record, long version, int keyId) {
        Buffer bound = Buffer.buffer(256)
                .appendByte(FORMAT)
                .appendInt(keyId)
                .appendLong(version)
                .appendLong(record.expiresAt().toEpochMilli());
        for (String text : new String[] {record.key(), record.kind(), record.owner()}) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            bound.appendInt(bytes.length).appendBytes(bytes);
        }
        return bound.getBytes();
    }
}
