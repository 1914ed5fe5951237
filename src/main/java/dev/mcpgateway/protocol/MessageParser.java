package dev.mcpgateway.protocol;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what makes JSON a JSON-RPC message, or a batch of them, in the form that MCP gives it. */
final class MessageParser {

    private final byte[] bytes;
    private final @Nullable Buffer source;
    private final JsonLimits limits;
    private final JsonScanner scanner;

    /** A parser of {@code bytes[start, end)}; {@code source} is a buffer with exactly these bytes, when there is one. */
    MessageParser(byte[] bytes, int start, int end, @Nullable Buffer source, JsonLimits limits) {
        this.bytes = bytes;
        this.source = source;
        this.limits = limits;
        this.scanner = new JsonScanner(bytes, start, end, limits);
    }

    Message parse() {
        try {
            scanner.whitespace();
            boolean array = scanner.peek() == '[';
            MessageReader reader = new MessageReader(bytes, scanner, limits);
            JsonSlice root = reader.envelope();
            scanner.end();
            if (root == null) {
                throw invalid(array ? "a batch where one message is expected" : "the body is no object", null);
            }
            return message(reader, root, source);
        } catch (MalformedJson e) {
            throw notJson(e);
        }
    }

    List<Message> parseBatch() {
        try {
            scanner.whitespace();
            if (scanner.peek() != '[') {
                scanner.value();
                scanner.end();
                throw invalid("one message where a batch is expected", null);
            }
            List<Message> messages = new ArrayList<>();
            boolean more = scanner.enterArray();
            while (more) {
                if (messages.size() == limits.maxBatchSize()) {
                    throw invalid("a batch of more than " + limits.maxBatchSize() + " messages", null);
                }
                MessageReader reader = new MessageReader(bytes, scanner, limits);
                JsonSlice root = reader.envelope();
                if (root == null) {
                    throw invalid("an element of the batch is no object", null);
                }
                messages.add(message(reader, root, null));
                more = scanner.moreElements();
            }
            scanner.end();
            if (messages.isEmpty()) {
                throw invalid("an empty batch", null);
            }
            return messages;
        } catch (MalformedJson e) {
            throw notJson(e);
        }
    }

    static boolean isWhitespace(byte c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    /** The id that this token is, or null when it can be none. */
    static @Nullable JsonRpcId id(JsonSlice token) {
        return token.is(JsonType.STRING) || token.is(JsonType.NUMBER) ? JsonRpcId.of(token) : null;
    }

    private static Message message(MessageReader reader, JsonSlice root, @Nullable Buffer source) {
        JsonSlice idSlice = root.get("id");
        JsonRpcId id = idSlice == null ? null : id(idSlice);
        String problem = reader.problem();
        if (problem != null) {
            throw invalid(problem, reader.envelopeProblem() ? null : id);
        }
        if (!"2.0".equals(root.string("jsonrpc"))) {
            throw invalid("\"jsonrpc\" must be \"2.0\"", id);
        }
        if (idSlice != null && id == null && !idSlice.is(JsonType.NULL)) {
            throw invalid("\"id\" must be a string or a number", null);
        }
        JsonSlice method = root.get("method");
        return method == null
                ? response(reader, root, source, idSlice, id)
                : call(reader, root, source, idSlice, id, method);
    }

    private static Message call(
            MessageReader reader,
            JsonSlice root,
            @Nullable Buffer source,
            @Nullable JsonSlice idSlice,
            @Nullable JsonRpcId id,
            JsonSlice method) {
        if (root.get("result") != null || present(root.get("error")) != null) {
            throw invalid("\"method\" beside \"result\" or \"error\"", id);
        }
        if (!method.is(JsonType.STRING)) {
            throw invalid("\"method\" must be a string", id);
        }
        if (idSlice != null && id == null) {
            throw invalid("the \"id\" of a request must not be null", null);
        }
        if (reader.params() == null && present(root.get("params")) != null) {
            throw invalid("\"params\" must be an object", id);
        }
        Message.Kind kind = id == null ? Message.Kind.NOTIFICATION : Message.Kind.REQUEST;
        return new Message(kind, root, source, idSlice, id, method.asString(), null, null, reader);
    }

    private static Message response(
            MessageReader reader,
            JsonSlice root,
            @Nullable Buffer source,
            @Nullable JsonSlice idSlice,
            @Nullable JsonRpcId id) {
        JsonSlice result = reader.result() == null ? root.get("result") : reader.result();
        JsonSlice error = present(root.get("error"));
        if (error == null) {
            if (result == null) {
                throw invalid("neither \"method\" nor \"result\" nor \"error\"", id);
            }
            if (id == null) {
                throw invalid("a result without \"id\"", null);
            }
        } else if (present(result) != null) {
            throw invalid("\"result\" beside \"error\"", id);
        } else if (!error.is(JsonType.OBJECT)) {
            throw invalid("\"error\" must be an object", id);
        }
        // Only an error response may have null in place of an id.
        JsonRpcId answered = id == null && idSlice != null ? JsonRpcId.NULL : id;
        return new Message(Message.Kind.RESPONSE, root, source, idSlice, answered, null, result, error, reader);
    }

    /** Some implementations write null for a member that is absent. */
    private static @Nullable JsonSlice present(@Nullable JsonSlice value) {
        return value == null || value.is(JsonType.NULL) ? null : value;
    }

    private static InvalidMessage invalid(String problem, @Nullable JsonRpcId id) {
        return new InvalidMessage(ErrorCode.INVALID_REQUEST, "Invalid request: " + problem, id);
    }

    private static InvalidMessage notJson(MalformedJson e) {
        return new InvalidMessage(ErrorCode.PARSE_ERROR, "Parse error: " + e.getMessage(), null);
    }
}
