package dev.mcpgateway.store;

import dev.mcpgateway.crypto.PrivateFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The right of one process to use a data directory, held by a lock on a file of its own: the store's file is locked too,
 * but only while it is open, and it cannot say who holds it. The operating system lets go of it however the process
 * ends; the file stays.
 */
final class StoreLock {

    static final String FILE_NAME = "records.lock";

    private final FileChannel channel;

    private StoreLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Creates the directory when there is none. Fails with {@link StoreInUse} when another process holds the lock. */
    static StoreLock acquire(Path dataDir) throws IOException {
        PrivateFile.createDirectory(dataDir);
        Path path = dataDir.resolve(FILE_NAME);
        FileChannel channel = PrivateFile.open(path);
        try {
            if (tryLock(channel) == null) {
                throw new StoreInUse(
                        dataDir + " is in use by process " + holder(path)
                                + ". Stop that gateway, or give this one a directory of its own with --data-dir"
                                + " (DATA_DIR, store.dataDir).",
                        null);
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            return new StoreLock(channel);
        } catch (IOException | StoreException e) {
            channel.close();
            throw e;
        }
    }

    void release() throws IOException {
        channel.close();
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by another store of this process.
            return null;
        }
    }

    private static String holder(Path path) throws IOException {
        String pid = Files.readString(path, StandardCharsets.US_ASCII).strip();
        return pid.isEmpty() ? "(unknown)" : pid;
    }
}
