package dev.mcpgateway.provider.upstream.channel;

import dev.mcpgateway.protocol.JsonRpcId;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.MetaKeys;
import dev.mcpgateway.provider.upstream.channel.UpstreamFailure.Kind;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who gets which message of a duplex channel.
 *
 * <ul>
 *   <li>A response goes to the request of its id.
 *   <li>Progress goes to the call that gave the token; a message with a subscription id to that subscription.
 *   <li>Server requests and log messages name no call (2025-11-25): they go to the most recent call in flight that can take
 *       them, else to the listener.
 *   <li>All else goes to the listener, else to the most recent call.
 *   <li>What nobody can take waits, bounded, for the next listener.
 * </ul>
 *
 * <p>Callable from any thread; messages are routed by one thread at a time.
 */
final class DuplexRouting {
    private static final Logger log = LoggerFactory.getLogger(DuplexRouting.class);

    private static final int BACKLOG_MESSAGES = 64;
    private static final int BACKLOG_BYTES = 1 << 20;
    private static final int ABANDONED_IDS = 256;

    private final String upstream;
    private final SequencedMap<JsonRpcId, DuplexCall> calls = new LinkedHashMap<>();
    /** Requests that nobody waits for any more, whose responses are still to be expected. */
    private final SequencedSet<JsonRpcId> abandoned = new LinkedHashSet<>();

    private final ArrayDeque<Message> backlog = new ArrayDeque<>();
    private int backlogBytes;
    private @Nullable DuplexStream listener;
    private @Nullable UpstreamFailure end;

    DuplexRouting(String upstream) {
        this.upstream = upstream;
    }

    /** Why nothing can be sent any more; null while it can. */
    synchronized @Nullable UpstreamFailure ended() {
        return end;
    }

    synchronized boolean isInUse() {
        return listener != null || !calls.isEmpty();
    }

    synchronized void alive() {
        calls.values().forEach(DuplexCall::alive);
    }

    /** Adds a call, unless a failure is returned. */
    synchronized @Nullable UpstreamFailure add(DuplexCall call) {
        if (end != null) {
            return end;
        }
        return calls.putIfAbsent(call.id(), call) == null
                ? null
                : new UpstreamFailure(Kind.UNREACHABLE, "a request with the same id is in flight already");
    }

    /** Forgets a call that is over. */
    synchronized void remove(DuplexCall call) {
        if (calls.remove(call.id(), call)) {
            abandoned.add(call.id());
            if (abandoned.size() > ABANDONED_IDS) {
                abandoned.removeFirst();
            }
        }
    }

    /** Makes this the listener and ends the one before, unless a failure is returned. */
    synchronized @Nullable UpstreamFailure listen(DuplexStream stream) {
        if (end != null) {
            return end;
        }
        DuplexStream before = listener;
        listener = stream;
        if (before != null) {
            before.end();
        }
        for (Message message : backlog) {
            stream.deliver(message, () -> {});
        }
        backlog.clear();
        backlogBytes = 0;
        return null;
    }

    synchronized void remove(DuplexStream stream) {
        if (listener == stream) {
            listener = null;
        }
    }

    /** Ends every call and the listener; false when that has happened before. Only the listener is ended by an abort cleanly. */
    synchronized boolean end(UpstreamFailure failure) {
        if (end != null) {
            return false;
        }
        end = failure;
        calls.values().forEach(call -> call.lose(failure));
        if (listener != null && failure.kind() == Kind.ABORTED) {
            listener.end();
        } else if (listener != null) {
            listener.fail(failure);
        }
        backlog.clear();
        return true;
    }

    /**
     * Hands a message to whom it belongs.
     *
     * @param taken called when there is room for more
     */
    synchronized void route(Message message, Runnable taken) {
        if (message.kind() == Message.Kind.RESPONSE) {
            respond(message, taken);
            return;
        }
        JsonSlice subscription = message.meta() == null ? null : message.meta().get(MetaKeys.SUBSCRIPTION_ID);
        DuplexReceiver receiver = subscription == null ? receiver(message) : calls.get(id(subscription));
        if (receiver != null) {
            receiver.deliver(message, taken);
        } else {
            if (subscription == null) {
                keep(message);
            }
            taken.run();
        }
    }

    private @Nullable DuplexReceiver receiver(Message message) {
        if (message.is(McpMethod.NOTIFICATIONS_PROGRESS)) {
            JsonSlice token = message.params() == null ? null : message.params().get(MetaKeys.PROGRESS_TOKEN);
            JsonRpcId wanted = token == null ? JsonRpcId.NULL : id(token);
            for (DuplexCall call : calls.sequencedValues().reversed()) {
                if (call.wantsProgress(wanted)) {
                    return call;
                }
            }
            return listener;
        }
        DuplexCall recent = mostRecent(message);
        return recent != null && (listener == null || belongsToCall(message)) ? recent : listener;
    }

    private @Nullable DuplexCall mostRecent(Message message) {
        for (DuplexCall call : calls.sequencedValues().reversed()) {
            if (call.accepts(message)) {
                return call;
            }
        }
        return null;
    }

    private static boolean belongsToCall(Message message) {
        return message.kind() == Message.Kind.REQUEST
                || message.is(McpMethod.NOTIFICATIONS_MESSAGE)
                || message.is(McpMethod.NOTIFICATIONS_CANCELLED)
                || message.is(McpMethod.NOTIFICATIONS_ELICITATION_COMPLETE);
    }

    private void respond(Message response, Runnable taken) {
        JsonRpcId id = response.id() == null ? JsonRpcId.NULL : response.id();
        DuplexCall call = calls.remove(id);
        if (call != null) {
            call.respond(response, taken);
            return;
        }
        taken.run();
        if (abandoned.remove(id)) {
            return;
        }
        log.warn("upstream '{}' answered with an id that no request has", upstream);
        if (calls.size() == 1) {
            // It cannot be meant for any other, and the one it is meant for would wait for nothing.
            calls.firstEntry().getValue().fail(HttpAnswers.otherId());
        }
    }

    private void keep(Message message) {
        backlog.add(message);
        backlogBytes += message.root().length();
        while (backlog.size() > BACKLOG_MESSAGES || backlogBytes > BACKLOG_BYTES) {
            backlogBytes -= backlog.remove().root().length();
            log.debug("upstream '{}' sends what nobody listens to; the oldest is dropped", upstream);
        }
    }

    /** An id or token as it is compared; one that is neither string nor number equals none. */
    private static JsonRpcId id(JsonSlice token) {
        return token.is(JsonType.STRING) || token.is(JsonType.NUMBER) ? JsonRpcId.of(token) : JsonRpcId.NULL;
    }
}
