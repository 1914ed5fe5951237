package dev.mcpgateway.store;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.CRC32C;

/**
 * A record as the bytes of a map entry: checksum, kind, owner, version, expiry, value, where a length stands before the
 * first two. The checksum covers the key too, so that a record found under another key than its own is noticed.
 */
final class RecordCodec {

    private static final int CHECKSUM_BYTES = Integer.BYTES;

    private RecordCodec() {}

    static byte[] encode(StoredRecord record) {
        byte[] kind = record.kind().getBytes(StandardCharsets.US_ASCII);
        byte[] owner = record.owner().getBytes(StandardCharsets.UTF_8);
        byte[] bytes = Buffer.buffer(64 + owner.length + record.value().length())
                .appendInt(0)
                .appendByte((byte) kind.length)
                .appendBytes(kind)
                .appendShort((short) owner.length)
                .appendBytes(owner)
                .appendLong(record.version())
                .appendLong(record.expiresAt().toEpochMilli())
                .appendBuffer(record.value())
                .getBytes();
        return Buffer.buffer(bytes).setInt(0, checksum(record.key(), bytes)).getBytes();
    }

    /** Fails with {@link StoreCorrupt} when these bytes are not what was encoded for this key. */
    static StoredRecord decode(String key, byte[] bytes) {
        Buffer buffer = Buffer.buffer(bytes);
        if (bytes.length <= CHECKSUM_BYTES || buffer.getInt(0) != checksum(key, bytes)) {
            throw new StoreCorrupt("the record " + key + " is damaged", null);
        }
        int at = CHECKSUM_BYTES + 1;
        int kindEnd = at + buffer.getByte(CHECKSUM_BYTES);
        int ownerStart = kindEnd + Short.BYTES;
        int end = ownerStart + buffer.getShort(kindEnd);
        return new StoredRecord(
                key,
                buffer.getString(at, kindEnd),
                buffer.getString(ownerStart, end),
                buffer.getLong(end),
                Instant.ofEpochMilli(buffer.getLong(end + Long.BYTES)),
                buffer.getBuffer(end + 2 * Long.BYTES, bytes.length));
    }

    private static int checksum(String key, byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        crc.update(bytes, CHECKSUM_BYTES, bytes.length - CHECKSUM_BYTES);
        return (int) crc.getValue();
    }
}
