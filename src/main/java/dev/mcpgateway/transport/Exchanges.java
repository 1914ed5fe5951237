package dev.mcpgateway.transport;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The requests in flight on one event loop, for the drain to wait for. */
final class Exchanges {
    private final Set<InFlight> open = new HashSet<>();
    private @Nullable Promise<Void> idle;

    void add(InFlight exchange) {
        open.add(exchange);
    }

    void remove(InFlight exchange) {
        open.remove(exchange);
        if (idle != null && open.isEmpty()) {
            idle.tryComplete();
        }
    }

    int size() {
        return open.size();
    }

    /** Asks lasting calls to answer, and completes when none is left. */
    Future<Void> drain() {
        idle = Promise.promise();
        List.copyOf(open).forEach(InFlight::endLasting);
        if (open.isEmpty()) {
            idle.tryComplete();
        }
        return idle.future();
    }

    /** Answers what is left with "outcome unknown". */
    void abandon() {
        List.copyOf(open).forEach(InFlight::abandon);
    }
}
