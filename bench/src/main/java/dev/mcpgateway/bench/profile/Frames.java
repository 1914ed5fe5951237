package dev.mcpgateway.bench.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/** A recording, summed up by method: where the CPU was, through which of our methods it got there, who allocated. */
final class Frames {
    private static final String OURS = "dev.mcpgateway.";
    private static final int SHOWN = 30;

    private final Map<String, Long> threads = new HashMap<>();
    private final Map<String, Long> on = new HashMap<>();
    private final Map<String, Long> under = new HashMap<>();
    private final Map<String, Long> allocatedBy = new HashMap<>();
    private final Map<String, Long> allocated = new HashMap<>();
    private long samples;
    private long bytes;

    private Frames() {}

    static Frames read(Path recording) throws IOException {
        var frames = new Frames();
        try (var file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                switch (event.getEventType().getName()) {
                    case "jdk.CPUTimeSample" -> frames.sample(event);
                    case "jdk.ObjectAllocationSample" -> frames.allocation(event);
                    default -> {}
                }
            }
        }
        return frames;
    }

    /** Which methods used the CPU, in percent of the samples. */
    String cpu() {
        return table("by kind of thread", threads, samples / 100.0, "%")
                + table("by the method that was running", on, samples / 100.0, "%")
                + table("in and below each method of the gateway", under, samples / 100.0, "%")
                + "%n%,d samples%n".formatted(samples);
    }

    /** What was allocated, in bytes for each of {@code calls}. */
    String allocations(long calls) {
        return table("by the nearest method of the gateway", allocatedBy, calls, "B")
                + table("by class", allocated, calls, "B")
                + "%n%,d bytes a call%n".formatted(bytes / calls);
    }

    private void sample(RecordedEvent event) {
        RecordedStackTrace trace = event.getStackTrace();
        if (trace == null || trace.getFrames().isEmpty()) {
            return;
        }
        samples++;
        String thread = event.getThread("eventThread") == null
                ? "unknown"
                : String.valueOf(event.getThread("eventThread").getJavaName());
        threads.merge(thread.replaceAll("\\d+", "N"), 1L, Long::sum);
        on.merge(name(trace.getFrames().getFirst()), 1L, Long::sum);
        Set<String> seen = new HashSet<>();
        for (RecordedFrame frame : trace.getFrames()) {
            String name = name(frame);
            if (name.startsWith(OURS) && seen.add(name)) {
                under.merge(name, 1L, Long::sum);
            }
        }
    }

    private void allocation(RecordedEvent event) {
        long weight = event.getLong("weight");
        bytes += weight;
        allocated.merge(event.getClass("objectClass").getName(), weight, Long::sum);
        RecordedStackTrace trace = event.getStackTrace();
        if (trace != null) {
            String nearest = trace.getFrames().stream()
                    .map(Frames::name)
                    .filter(name -> name.startsWith(OURS))
                    .findFirst()
                    .orElse("(outside the gateway's own code)");
            allocatedBy.merge(nearest, weight, Long::sum);
        }
    }

    private static String name(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    private static String table(String title, Map<String, Long> counts, double whole, String unit) {
        List<String> lines = new ArrayList<>(List.of("", title));
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(SHOWN)
                .forEach(entry -> lines.add("%9.1f %s  %s".formatted(entry.getValue() / whole, unit, entry.getKey())));
        return String.join("\n", lines) + "\n";
    }
}
