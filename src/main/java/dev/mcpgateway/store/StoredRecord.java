package dev.mcpgateway.store;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * Bytes under a key, with what a store needs to know about them.
 *
 * @param key unique over all kinds, by convention {@code <kind>/<name>}; 1 to 1,024 bytes of UTF-8. Never a secret: a key
 *     made from one is its hash
 * @param kind what the value is, such as {@code mcp-session}; 1 to 32 characters of {@code a-z}, {@code 0-9} and
 *     {@code -}
 * @param version the version that was read, 0 for a record that was never stored
 * @param expiresAt from this moment on the record does not exist; kept to the millisecond, between 1970 and
 *     {@link #NEVER}
 * @param value at most {@link #MAX_VALUE_BYTES} bytes; not to be changed once it is here
 */
public record StoredRecord(String key, String kind, long version, Instant expiresAt, Buffer value) {

    /** DynamoDB holds 400 KB an item; the rest is left for the key, the attributes and an encryption envelope. */
    public static final int MAX_VALUE_BYTES = 380 * 1024;

    /** The expiry of a record that does not expire: the last second of the year 9999. */
    public static final Instant NEVER = Instant.ofEpochSecond(253_402_300_799L);

    private static final int MAX_KEY_BYTES = 1024;
    private static final Pattern KIND = Pattern.compile("[a-z0-9-]{1,32}");

    public StoredRecord {
        int keyBytes = key.getBytes(StandardCharsets.UTF_8).length;
        if (keyBytes == 0 || keyBytes > MAX_KEY_BYTES) {
            throw new IllegalArgumentException("a key has 1 to " + MAX_KEY_BYTES + " bytes, not " + keyBytes);
        }
        if (!KIND.matcher(kind).matches()) {
            throw new IllegalArgumentException("a kind is 1 to 32 of a-z, 0-9 and -, not \"" + kind + "\"");
        }
        if (version < 0) {
            throw new IllegalArgumentException("a version is never negative: " + version);
        }
        expiresAt = expiresAt.truncatedTo(ChronoUnit.MILLIS);
        if (expiresAt.isBefore(Instant.EPOCH) || expiresAt.isAfter(NEVER)) {
            throw new IllegalArgumentException("an expiry lies between 1970 and 9999, not at " + expiresAt);
        }
        if (value.length() > MAX_VALUE_BYTES) {
            throw new IllegalArgumentException(
                    "a value has at most " + MAX_VALUE_BYTES + " bytes, " + key + " has " + value.length());
        }
    }

    /** A record that was never stored. */
    public static StoredRecord create(String key, String kind, Instant expiresAt, Buffer value) {
        return new StoredRecord(key, kind, 0, expiresAt, value);
    }

    /** This record with another value and expiry, for a put that expects the version read. */
    public StoredRecord with(Instant newExpiresAt, Buffer newValue) {
        return new StoredRecord(key, kind, version, newExpiresAt, newValue);
    }

    /** Whether the record no longer exists at {@code now}. */
    public boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }

    StoredRecord withVersion(long newVersion) {
        return new StoredRecord(key, kind, newVersion, expiresAt, value);
    }

    /** Without the value, which may be secret. */
    @Override
    public String toString() {
        return "StoredRecord[" + key + ", " + kind + ", version " + version + ", expires " + expiresAt + ", "
                + value.length() + " bytes]";
    }
}
