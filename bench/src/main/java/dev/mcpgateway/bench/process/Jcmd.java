package dev.mcpgateway.bench.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a running JVM about itself. */
public final class Jcmd {
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    private Jcmd() {}

    /** Collects all garbage and returns the size of the objects that are left, in bytes. */
    public static long liveHeapBytes(Server server) throws IOException, InterruptedException {
        // Twice: what the first collection hands to reference handlers and cleaners is garbage in the second.
        run(server, "GC.run");
        Matcher total = TOTAL.matcher(run(server, "GC.class_histogram"));
        if (!total.find()) {
            throw new IOException("jcmd gave no total of the heap of " + server.name());
        }
        return Long.parseLong(total.group(1));
    }

    /** Starts to sample what runs on the CPU, and what is allocated. */
    public static void startRecording(Server server) throws IOException, InterruptedException {
        run(
                server,
                "JFR.start",
                "name=bench",
                "settings=profile",
                "jdk.CPUTimeSample#enabled=true",
                "jdk.CPUTimeSample#throttle=5ms",
                "jdk.ExecutionSample#enabled=false");
    }

    /** Stops the recording and writes it to a file. */
    public static void stopRecording(Server server, Path file) throws IOException, InterruptedException {
        run(server, "JFR.stop", "name=bench", "filename=" + file);
    }

    private static String run(Server server, String... command) throws IOException, InterruptedException {
        var line = new ArrayList<String>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        line.add(Long.toString(server.process().pid()));
        line.addAll(List.of(command));
        Process jcmd = new ProcessBuilder(line).redirectErrorStream(true).start();
        String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IOException("jcmd failed: " + output);
        }
        return output;
    }
}
