package dev.mcpgateway.provider.upstream.channel;

import dev.mcpgateway.protocol.InvalidMessage;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonRpcId;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.McpHeaders;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.upstream.channel.UpstreamFailure.Kind;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a POST's status and whole body mean (2025-11-25 and 2026-07-28, transports, sending messages). */
record HttpAnswers(HttpClientResponse head, Buffer body, HttpSession session, HttpFailures failures) {
    private static final int MOST_ROOM = 1 << 20;

    /** Whether the response is a stream of events. */
    static boolean isEventStream(HttpClientResponse head) {
        return isSuccess(head) && hasType(head, "text/event-stream");
    }

    /** A body that begins with this chunk, with room for what was announced. */
    static Buffer roomFor(HttpClientResponse head, Buffer chunk) {
        String announced = head.getHeader(HttpHeaders.CONTENT_LENGTH);
        int length = announced != null && announced.length() < 10 ? Integer.parseInt(announced) : 0;
        return length <= chunk.length()
                ? chunk
                : Buffer.buffer(Math.min(length, MOST_ROOM)).appendBuffer(chunk);
    }

    /** Whether a response is for the request of that id; an error may have none. */
    static boolean belongs(Message response, JsonRpcId id) {
        JsonRpcId its = response.id();
        return its == null || its.isNull() || its.equals(id);
    }

    static UpstreamFailure otherId() {
        return new UpstreamFailure(Kind.GARBLED, "it answered with another id than that of the request");
    }

    /**
     * The answer to what wants none.
     *
     * @throws UpstreamFailure when it was not accepted
     */
    Answer accepted() {
        if (!isSuccess(head)) {
            throw failure(error());
        }
        return new Answer(head.statusCode(), null, null, null);
    }

    /**
     * The answer to a request.
     *
     * @param inbound takes the other messages of a batch
     * @throws UpstreamFailure when there is no response
     */
    Answer answer(JsonRpcId id, Inbound inbound) {
        String sessionId = head.getHeader(McpHeaders.SESSION_ID);
        if (!isSuccess(head)) {
            Message error = error();
            if (error == null || isSessionLost(error) || head.statusCode() == 401 || head.statusCode() == 403) {
                throw failure(error);
            }
            return new Answer(head.statusCode(), error, null, sessionId);
        }
        if (body.length() == 0) {
            throw new UpstreamFailure(
                    Kind.GARBLED, "it answered with status " + head.statusCode() + " and no response");
        }
        if (head.getHeader(HttpHeaders.CONTENT_TYPE) != null && !hasType(head, "application/json")) {
            throw new UpstreamFailure(Kind.GARBLED, "it answered with a content type that is neither JSON nor SSE");
        }
        try {
            Message response = null;
            for (Message message : messages(body)) {
                if (message.kind() != Message.Kind.RESPONSE) {
                    inbound.event(message, null, null);
                } else if (!belongs(message, id)) {
                    throw otherId();
                } else {
                    response = message;
                }
            }
            if (response == null) {
                throw new UpstreamFailure(Kind.GARBLED, "it answered with a message that is no response");
            }
            return new Answer(head.statusCode(), response, null, sessionId);
        } catch (InvalidMessage e) {
            throw new UpstreamFailure(Kind.GARBLED, "it answered with no JSON-RPC message: " + e.getMessage());
        }
    }

    /** The messages of a body or event: one, or in 2025-03-26 a batch of them. */
    static List<Message> messages(Buffer json) {
        return Message.isBatch(json)
                ? Message.parseBatch(json, JsonLimits.DEFAULT)
                : List.of(Message.parse(json, JsonLimits.DEFAULT));
    }

    /** The JSON-RPC error of a response that is no success; some servers put an id of their own into it. */
    private @Nullable Message error() {
        if (body.length() == 0 || !hasType(head, "application/json")) {
            return null;
        }
        try {
            Message message = Message.parse(body, JsonLimits.DEFAULT);
            return message.error() == null ? null : message;
        } catch (InvalidMessage _) {
            return null;
        }
    }

    private UpstreamFailure failure(@Nullable Message error) {
        if (isSessionLost(error)) {
            return new UpstreamFailure(
                    Kind.SESSION_LOST, head.statusCode(), "it answered " + head.statusCode() + " to the session id");
        }
        return failures.refused(head);
    }

    /**
     * The specification says 404. Servers that keep sessions in a table of their own, as the examples of the TypeScript SDK do,
     * say 400 with a text about the session once the table is gone.
     */
    private boolean isSessionLost(@Nullable Message error) {
        if (session.id() == null) {
            return false;
        }
        return switch (head.statusCode()) {
            case 404 -> true;
            case 400 -> error != null && saysSession(error);
            default -> false;
        };
    }

    private static boolean saysSession(Message error) {
        JsonSlice object = error.error();
        if (object == null) {
            return false;
        }
        JsonSlice code = object.get("code");
        String text = object.string("message");
        return code != null
                && "-32000".equals(code.toString())
                && text != null
                && text.toLowerCase(Locale.ROOT).contains("session");
    }

    private static boolean isSuccess(HttpClientResponse head) {
        return head.statusCode() >= 200 && head.statusCode() < 300;
    }

    private static boolean hasType(HttpClientResponse head, String mediaType) {
        String type = head.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && type.regionMatches(true, 0, mediaType, 0, mediaType.length());
    }
}
