package dev.mcpgateway.store;

import dev.mcpgateway.crypto.PrivateFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.SingleFileStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the file of an {@link EmbeddedStore}, or creates it, and refuses what is not whole. */
final class StoreFileOpener {
    private static final Logger LOG = LoggerFactory.getLogger(StoreFileOpener.class);

    static final String FILE_NAME = "records.mv";

    /** Raised when an older gateway could not read what this one writes. */
    private static final int FORMAT = 2;

    private static final String RECORDS = "records";
    private static final String EXPIRIES = "expiries";
    private static final long HEADER_BYTES = 2 * 4096;

    private static final Map<String, Object> FILE_SETTINGS = Map.of(
            // Megabytes. The kernel caches the file as well; this counts as heap.
            "cacheSize", 4,
            // Bytes. Less than usual: most commits change few records, and write whole pages.
            "pageSplitSize", 4096);

    private StoreFileOpener() {}

    /**
     * Like {@link #open}, but creates the file when there is none, and renames one of an older format, which this gateway
     * does not read.
     */
    static StoreFile openOrCreate(Path dataDir) {
        Path path = dataDir.resolve(FILE_NAME);
        try {
            if (!Files.exists(path)) {
                create(dataDir, path);
            }
        } catch (IOException e) {
            throw new StoreUnavailable(path + " cannot be created: " + PrivateFile.reason(e), e);
        } catch (MVStoreException e) {
            throw new StoreUnavailable(path + " cannot be created: " + e.getMessage(), e);
        }
        try {
            return open(dataDir);
        } catch (OlderFormat older) {
            Path aside = dataDir.resolve(FILE_NAME + ".format-" + older.format);
            try {
                Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new StoreUnavailable(path + " cannot be renamed: " + PrivateFile.reason(e), e);
            }
            LOG.warn("{} was written by an older gateway; it is now {}, and a new one is begun", path, aside);
            return openOrCreate(dataDir);
        }
    }

    /** The file is whole, and of a format that is no longer read. */
    private static final class OlderFormat extends RuntimeException {
        private final int format;

        OlderFormat(int format) {
            super("format " + format, null, false, false);
            this.format = format;
        }
    }

    /**
     * Opens the file of that directory and reads all of it once. The caller holds the {@link StoreLock}. Blocks, and
     * fails with {@link StoreException}.
     */
    static StoreFile open(Path dataDir) {
        Path path = dataDir.resolve(FILE_NAME);
        try {
            PrivateFile.requirePrivate(path);
            if (!Files.isWritable(path)) {
                throw new StoreUnavailable(path + " may not be written by this user");
            }
            if (Files.size(path) <= HEADER_BYTES) {
                // MVStore would make a new store of it.
                throw damaged(path, "it is empty", null);
            }
            return openWhole(path);
        } catch (IOException e) {
            throw new StoreUnavailable("the store cannot be opened: " + PrivateFile.reason(e), e);
        } catch (MVStoreException e) {
            throw new StoreUnavailable("the store cannot be opened: " + e.getMessage(), e);
        }
    }

    /** The file comes into being with its first commit done: one that exists is a store or is damaged. */
    private static void create(Path dataDir, Path path) throws IOException {
        Path unfinished = dataDir.resolve(FILE_NAME + ".new");
        Files.deleteIfExists(unfinished);
        PrivateFile.create(unfinished);
        SingleFileStore file = new SingleFileStore(FILE_SETTINGS);
        try {
            MVStore store = openMvStore(file, unfinished);
            map(store, RECORDS);
            map(store, EXPIRIES);
            store.setStoreVersion(FORMAT);
            store.close();
        } finally {
            close(file);
        }
        Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
        PrivateFile.sync(dataDir);
    }

    /** A new file under another name, which nobody opens as a store. */
    static StoreFile createAside(Path path) {
        try {
            Files.deleteIfExists(path);
            PrivateFile.create(path);
            SingleFileStore file = new SingleFileStore(FILE_SETTINGS);
            MVStore store = openMvStore(file, path);
            store.setStoreVersion(FORMAT);
            return new StoreFile(path, store, map(store, RECORDS), map(store, EXPIRIES));
        } catch (IOException e) {
            throw new StoreUnavailable(path + " cannot be created: " + PrivateFile.reason(e), e);
        } catch (MVStoreException e) {
            throw new StoreUnavailable(path + " cannot be created: " + e.getMessage(), e);
        }
    }

    private static StoreFile openWhole(Path path) {
        SingleFileStore file = new SingleFileStore(FILE_SETTINGS);
        try {
            MVStore store = openMvStore(file, path);
            requireWhole(path, store);
            StoreFile opened = new StoreFile(path, store, map(store, RECORDS), map(store, EXPIRIES));
            opened.requireConsistent();
            return opened;
        } catch (StoreUnavailable | OlderFormat e) {
            close(file);
            throw e;
        } catch (RuntimeException | OutOfMemoryError e) {
            // A damaged length or position can end in any of these.
            close(file);
            throw e instanceof MVStoreException failure && !isDamage(failure)
                    ? failure
                    : damaged(path, e.getMessage(), e);
        }
    }

    private static MVStore openMvStore(SingleFileStore file, Path path) {
        file.open(path.toString(), false, null);
        MVStore store = new MVStore.Builder()
                .adoptFileStore(file)
                // Without its background threads nothing is written but by commit(), so a commit is all or nothing.
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                .open();
        store.setVersionsToKeep(0);
        // Space is free at once: each commit is on the disk before the next begins, and nothing reads older versions.
        store.setRetentionTime(0);
        return store;
    }

    private static MVMap<String, byte[]> map(MVStore store, String name) {
        return store.openMap(
                name,
                new MVMap.Builder<String, byte[]>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(ByteArrayDataType.INSTANCE));
    }

    private static void requireWhole(Path path, MVStore store) {
        // The header is written after the commit that it names, so an older commit means that the newest is lost.
        if (DataUtils.readHexLong(store.getFileStore().getStoreHeader(), "version", 0) > store.getCurrentVersion()) {
            throw new IllegalStateException("its end is missing");
        }
        int format = store.getStoreVersion();
        if (format > FORMAT) {
            throw new StoreUnavailable(path + " was written by a newer gateway, in format " + format
                    + " where this one reads format " + FORMAT + ". Update this gateway.");
        }
        if (format > 0 && format < FORMAT) {
            throw new OlderFormat(format);
        }
        if (format < FORMAT || !store.hasMap(RECORDS) || !store.hasMap(EXPIRIES)) {
            throw new IllegalStateException("it holds no records");
        }
    }

    /** Nothing but the file itself was used so far, so whatever is not its environment's fault is its own. */
    private static boolean isDamage(MVStoreException e) {
        return switch (e.getErrorCode()) {
            case DataUtils.ERROR_FILE_LOCKED, DataUtils.ERROR_WRITING_FAILED -> false;
            case DataUtils.ERROR_READING_FAILED -> e.getCause() instanceof EOFException;
            default -> true;
        };
    }

    private static StoreCorrupt damaged(Path path, @Nullable String how, @Nullable Throwable cause) {
        return new StoreCorrupt(
                path + " is damaged (" + how
                        + "). It was left as it is. Restore it from a copy, or move it away to start without sessions.",
                cause);
    }

    /** MVStore leaves the file open, and locked, when opening it fails half-way. */
    private static void close(SingleFileStore file) {
        try {
            file.close();
        } catch (MVStoreException e) {
            // It was not open.
        }
    }
}
