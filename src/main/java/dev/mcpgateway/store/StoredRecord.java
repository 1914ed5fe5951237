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
 * @param owner whose data key protects the value: {@link #GATEWAY} for what belongs to nobody, or
 *     {@code <purpose>/<id of the person>} such as {@code sessions/…}, {@code grants/…}, {@code tokens/…}; 1 to 1,024 bytes
 *     of UTF-8. What one owner stored can be made unreadable at once, by deleting that owner's key
 * @param version the version that was read, 0 for a record that was never stored
 * @param expiresAt from this moment on the record does not exist; kept to the millisecond, between 1970 and
 *     {@link #NEVER}
 * @param value at most {@link #MAX_VALUE_BYTES} bytes, and what sealing adds; not to be changed once it is here
 */
public record StoredRecord(String key, String kind, String owner, long version, Instant expiresAt, Buffer value) {

    /** DynamoDB holds 400 KB an item; the rest is left for the key, the attributes and an encryption envelope. */
    public static final int MAX_VALUE_BYTES = 380 * 1024;

    /** The expiry of a record that does not expire: the last second of the year 9999. */
    public static final Instant NEVER = Instant.ofEpochSecond(253_402_300_799L);

    /** The owner of what belongs to the gateway itself. */
    public static final String GATEWAY = "gateway";

    private static final int MAX_KEY_BYTES = 1024;
    private static final Pattern KIND = Pattern.compile("[a-z0-9-]{1,32}");

    public StoredRecord {
        requireLength("a key", key);
        requireLength("an owner", owner);
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
        requireValue(key, value, MAX_VALUE_BYTES + SealedValue.OVERHEAD_BYTES);
    }

    private static void requireLength(String what, String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > MAX_KEY_BYTES) {
            throw new IllegalArgumentException(what + " has 1 to " + MAX_KEY_BYTES + " bytes, not " + bytes);
        }
    }

    private static void requireValue(String key, Buffer value, int most) {
        if (value.length() > most) {
            throw new IllegalArgumentException(
                    "a value has at most " + most + " bytes, " + key + " has " + value.length());
        }
    }

    /** A record that was never stored. */
    public static StoredRecord create(String key, String kind, String owner, Instant expiresAt, Buffer value) {
        requireValue(key, value, MAX_VALUE_BYTES);
        return new StoredRecord(key, kind, owner, 0, expiresAt, value);
    }

    /** This record with another value and expiry, for a put that expects the version read. */
    public StoredRecord with(Instant newExpiresAt, Buffer newValue) {
        requireValue(key, newValue, MAX_VALUE_BYTES);
        return new StoredRecord(key, kind, owner, version, newExpiresAt, newValue);
    }

    /** Whether the record no longer exists at {@code now}. */
    public boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }

    /** This record with its value sealed, or opened again. */
    StoredRecord sealed(Buffer newValue) {
        return new StoredRecord(key, kind, owner, version, expiresAt, newValue);
    }

    StoredRecord withVersion(long newVersion) {
        return new StoredRecord(key, kind, owner, newVersion, expiresAt, value);
    }

    /** Without the value, which may be secret, and without who owns it. */
    @Override
    public String toString() {
        return "StoredRecord[" + key + ", " + kind + ", version " + version + ", expires " + expiresAt + ", "
                + value.length() + " bytes]";
    }
}
