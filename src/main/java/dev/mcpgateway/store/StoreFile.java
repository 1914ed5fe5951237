package dev.mcpgateway.store;

import java.io.EOFException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * The open file of an {@link EmbeddedStore}: records by key, and an index of their expiry. Changes are in memory until
 * {@link #commit()}, which writes all of them or none. Every method blocks, fails with {@link StoreException}, and is
 * for one thread; after a failure {@link #abandon()} is all that is left to do.
 */
final class StoreFile {

    private static final byte[] NOTHING = {};

    /** What a page has at most, so that others do not wait long for the store: some milliseconds of work. */
    private static final int PAGE_RECORDS = 500;

    private static final int PAGE_BYTES = 256 * 1024;

    /** Milliseconds up to the year 9999 as hexadecimal, so that text order is time order. */
    private static final int EXPIRY_DIGITS = 12;

    private final Path path;
    private final MVStore store;
    private final MVMap<String, byte[]> records;
    private final MVMap<String, byte[]> expiries;
    private final Compaction compaction;
    private boolean changed;

    StoreFile(Path path, MVStore store, MVMap<String, byte[]> records, MVMap<String, byte[]> expiries) {
        this.path = path;
        this.store = store;
        this.records = records;
        this.expiries = expiries;
        this.compaction = new Compaction(store);
    }

    /** Reads all of it and fails unless each record is whole and the index is that of these records. */
    void requireConsistent() {
        // Compared by sums of hashes, so that both are read in their own order and neither is in memory.
        long difference = records.sizeAsLong() - expiries.sizeAsLong();
        Cursor<String, byte[]> cursor = records.cursor(null);
        while (cursor.hasNext()) {
            difference +=
                    expiry(RecordCodec.decode(cursor.next(), cursor.getValue())).hashCode();
        }
        Iterator<String> entries = expiries.keyIterator(null);
        while (entries.hasNext()) {
            difference -= entries.next().hashCode();
        }
        if (difference != 0) {
            throw new StoreCorrupt("the index of expiries is not that of the records", null);
        }
    }

    long size() {
        return records.sizeAsLong();
    }

    /** The record under the key, expired or not. */
    @Nullable
    StoredRecord read(String key) {
        try {
            byte[] bytes = records.get(key);
            return bytes == null ? null : RecordCodec.decode(key, bytes);
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    /** Records as they are, the expired ones left out, in the order of their keys. */
    RecordPages.Page page(RecordPages.Part part, @Nullable String after, Instant now) {
        boolean wantsKeys = part == RecordPages.Part.DATA_KEYS;
        List<StoredRecord> page = new ArrayList<>();
        int bytes = 0;
        int seen = 0;
        try {
            Cursor<String, byte[]> cursor = records.cursor(after == null && wantsKeys ? WrappedKeys.FIRST : after);
            while (cursor.hasNext()) {
                String key = cursor.next();
                boolean holdsKeys = key.startsWith(WrappedKeys.FIRST);
                if (wantsKeys && !holdsKeys) {
                    break;
                }
                if (key.equals(after) || holdsKeys != wantsKeys) {
                    continue;
                }
                StoredRecord record = RecordCodec.decode(key, cursor.getValue());
                if (!record.isExpired(now)) {
                    page.add(record);
                    bytes += record.value().length();
                }
                if (++seen == PAGE_RECORDS || bytes >= PAGE_BYTES) {
                    return new RecordPages.Page(page, key);
                }
            }
            return new RecordPages.Page(page, null);
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    /** Puts {@code next} in place of {@code old}, which is what {@link #read} returned. */
    void write(@Nullable StoredRecord old, StoredRecord next) {
        try {
            changed = true;
            if (old != null) {
                expiries.remove(expiry(old));
            }
            records.put(next.key(), RecordCodec.encode(next));
            expiries.put(expiry(next), NOTHING);
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    void erase(StoredRecord old) {
        try {
            changed = true;
            expiries.remove(expiry(old));
            records.remove(old.key());
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    /** Erases up to that many records that expired, the oldest first, and returns how many. */
    int eraseExpired(Instant now, int limit) {
        try {
            String end = expiry(now.plusMillis(1), "");
            List<String> expired = new ArrayList<>();
            Iterator<String> entries = expiries.keyIterator(null);
            while (expired.size() < limit && entries.hasNext()) {
                String entry = entries.next();
                if (entry.compareTo(end) >= 0) {
                    break;
                }
                expired.add(entry);
            }
            for (String entry : expired) {
                changed = true;
                expiries.remove(entry);
                records.remove(entry.substring(EXPIRY_DIGITS));
            }
            return expired.size();
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    /** Writes what changed and returns when it is on the disk. */
    void commit() {
        if (!changed) {
            return;
        }
        try {
            long start = System.nanoTime();
            store.commit();
            store.sync();
            changed = false;
            compaction.committed(System.nanoTime() - start);
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    /** Compacts about as long as commits took since, when that is worth it and the file needs it. */
    void keepUp() {
        try {
            compaction.keepUp();
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    /** Begins to make the file small and returns whether there is a first step to do. */
    boolean beginCompaction() {
        return compaction.begin();
    }

    /** Does one step of compaction, some milliseconds, and returns whether there is another. */
    boolean compact() {
        try {
            return compaction.step();
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    void close() {
        try {
            store.close();
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    /** Lets go of the file after a failure: what was not committed is dropped. */
    void abandon() {
        store.closeImmediately();
    }

    private StoreException failure(RuntimeException e) {
        return switch (e) {
            case StoreException known -> known;
            case MVStoreException damage
            when isDamage(damage) -> new StoreCorrupt(path + " is damaged: " + damage.getMessage(), damage);
            default -> new StoreUnavailable(path + " cannot be read or written: " + e.getMessage(), e);
        };
    }

    private static boolean isDamage(MVStoreException e) {
        return switch (e.getErrorCode()) {
            case DataUtils.ERROR_FILE_CORRUPT,
                    DataUtils.ERROR_CHUNK_NOT_FOUND,
                    DataUtils.ERROR_BLOCK_NOT_FOUND,
                    DataUtils.ERROR_SERIALIZATION -> true;
            case DataUtils.ERROR_READING_FAILED -> e.getCause() instanceof EOFException;
            default -> false;
        };
    }

    private static String expiry(StoredRecord record) {
        return expiry(record.expiresAt(), record.key());
    }

    private static String expiry(Instant expiresAt, String key) {
        return HexFormat.of().toHexDigits(expiresAt.toEpochMilli(), EXPIRY_DIGITS) + key;
    }
}
