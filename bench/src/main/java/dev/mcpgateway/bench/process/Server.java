package dev.mcpgateway.bench.process;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A JVM that listens on a port of the loopback interface.
 *
 * @param data the directory that it may write to, whether or not it is there
 * @param log its output and errors
 */
public record Server(String name, int port, Process process, Path data, Path log) implements Closeable {
    private static final Duration START = Duration.ofSeconds(30);
    private static final int LOG_LINES = 15;

    static Server start(String name, int port, List<String> command, Path directory) throws IOException {
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        // Also when the run is interrupted: nothing that it started outlives it.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new Server(name, port, process, directory.resolve("data"), log);
    }

    /** A port that was free a moment ago. */
    public static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Waits until the port takes a connection. */
    Server awaitListening() throws IOException, InterruptedException {
        for (long end = System.nanoTime() + START.toNanos(); System.nanoTime() < end && process.isAlive(); ) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port));
                return this;
            } catch (IOException e) {
                Thread.sleep(10);
            }
        }
        String output = lastOutput();
        close();
        throw new IOException(name + " does not listen; its last output:\n" + output);
    }

    /** The end of what it has printed. */
    public String lastOutput() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(lines.size() - LOG_LINES, 0), lines.size()));
    }

    /** The size of all files that it has written. */
    public long dataBytes() throws IOException {
        if (!Files.isDirectory(data)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(data)) {
            return files.mapToLong(
                            file -> file.toFile().isFile() ? file.toFile().length() : 0)
                    .sum();
        }
    }

    public ProcessStats stats() {
        return new ProcessStats(process.pid());
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
