package dev.mcpgateway.provider.upstream;

import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.Reply;
import java.util.Objects;

/** A reply, read. */
record Answered(Reply reply) {
    Message message() {
        return Message.parse(Objects.requireNonNull(reply.body()), JsonLimits.DEFAULT);
    }

    int status() {
        return reply.status();
    }

    String eventId() {
        return reply.eventId();
    }
}
