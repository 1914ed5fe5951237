package dev.mcpgateway.store;

import dev.mcpgateway.crypto.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the file of an {@link EmbeddedStore}: the new one comes into being beside it and takes its place at the end, so that
 * whatever happens in between leaves the old one as it was.
 */
public final class EmbeddedRestore implements RestoreTarget {

    private static final String NEW_FILE = StoreFileOpener.FILE_NAME + ".restored";
    private static final int COMMIT_RECORDS = 1_000;
    private static final int COMMIT_BYTES = 4 << 20;

    private final Path dataDir;
    private final Instant now;
    private final StoreLock lock;
    private @Nullable StoreFile old;
    private @Nullable StoreFile next;
    private int uncommittedRecords;
    private int uncommittedBytes;

    private EmbeddedRestore(Path dataDir, Instant now, StoreLock lock, @Nullable StoreFile old) {
        this.dataDir = dataDir;
        this.now = now;
        this.lock = lock;
        this.old = old;
    }

    /**
     * Takes hold of the store in that directory. Fails with {@link StoreInUse} when a gateway has it open, and otherwise as
     * {@link EmbeddedStore#open} does.
     *
     * @param now decides what is expired
     */
    public static EmbeddedRestore open(Path dataDir, Instant now) {
        try {
            StoreLock lock = StoreLock.acquire(dataDir);
            try {
                StoreFile old = EmbeddedStore.exists(dataDir) ? StoreFileOpener.openOrCreate(dataDir) : null;
                return new EmbeddedRestore(dataDir, now, lock, old);
            } catch (RuntimeException e) {
                lock.release();
                throw e;
            }
        } catch (IOException e) {
            throw new StoreUnavailable("the store cannot be opened: " + PrivateFile.reason(e), e);
        }
    }

    @Override
    public void present(Consumer<StoredRecord> each) {
        StoreFile open = old;
        if (open == null) {
            return;
        }
        for (RecordPages.Part part : RecordPages.Part.values()) {
            String after = null;
            do {
                RecordPages.Page page = open.page(part, after, now);
                page.records().forEach(each);
                after = page.next();
            } while (after != null);
        }
    }

    @Override
    public void begin() {
        next = StoreFileOpener.createAside(dataDir.resolve(NEW_FILE));
    }

    @Override
    public void write(StoredRecord record) {
        StoreFile file = restored();
        file.write(file.read(record.key()), record);
        uncommittedBytes += record.value().length();
        if (++uncommittedRecords == COMMIT_RECORDS || uncommittedBytes >= COMMIT_BYTES) {
            file.commit();
            uncommittedRecords = 0;
            uncommittedBytes = 0;
        }
    }

    @Override
    public void finish() {
        StoreFile file = restored();
        file.commit();
        file.close();
        next = null;
        closeOld();
        Path path = dataDir.resolve(StoreFileOpener.FILE_NAME);
        try {
            PrivateFile.sync(dataDir.resolve(NEW_FILE));
            Files.move(dataDir.resolve(NEW_FILE), path, StandardCopyOption.ATOMIC_MOVE);
            PrivateFile.sync(dataDir);
        } catch (IOException e) {
            throw new StoreUnavailable(path + " cannot be replaced: " + PrivateFile.reason(e), e);
        }
    }

    private StoreFile restored() {
        if (next == null) {
            throw new IllegalStateException("nothing is being restored");
        }
        return next;
    }

    private void closeOld() {
        if (old != null) {
            old.abandon();
            old = null;
        }
    }

    @Override
    public void close() {
        try {
            if (next != null) {
                next.abandon();
                next = null;
                Files.deleteIfExists(dataDir.resolve(NEW_FILE));
            }
            closeOld();
            lock.release();
        } catch (IOException e) {
            throw new StoreUnavailable(dataDir + ": " + PrivateFile.reason(e), e);
        }
    }
}
