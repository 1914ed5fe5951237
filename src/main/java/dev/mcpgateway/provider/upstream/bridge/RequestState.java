package dev.mcpgateway.provider.upstream.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mcpgateway.crypto.AeadBox;
import dev.mcpgateway.crypto.UnopenableToken;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.Client;
import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The {@code requestState} of calls that wait for input: which call it is and until when, sealed, and bound to the client, the
 * upstream and the request (2026-07-28, multi round-trip requests, server requirements).
 */
final class RequestState {
    private static final Set<String> NOT_SALIENT = Set.of("_meta", "inputResponses", "requestState");

    private final AeadBox box;
    private final String upstream;
    private final Clock clock;

    RequestState(AeadBox box, String upstream, Clock clock) {
        this.box = box;
        this.upstream = upstream;
        this.clock = clock;
    }

    /** Seals the name of a waiting call. */
    String seal(String waiting, Duration lifetime, Client client, Message request) {
        long until = clock.millis() + lifetime.toMillis();
        return box.seal(Buffer.buffer().appendLong(until).appendString(waiting), binding(client, request));
    }

    /**
     * The name of the waiting call that a retry belongs to.
     *
     * @throws McpError -32602 when the state was changed, has expired, or belongs to another client or request
     */
    String open(String state, Client client, Message retry) {
        Buffer opened;
        try {
            opened = box.open(state, binding(client, retry));
        } catch (UnopenableToken e) {
            throw invalid("it was changed, or belongs to another client or request");
        }
        if (opened.getLong(0) < clock.millis()) {
            throw invalid("it has expired");
        }
        return opened.getString(Long.BYTES, opened.length());
    }

    static McpError invalid(String why) {
        return McpError.invalidParams("params.requestState is not valid: " + why + ". Make the call again without it.");
    }

    /** The client, the upstream, the method, and all of the params by which one call differs from another. */
    private Buffer binding(Client client, Message request) {
        MessageDigest digest = sha256();
        update(digest, client.key().getBytes(UTF_8));
        update(digest, upstream.getBytes(UTF_8));
        update(digest, request.requireMethod().getBytes(UTF_8));
        JsonSlice params = request.params();
        List<JsonSlice.Member> salient = params == null
                ? List.of()
                : params.members().stream()
                        .filter(member -> !NOT_SALIENT.contains(member.name()))
                        .sorted(Comparator.comparing(JsonSlice.Member::name))
                        .toList();
        for (JsonSlice.Member member : salient) {
            update(digest, member.name().getBytes(UTF_8));
            update(digest, member.value().toByteArray());
        }
        return Buffer.buffer(digest.digest());
    }

    private static void update(MessageDigest digest, byte[] part) {
        digest.update(Buffer.buffer().appendInt(part.length).getBytes());
        digest.update(part);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
