package dev.mcpgateway.crypto;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Files that only their owner may read, in a directory that only its owner may enter. On a file system without POSIX
 * permissions nothing is set and nothing is checked. Every method blocks.
 */
public final class PrivateFile {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_ONLY_DIRECTORY = PosixFilePermissions.fromString("rwx------");

    private PrivateFile() {}

    /** Creates the directory and those above it with mode 0700; one that exists stays as it is. */
    public static void createDirectory(Path directory) throws IOException {
        Files.createDirectories(directory, permissions(directory, OWNER_ONLY_DIRECTORY));
    }

    /** Creates an empty file with mode 0600; fails when there is one already. */
    public static void create(Path file) throws IOException {
        Files.createFile(file, permissions(file, OWNER_ONLY));
    }

    /** Opens a file to read and write, and creates it with mode 0600 when there is none. */
    public static FileChannel open(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE),
                permissions(file, OWNER_ONLY));
    }

    /** Makes what was written to a file survive a power failure; for a directory, the names of its files. */
    public static void sync(Path path) throws IOException {
        if (Files.isDirectory(path) && !isPosix(path)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Fails, and says what to do, when anybody but the owner may read or write the file. */
    public static void requirePrivate(Path file) throws IOException {
        if (!isPosix(file)) {
            return;
        }
        Set<PosixFilePermission> granted = EnumSet.noneOf(PosixFilePermission.class);
        granted.addAll(Files.getPosixFilePermissions(file));
        granted.removeAll(OWNER_ONLY_DIRECTORY);
        if (!granted.isEmpty()) {
            String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
            throw new FileSystemException(
                    file.toString(), null, "others than its owner may use it (" + mode + "). Run: chmod 600 " + file);
        }
    }

    /** What went wrong with which file, in words: several exceptions say no more than the name of the file. */
    public static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case NoSuchFileException missing -> missing.getFile() + ": there is no such file or directory";
            case FileAlreadyExistsException existing -> existing.getFile() + ": exists and is not a directory";
            default -> String.valueOf(e.getMessage());
        };
    }

    private static FileAttribute<?>[] permissions(Path path, Set<PosixFilePermission> permissions) {
        return isPosix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
