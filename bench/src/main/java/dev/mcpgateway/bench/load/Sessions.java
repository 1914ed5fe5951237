package dev.mcpgateway.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Opens many sessions, makes a call in each, deletes one half and forgets the other. */
public final class Sessions {
    private static final int THREADS = 16;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final long NUMBER = 1_000_000_000;

    private Sessions() {}

    /** What is left to look at. */
    public record Left(List<String> deleted, List<String> forgotten) {}

    /** Opens {@code count} sessions; returns the ids of a few of each half. */
    public static Left openAndLeave(int port, int count) throws Exception {
        List<Callable<Left>> tasks = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int share = count / THREADS + (thread < count % THREADS ? 1 : 0);
            tasks.add(() -> share(port, share));
        }
        var left = new Left(new ArrayList<>(), new ArrayList<>());
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (Future<Left> task : threads.invokeAll(tasks)) {
                left.deleted.addAll(task.get().deleted);
                left.forgotten.addAll(task.get().forgotten);
            }
        }
        return left;
    }

    /** Checks that none of these sessions is known any more. */
    public static void checkGone(int port, List<String> ids) throws IOException, WrongAnswer {
        try (var connection = new HttpConnection(port, TIMEOUT)) {
            for (String id : ids) {
                int status = McpSession.known(connection, Address.mcp(port), id).ping();
                if (status != 404) {
                    throw new WrongAnswer("a session that is over was answered with status " + status);
                }
            }
        }
    }

    private static Left share(int port, int share) throws IOException, WrongAnswer {
        var left = new Left(new ArrayList<>(), new ArrayList<>());
        var call = Call.Echo.legacy(200);
        try (var connection = new HttpConnection(port, TIMEOUT)) {
            for (int opened = 0; opened < share; opened++) {
                McpSession session = McpSession.open(connection, Address.mcp(port));
                session.call(call, NUMBER + opened);
                boolean delete = opened % 2 == 0;
                if (delete && session.delete() / 100 != 2) {
                    throw new WrongAnswer("a session could not be deleted");
                }
                if (opened < 2) {
                    (delete ? left.deleted : left.forgotten).add(session.id());
                }
            }
        }
        return left;
    }
}
