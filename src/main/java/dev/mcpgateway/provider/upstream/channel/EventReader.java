package dev.mcpgateway.provider.upstream.channel;

import dev.mcpgateway.protocol.InvalidMessage;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.SseEvent;
import dev.mcpgateway.protocol.SseEventTooLarge;
import dev.mcpgateway.protocol.SseParser;
import dev.mcpgateway.provider.upstream.channel.Deadlines.Deadline;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the event stream of an HTTP response: notifications and requests go to the inbound side in order, and the stream is
 * read no further while that is full.
 */
final class EventReader {

    /** Learns of what ends a stream. */
    interface Receiver {
        /** A response has come, with the id of its event. */
        void response(Message response, @Nullable String eventId);

        /**
         * The upstream ended the stream.
         *
         * @param lastEventId where it can be resumed; null when it cannot
         */
        void ended(@Nullable String lastEventId);

        /**
         * The connection broke.
         *
         * @param lastEventId where the stream can be resumed; null when it cannot
         */
        void broken(Throwable cause, @Nullable String lastEventId);

        /** The stream is not what it should be. */
        void failed(UpstreamFailure failure);
    }

    private final HttpClientResponse response;
    private final Inbound inbound;
    private final @Nullable Deadline silence;
    private final Receiver receiver;
    private final SseParser parser;
    private final ContextInternal context = ContextInternal.current();
    private boolean stopped;

    /**
     * @param maxEventBytes the largest event
     * @param silence touched by every byte and suspended while the inbound side is full; null for none
     */
    EventReader(
            HttpClientResponse response,
            long maxEventBytes,
            Inbound inbound,
            @Nullable Deadline silence,
            Receiver receiver) {
        this.response = response;
        this.inbound = inbound;
        this.silence = silence;
        this.receiver = receiver;
        this.parser = new SseParser(Math.toIntExact(maxEventBytes), this::event, () -> {});
        response.handler(this::chunk).endHandler(_ -> ended()).exceptionHandler(this::broken);
    }

    /** Reads the rest of the stream, if there is any, without looking at it. */
    void stop() {
        stopped = true;
        response.resume();
    }

    private void chunk(Buffer chunk) {
        if (stopped) {
            return;
        }
        if (silence != null) {
            silence.touch();
        }
        try {
            parser.handle(chunk);
        } catch (SseEventTooLarge e) {
            receiver.failed(UpstreamFailure.tooLarge("an event", e.limit()));
        } catch (InvalidMessage e) {
            receiver.failed(UpstreamFailure.garbled("an event is no JSON-RPC message: " + e.getMessage()));
        }
        if (!stopped && inbound.writeQueueFull()) {
            pause();
        }
    }

    private void pause() {
        response.pause();
        if (silence != null) {
            silence.suspend();
        }
        inbound.onDrain(() -> context.runOnContext(_ -> {
            if (!stopped) {
                if (silence != null) {
                    silence.resume();
                }
                response.resume();
            }
        }));
    }

    private void event(SseEvent event) {
        if (stopped || (event.event() != null && !"message".equals(event.event()))) {
            return;
        }
        if (event.isEmpty()) {
            inbound.event(null, event.id(), event.retry());
            return;
        }
        List<Message> messages = messages(event);
        for (Message message : messages) {
            // A batch is resumed after its last message only.
            boolean last = message == messages.getLast();
            if (message.kind() == Message.Kind.RESPONSE) {
                receiver.response(message, last ? event.id() : null);
            } else {
                inbound.event(message, last ? event.id() : null, event.retry());
            }
        }
    }

    private static List<Message> messages(SseEvent event) {
        try {
            return List.of(event.message(JsonLimits.DEFAULT));
        } catch (InvalidMessage e) {
            Buffer data = event.data();
            if (Message.isBatch(data)) {
                return Message.parseBatch(data, JsonLimits.DEFAULT);
            }
            throw e;
        }
    }

    private void ended() {
        stopped = true;
        receiver.ended(parser.lastEventId());
    }

    private void broken(Throwable cause) {
        stopped = true;
        receiver.broken(cause, parser.lastEventId());
    }
}
