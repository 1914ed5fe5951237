package dev.mcpgateway.app.cli;

import dev.mcpgateway.store.StoredRecord;
import dev.mcpgateway.store.backup.BackupDamaged;
import dev.mcpgateway.store.backup.BackupReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;

/** A backup that can be read more than once: a file, or a private copy of standard input for as long as it is needed. */
final class BackupInput implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final String name;
    private final Path file;
    private final boolean isCopy;

    private BackupInput(String name, Path file, boolean isCopy) {
        this.name = name;
        this.file = file;
        this.isCopy = isCopy;
    }

    static BackupInput from(String name, InputStream standard) throws IOException {
        if (!name.equals(BackupOutput.STANDARD)) {
            return new BackupInput(name, Path.of(name), false);
        }
        Path copy = Files.createTempFile("mcp-gateway-backup-", ".partial");
        // For the end by a signal, at which nothing is closed.
        copy.toFile().deleteOnExit();
        BackupInput input = new BackupInput("what standard input has", copy, true);
        try {
            Files.copy(standard, copy, StandardCopyOption.REPLACE_EXISTING);
            return input;
        } catch (IOException e) {
            input.close();
            throw e;
        }
    }

    /** Reads all of it before anything is done with it; fails with {@link IllegalStateException} when it is not whole. */
    BackupReader.Checked check(Consumer<StoredRecord> each) throws IOException {
        try {
            return read(each);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(e.getMessage() + " Nothing was changed.", e);
        }
    }

    /** Reads all of it, again. */
    BackupReader.Checked read(Consumer<StoredRecord> each) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
            return BackupReader.read(in, each);
        } catch (BackupDamaged e) {
            throw new IllegalStateException(name + " cannot be used: " + e.getMessage() + ".", e);
        }
    }

    String name() {
        return name;
    }

    @Override
    public void close() throws IOException {
        if (isCopy) {
            Files.deleteIfExists(file);
        }
    }
}
