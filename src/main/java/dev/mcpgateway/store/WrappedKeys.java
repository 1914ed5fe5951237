package dev.mcpgateway.store;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The data keys of one owner as they lie in the store: wrapped, in a record of their own.
 *
 * @param owner whose keys they are
 * @param version of the record; 0 when there is none yet
 * @param destroyedThrough the keys up to this number were destroyed; 0 when none was
 * @param keys the others, the oldest first
 */
record WrappedKeys(String owner, long version, int destroyedThrough, List<WrappedKey> keys) {

    /** {@link StoredRecord#kind()} of these records. */
    static final String KIND = "data-key";

    /** What the keys of these records, and of no others, begin with. */
    static final String FIRST = KIND + "/";

    private static final int FORMAT = 1;

    /**
     * @param id counts from 1
     * @param scheme which wrapper made it
     */
    record WrappedKey(int id, String scheme, Buffer wrapped) {}

    WrappedKeys {
        keys = List.copyOf(keys);
    }

    static String key(String owner) {
        return FIRST + hash(owner);
    }

    /** What the wrapped keys of an owner are bound to. */
    static SortedMap<String, String> context(String owner) {
        return new TreeMap<>(java.util.Map.of("kind", KIND, "owner", hash(owner)));
    }

    /** Those in the record of that owner; none when there is no record. */
    static WrappedKeys of(String owner, @Nullable StoredRecord stored) {
        if (stored == null) {
            return new WrappedKeys(owner, 0, 0, List.of());
        }
        try {
            JsonObject json = new JsonObject(stored.value());
            if (!stored.kind().equals(KIND) || json.getInteger("format") != FORMAT) {
                throw new IllegalArgumentException("it is of another kind or format");
            }
            List<WrappedKey> keys = new ArrayList<>();
            for (Object each : json.getJsonArray("keys")) {
                JsonObject one = (JsonObject) each;
                keys.add(new WrappedKey(
                        one.getInteger("id"),
                        one.getString("scheme"),
                        Buffer.buffer(Base64.getDecoder().decode(one.getString("wrapped")))));
            }
            return new WrappedKeys(owner, stored.version(), json.getInteger("destroyedThrough"), keys);
        } catch (RuntimeException e) {
            throw new StoreCorrupt("the record " + key(owner) + " holds no data keys: it was damaged or edited", e);
        }
    }

    StoredRecord toStored() {
        JsonArray array = new JsonArray();
        for (WrappedKey each : keys) {
            array.add(new JsonObject()
                    .put("id", each.id())
                    .put("scheme", each.scheme())
                    .put(
                            "wrapped",
                            Base64.getEncoder().encodeToString(each.wrapped().getBytes())));
        }
        Buffer value = new JsonObject()
                .put("format", FORMAT)
                .put("destroyedThrough", destroyedThrough)
                .put("keys", array)
                .toBuffer();
        return new StoredRecord(key(owner), KIND, owner, version, StoredRecord.NEVER, value);
    }

    /** The highest number that any key of this owner ever had. */
    int highest() {
        return keys.stream().mapToInt(WrappedKey::id).reduce(destroyedThrough, Math::max);
    }

    WrappedKeys with(WrappedKey added) {
        List<WrappedKey> more = new ArrayList<>(keys);
        more.add(added);
        return new WrappedKeys(owner, version, destroyedThrough, more);
    }

    /** With each key as that makes it. */
    WrappedKeys map(UnaryOperator<WrappedKey> change) {
        return new WrappedKeys(
                owner, version, destroyedThrough, keys.stream().map(change).toList());
    }

    WrappedKeys destroyed() {
        return new WrappedKeys(owner, version, highest(), List.of());
    }

    /** Without the keys up to that number, which were destroyed elsewhere; a new version if that changes anything. */
    WrappedKeys destroyedThrough(int through) {
        if (through <= destroyedThrough) {
            return this;
        }
        return new WrappedKeys(
                owner,
                version + 1,
                through,
                keys.stream().filter(key -> key.id() > through).toList());
    }

    WrappedKeys at(long newVersion) {
        return new WrappedKeys(owner, newVersion, destroyedThrough, keys);
    }

    private static String hash(String owner) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(owner.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
