package dev.mcpgateway.provider.upstream.bridge;

import dev.mcpgateway.protocol.HeldElsewhere;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.upstream.exchange.Upstream;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The questions that are put to legacy clients on behalf of modern servers, as server requests on the stream of the call that
 * needs the answers. Their ids read {@code <provider>/~<task>.<n>}, so that an answer that comes to another task finds the way.
 */
final class ClientQuestions {
    private static final String OWN = "~";
    private static final String END_OF_TASK = ".";

    private final Upstream upstream;
    private final Interaction limits;
    private final String own;
    private final AtomicLong last = new AtomicLong();
    private final Map<String, QuestionRound> open = new ConcurrentHashMap<>();

    ClientQuestions(Upstream upstream, Interaction limits, String task) {
        this.upstream = upstream;
        this.limits = limits;
        this.own = OWN + task + END_OF_TASK;
    }

    /**
     * Asks the client.
     *
     * @param inputRequests the server's requests by its own keys
     * @throws McpError when the client cannot be asked this, or too many questions wait
     */
    QuestionRound ask(Call call, JsonSlice inputRequests) {
        for (JsonSlice.Member request : inputRequests.members()) {
            String method = request.value().string("method");
            if (method == null || !McpMethod.isServerRequest(method)) {
                throw McpError.eraCannotCarry(upstream.failures().subject() + " asks the client for "
                        + (method == null ? "something without a method" : method) + ", which a client of "
                        + call.client().version() + " cannot be asked");
            }
        }
        if (open.size() >= limits.mostWaiting()) {
            throw McpError.overloaded(upstream.failures().subject()
                    + " has as many questions that wait for clients as interaction.maxParked allows");
        }
        QuestionRound round = new QuestionRound(upstream, call, limits.waitFor());
        for (JsonSlice.Member request : inputRequests.members()) {
            String id = own + last.incrementAndGet();
            open.put(id, round);
            round.answers().onComplete(done -> open.remove(id));
            round.ask(id, request.name(), request.value());
        }
        return round;
    }

    /** Takes a client's response; fails with {@link HeldElsewhere} when another task has asked. */
    Future<Void> answer(Client client, String id, Message response) {
        int end = id.lastIndexOf(END_OF_TASK);
        if (id.startsWith(OWN) && end > 0 && !id.startsWith(own)) {
            return Future.failedFuture(new HeldElsewhere(id.substring(OWN.length(), end)));
        }
        QuestionRound round = open.get(id);
        return round != null && round.isOf(client) && round.answer(id, response)
                ? Future.succeededFuture()
                : Future.failedFuture(McpError.invalidRequest(
                        "nobody waits for this response: its call has ended, or was not made here"));
    }

    /** Ends what a client that is gone was asked. */
    void release(Client client) {
        open.values().forEach(round -> {
            if (round.isOf(client)) {
                round.withdraw(McpError.sessionLost("the client's session has ended"));
            }
        });
    }
}
