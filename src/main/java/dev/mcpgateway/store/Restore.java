package dev.mcpgateway.store;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the records of a backup into a store, except for those that expired and those whose data key was destroyed: before the
 * backup, as it says itself, or since, as the store says. First {@link #present} sees what the store has and {@link #planned}
 * what the backup has; then {@link #write} gets the backup again, in any order.
 */
public final class Restore {

    private final Instant now;
    /** By the key of the record with the data keys: up to which number they are destroyed. */
    private final Map<String, Integer> destroyed = new HashMap<>();

    private final Map<String, StoredRecord> tombstones = new HashMap<>();
    private long written;
    private long expired;
    private long shredded;

    /** @param now decides what is expired */
    public Restore(Instant now) {
        this.now = now;
    }

    /** Notes what the store knows to be destroyed. */
    public void present(StoredRecord record) {
        WrappedKeys keys = destroyedKeys(record);
        if (keys != null) {
            tombstones.put(record.key(), keys.destroyed().toStored());
        }
    }

    /** Notes what the backup knows to be destroyed. */
    public void planned(StoredRecord record) {
        destroyedKeys(record);
    }

    private @Nullable WrappedKeys destroyedKeys(StoredRecord record) {
        if (!StoredKeys.isOne(record)) {
            return null;
        }
        WrappedKeys keys = WrappedKeys.of(record.owner(), record);
        if (keys.destroyedThrough() == 0) {
            return null;
        }
        destroyed.merge(record.key(), keys.destroyedThrough(), Math::max);
        return keys;
    }

    /** Writes a record of the backup, or leaves it out. */
    public void write(StoredRecord record, RestoreTarget target) {
        if (record.isExpired(now)) {
            expired++;
        } else if (StoredKeys.isOne(record)) {
            tombstones.remove(record.key());
            target.write(WrappedKeys.of(record.owner(), record)
                    .destroyedThrough(destroyed.getOrDefault(record.key(), 0))
                    .toStored());
        } else if (isShredded(record)) {
            shredded++;
        } else {
            target.write(record);
            written++;
        }
    }

    private boolean isShredded(StoredRecord record) {
        Integer through = destroyed.get(WrappedKeys.key(record.owner()));
        return through != null && SealedValue.keyId(record) <= through;
    }

    /** Keeps in mind what was destroyed in the store and is not in the backup, and ends. */
    public void finish(RestoreTarget target) {
        tombstones.values().forEach(target::write);
        tombstones.clear();
        target.finish();
    }

    /** How many records were restored, those with data keys not counted. */
    public long written() {
        return written;
    }

    /** How many had expired. */
    public long expired() {
        return expired;
    }

    /** How many were left out because the data key of their owner was destroyed. */
    public long shredded() {
        return shredded;
    }
}
