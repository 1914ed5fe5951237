package dev.mcpgateway.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file that lines are appended to, readable by its owner alone. When it was moved away, the next line begins a new one. */
final class AuditFile implements AuditTarget {
    private final Path path;
    private @Nullable OutputStream open;

    AuditFile(Path path) {
        this.path = path;
    }

    @Override
    public void write(byte[] lines) throws IOException {
        OutputStream out = open;
        if (out == null || !Files.exists(path)) {
            close();
            out = Channels.newOutputStream(
                    FileChannel.open(path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), privately()));
            open = out;
        }
        out.write(lines);
    }

    private static FileAttribute<?>[] privately() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
