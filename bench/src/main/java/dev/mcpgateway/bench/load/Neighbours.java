package dev.mcpgateway.bench.load;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Clients that keep calling tools of upstreams that hang, flood or are dead, until they are closed. */
public final class Neighbours implements Closeable {
    private static final int HANGING = 8;
    private static final int DEAD = 4;
    private static final int FLOODED = 4;
    /** Between two calls of a client whose upstream is dead. */
    private static final Duration PAUSE = Duration.ofMillis(20);
    /** Before a client comes back whose connection broke or whose session was refused. */
    private static final Duration AWAY = Duration.ofMillis(250);
    /** After each 64 KiB of a flood: 1 MiB/s a reader, so that the flood does not simply use up the machine. */
    private static final Duration SIP = Duration.ofMillis(64);

    private static final long NUMBER = 9_000_000_000L;

    private final int port;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<String> wrong = new AtomicReference<>();
    private volatile boolean closed;

    private Neighbours(int port) {
        this.port = port;
    }

    /** Starts them; each tool is an {@code echo} under its public name. */
    public static Neighbours start(int port, String hanging, String flooding, String dead) {
        var neighbours = new Neighbours(port);
        neighbours.add(
                HANGING, Duration.ofSeconds(1), (connection, session) -> neighbours.call(connection, session, hanging));
        neighbours.add(
                FLOODED, Duration.ofSeconds(5), (connection, session) -> neighbours.sip(connection, session, flooding));
        neighbours.add(
                DEAD, Duration.ofSeconds(5), (connection, session) -> neighbours.call(connection, session, dead));
        return neighbours;
    }

    /** Fails when a call was answered with a result although no upstream can have made it. */
    public void check() throws WrongAnswer {
        if (wrong.get() != null) {
            throw new WrongAnswer(wrong.get());
        }
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void add(int count, Duration timeout, Visit visit) {
        for (int client = 0; client < count; client++) {
            threads.add(Thread.ofVirtual().start(() -> {
                while (!closed) {
                    try (var connection = new HttpConnection(port, timeout)) {
                        visit.run(
                                connection,
                                McpSession.open(connection, Address.mcp(port)).id());
                    } catch (IOException | WrongAnswer e) {
                        pause(AWAY);
                    }
                }
            }));
        }
    }

    private void call(HttpConnection connection, String session, String tool) throws IOException {
        byte[] request = new RequestTemplate(Call.Echo.legacy(tool, 200).request(Address.mcp(port), session)).with(NUMBER);
        while (!closed) {
            HttpAnswer answer = connection.exchange(request);
            try {
                Answer.to(NUMBER, answer);
                wrong.set("a call of " + tool + " that no upstream answered was a success");
            } catch (WrongAnswer expected) {
                pause(PAUSE);
            }
        }
    }

    private void sip(HttpConnection connection, String session, String tool) throws IOException {
        byte[] request = new RequestTemplate(Call.Echo.legacy(tool, 200).request(Address.mcp(port), session)).with(NUMBER);
        connection.open(request);
        byte[] bytes = new byte[64 << 10];
        while (!closed && connection.read(bytes) > 0) {
            pause(SIP);
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            // Being closed: the loops look at that themselves.
        }
    }

    private interface Visit {
        void run(HttpConnection connection, String session) throws IOException;
    }
}
