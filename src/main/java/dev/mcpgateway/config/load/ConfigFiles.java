package dev.mcpgateway.config.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads files into texts and remembers which, so that a change of any of them can be noticed. */
final class ConfigFiles {
    private static final long MAX_BYTES = 4L << 20;

    private final Problems problems;
    private final Set<Path> read = new LinkedHashSet<>();

    ConfigFiles(Problems problems) {
        this.problems = problems;
    }

    /** Returns the files that were asked for, those that could not be read among them. */
    Set<Path> all() {
        return read;
    }

    /**
     * Returns a file's text without a byte order mark, or null when it cannot be read, which has been reported.
     *
     * @param asked where the file was asked for, and by which key
     */
    @Nullable
    String text(Path file, Place asked, String key) {
        read.add(file);
        try {
            if (Files.isDirectory(file)) {
                return refuse(asked, key, file, "it is a directory");
            }
            if (Files.size(file) > MAX_BYTES) {
                return refuse(asked, key, file, "it is larger than 4MiB");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (NoSuchFileException _) {
            return refuse(asked, key, file, "there is no such file");
        } catch (AccessDeniedException _) {
            return refuse(asked, key, file, "its permissions do not allow it");
        } catch (CharacterCodingException _) {
            return refuse(asked, key, file, "it is not UTF-8");
        } catch (IOException e) {
            return refuse(asked, key, file, e.getClass().getSimpleName());
        }
    }

    private @Nullable String refuse(Place asked, String key, Path file, String reason) {
        problems.error(asked, key, (key.isEmpty() ? "" : file + " ") + "cannot be read: " + reason);
        return null;
    }
}
