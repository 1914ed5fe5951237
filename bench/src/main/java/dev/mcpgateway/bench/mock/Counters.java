package dev.mcpgateway.bench.mock;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/** What reached the mock since it started. Belongs to the mock's one event loop. */
final class Counters {
    private final Map<String, Long> requests = new TreeMap<>();
    private int openStreams;

    void request(String method) {
        requests.merge(method, 1L, Long::sum);
    }

    void streamOpened() {
        openStreams++;
    }

    void streamClosed() {
        openStreams--;
    }

    JsonObject toJson(int openSessions) {
        var byMethod = new JsonObject();
        requests.forEach(byMethod::put);
        return new JsonObject()
                .put("requests", byMethod)
                .put("openStreams", openStreams)
                .put("openSessions", openSessions);
    }
}
