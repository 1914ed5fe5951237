package dev.mcpgateway.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

/**
 * A run as a Markdown page to be kept.
 *
 * @param commit the gateway's commit
 * @param jvmFlags of the gateway and of the baseline
 */
public record Report(LocalDate date, String commit, Machine machine, String jvmFlags, Table table) {
    /** Writes {@code <date>-<cores>cores.md} into the directory and returns its path. */
    public Path write(Path directory) throws IOException {
        Files.createDirectories(directory);
        return Files.writeString(directory.resolve("%s-%dcores.md".formatted(date, machine.cores())), text());
    }

    private String text() {
        return """
                # %s, %d cores

                How to read it: [../README.md](../README.md).

                - Commit: `%s`
                - Machine: %s
                - JVM flags of the gateway and of the baseline: `%s`

                %s
                """.formatted(date, machine.cores(), commit, machine.text(), jvmFlags, table.markdown());
    }
}
