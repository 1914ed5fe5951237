package dev.mcpgateway.twotasks;

import dev.mcpgateway.testing.HttpWire;
import dev.mcpgateway.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** How calls ended, as their clients saw it, and what arrived at the upstream. */
final class Tally {
    private static final String OUTCOME_UNKNOWN = "-31001";

    final AtomicInteger answered = new AtomicInteger();
    final AtomicInteger outcomeUnknown = new AtomicInteger();
    final AtomicInteger failed = new AtomicInteger();
    final AtomicInteger sessionsLost = new AtomicInteger();
    final List<String> wrong = new CopyOnWriteArrayList<>();
    final Map<String, AtomicInteger> arrivals = new ConcurrentHashMap<>();
    /** What an upstream was told to do by one person on behalf of another. */
    final List<String> forAnother = new CopyOnWriteArrayList<>();

    final Map<String, Integer> reasons = new ConcurrentHashMap<>();
    final Map<Integer, Boolean> wentOn = new ConcurrentHashMap<>();

    int calls() {
        return answered.get() + outcomeUnknown.get() + failed.get() + wrong.size();
    }

    /** A call has arrived at the upstream. */
    void arrived(TestServer.Incoming request) {
        JsonObject arguments = request.params().getJsonObject("arguments");
        if (request.params().getString("name").equals("write")) {
            arrivals.computeIfAbsent(arguments.getString("id"), first -> new AtomicInteger())
                    .incrementAndGet();
        }
        if (!arguments.getString("person").equals(request.header("X-User-ID"))) {
            forAnother.add(request.header("X-User-ID") + " sent " + arguments);
        }
    }

    /**
     * Counts an answer.
     *
     * @return whether it is the right one
     */
    boolean ended(HttpWire.Answer answer, int id, String argument) {
        if (answer.status() == 404) {
            sessionsLost.incrementAndGet();
        }
        String body = answer.body();
        if (answer.status() == 200 && body.contains(argument) && body.contains("\"id\":" + id)) {
            answered.incrementAndGet();
            return true;
        }
        if (body.contains(OUTCOME_UNKNOWN)) {
            outcomeUnknown.incrementAndGet();
        } else if (answer.status() != 200 || body.contains("\"error\"")) {
            failed(answer.status() + " " + body);
        } else {
            wrong.add(body);
        }
        return false;
    }

    void failed(String reason) {
        failed.incrementAndGet();
        reasons.merge(reason, 1, Integer::sum);
    }

    long arrivedTwice() {
        return arrivals.values().stream().filter(count -> count.get() > 1).count();
    }
}
