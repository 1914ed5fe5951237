package dev.mcpgateway.bench.load;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that hold a GET stream open, each in a session of its own, and read what comes. */
public final class IdleStreams implements Closeable {
    private static final int OPENERS = 16;
    /** Well above the 15 s after which a silent stream gets a comment. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Collection<HttpConnection> connections = new ConcurrentLinkedQueue<>();
    private final AtomicInteger reading = new AtomicInteger();
    private final AtomicInteger heard = new AtomicInteger();

    private IdleStreams() {}

    public static IdleStreams open(int port, int count) throws Exception {
        var streams = new IdleStreams();
        try {
            List<Callable<Void>> openers = new ArrayList<>();
            for (int opener = 0; opener < OPENERS; opener++) {
                int share = count / OPENERS + (opener < count % OPENERS ? 1 : 0);
                openers.add(() -> streams.openShare(port, share));
            }
            for (Future<Void> opened : streams.threads.invokeAll(openers)) {
                opened.get();
            }
            return streams;
        } catch (Exception e) {
            streams.close();
            throw e;
        }
    }

    /** How many streams are still open. */
    public int reading() {
        return reading.get();
    }

    /** How many streams got something after their first bytes. */
    public int heard() {
        return heard.get();
    }

    @Override
    public void close() {
        connections.forEach(HttpConnection::close);
        threads.close();
    }

    private Void openShare(int port, int share) throws IOException, WrongAnswer {
        try (var posts = new HttpConnection(port, SILENCE)) {
            for (int stream = 0; stream < share; stream++) {
                var connection = new HttpConnection(port, SILENCE);
                connections.add(connection);
                McpSession.open(posts, Address.mcp(port)).stream(connection);
                reading.incrementAndGet();
                threads.submit(() -> read(connection));
            }
        }
        return null;
    }

    private void read(HttpConnection connection) {
        byte[] bytes = new byte[256];
        try {
            for (int count = 0; connection.read(bytes) > 0; count++) {
                heard.addAndGet(count == 0 ? 1 : 0);
            }
        } catch (IOException e) {
            // Silent for too long, or closed at the end: either way it is no longer read.
        }
        reading.decrementAndGet();
    }
}
