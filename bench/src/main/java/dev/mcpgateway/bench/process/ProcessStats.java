package dev.mcpgateway.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What {@code /proc} says of a process. */
public record ProcessStats(long pid) {
    /** The unit of {@code utime} and {@code stime}, which is 1/100 s for user space on every Linux platform that runs Java. */
    private static final double MICROS_PER_TICK = 10_000;

    /** CPU time in user and kernel mode since the start, all threads, in microseconds. */
    public double cpuMicros() throws IOException {
        String stat = Files.readString(proc("stat"));
        // The second field is a name in parentheses that may hold spaces.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MICROS_PER_TICK;
    }

    /** Resident memory in bytes. */
    public long residentBytes() throws IOException {
        return status("VmRSS:") * 1024;
    }

    public long threads() throws IOException {
        return status("Threads:");
    }

    public long descriptors() throws IOException {
        try (Stream<Path> descriptors = Files.list(proc("fd"))) {
            return descriptors.count();
        }
    }

    private long status(String key) throws IOException {
        try (Stream<String> lines = Files.lines(proc("status"))) {
            String line = lines.filter(candidate -> candidate.startsWith(key))
                    .findFirst()
                    .orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", ""));
        }
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(pid), file);
    }
}
