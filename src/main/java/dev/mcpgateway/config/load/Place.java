package dev.mcpgateway.config.load;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a value was written.
 *
 * @param source the file as the operator named it, or a flag or environment variable
 * @param directory what relative paths are relative to; null for the working directory
 * @param line from 1; 0 when the source has no lines
 * @param column from 1; 0 when the source has no lines
 */
record Place(String source, @Nullable Path directory, int line, int column) {

    /** Returns the place that is a whole file. */
    static Place file(Path file) {
        return new Place(file.toString(), file.toAbsolutePath().getParent(), 0, 0);
    }

    /** Returns a flag or an environment variable. */
    static Place outside(String source) {
        return new Place(source, null, 0, 0);
    }

    /** Returns a position in the same source. */
    Place at(int newLine, int newColumn) {
        return new Place(source, directory, newLine, newColumn);
    }
}
