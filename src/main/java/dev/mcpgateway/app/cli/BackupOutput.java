package dev.mcpgateway.app.cli;

import dev.mcpgateway.crypto.PrivateFile;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * Where a backup goes: standard output, or a file that only its owner may read and that is there when all of it is, in place of
 * one of the same name.
 */
final class BackupOutput implements AutoCloseable {
    /** The name that stands for standard output, and for standard input. */
    static final String STANDARD = "-";

    private static final int BUFFER_BYTES = 64 * 1024;

    private final OutputStream target;
    private final OutputStream out;
    private final @Nullable Path file;
    private final @Nullable Path partial;
    private boolean kept;

    private BackupOutput(OutputStream target, @Nullable Path file, @Nullable Path partial) {
        this.target = target;
        this.out = new BufferedOutputStream(target, BUFFER_BYTES);
        this.file = file;
        this.partial = partial;
    }

    static BackupOutput to(String name, PrintStream standard) throws IOException {
        if (name.equals(STANDARD)) {
            return new BackupOutput(new Checked(standard), null, null);
        }
        Path file = Path.of(name).toAbsolutePath();
        if (Files.isDirectory(file)) {
            throw new IOException(file + ": is a directory");
        }
        Path directory = file.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new IOException(directory + ": there is no such directory");
        }
        Path partial = Files.createTempFile(directory, file.getFileName() + ".", ".partial");
        // For the end by a signal, at which nothing is closed.
        partial.toFile().deleteOnExit();
        return new BackupOutput(new FileOutputStream(partial.toFile()), file, partial);
    }

    OutputStream stream() {
        return out;
    }

    /** All was written: it survives a power failure from now on, under its name. */
    void keep() throws IOException {
        out.flush();
        if (file != null && partial != null) {
            out.close();
            PrivateFile.sync(partial);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            PrivateFile.sync(java.util.Objects.requireNonNull(file.getParent()));
        }
        kept = true;
    }

    @Override
    public void close() throws IOException {
        if (!kept && partial != null) {
            // What is deleted need not be flushed.
            Files.deleteIfExists(partial);
            target.close();
        }
    }

    /** A print stream keeps to itself that nothing arrives. */
    private static final class Checked extends OutputStream {
        private final PrintStream out;

        Checked(PrintStream out) {
            this.out = out;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            flush();
        }

        @Override
        public void flush() throws IOException {
            if (out.checkError()) {
                throw new IOException("standard output cannot be written");
            }
        }
    }
}
