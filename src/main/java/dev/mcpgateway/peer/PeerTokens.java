package dev.mcpgateway.peer;

import dev.mcpgateway.crypto.AeadBox;
import dev.mcpgateway.crypto.UnopenableToken;
import dev.mcpgateway.identity.Principal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tokens by which a task knows that a request comes from another task, and on whose behalf. Sealed with a key that only
 * tasks have, bound to the receiver, method, path with query, request id and body, good for one request within a short time.
 */
public final class PeerTokens {
    /** The request header that carries a token. */
    public static final String HEADER = "x-mcp-gateway-task";

    /** Where a token's nonce is, which no two tokens share. */
    private static final int NONCE_CHARACTERS = 24;

    private final AeadBox box;
    private final InstantSource clock;
    private final Duration lifetime;
    private final Set<String> used = new HashSet<>();
    private final Deque<Used> inOrder = new ArrayDeque<>();

    /**
     * @param box of {@link Peers#PURPOSE}
     * @param lifetime how long a token is good for; the clocks of two tasks may differ by as much
     */
    public PeerTokens(AeadBox box, InstantSource clock, Duration lifetime) {
        this.box = box;
        this.clock = clock;
        this.lifetime = lifetime;
    }

    private record Used(String nonce, long until) {}

    /**
     * What a token is bound to.
     *
     * @param uri path and query as they stand in the request line
     */
    public record Request(String method, String uri, String requestId) {
        private Buffer bindTo(String task) {
            Buffer bound = Buffer.buffer();
            for (String part : new String[] {task, method, uri, requestId}) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                bound.appendInt(bytes.length).appendBytes(bytes);
            }
            return bound;
        }
    }

    /**
     * A token for one request.
     *
     * @param task the id of the task that it is meant for
     */
    String seal(String task, Request request, Forwarded forwarded) {
        JsonObject content = new JsonObject()
                .put("until", clock.millis() + lifetime.toMillis())
                .put("principal", PrincipalJson.encode(forwarded.principal()))
                .put("parked", forwarded.parked())
                .put("origin", forwarded.origin())
                .put("body", forwarded.bodyDigest());
        return box.seal(content.toBuffer(), request.bindTo(task));
    }

    /**
     * What a token says; null when it was made up or changed, is meant for another task or request, has expired or was
     * used before. Which of these it was stays unsaid.
     *
     * @param task the id of this task
     */
    public @Nullable Forwarded open(String token, String task, Request request) {
        try {
            JsonObject content = new JsonObject(box.open(token, request.bindTo(task)));
            long until = content.getLong("until");
            if (until < clock.millis() || !isFirstUse(token.substring(0, NONCE_CHARACTERS), until)) {
                return null;
            }
            Principal principal = PrincipalJson.decode(content.getJsonObject("principal"));
            return new Forwarded(
                    principal, content.getBoolean("parked"), content.getString("origin"), content.getString("body"));
        } catch (UnopenableToken | DecodeException e) {
            return null;
        }
    }

    private synchronized boolean isFirstUse(String nonce, long until) {
        long now = clock.millis();
        for (Used first = inOrder.peek(); first != null && first.until() < now; first = inOrder.peek()) {
            used.remove(inOrder.remove().nonce());
        }
        if (!used.add(nonce)) {
            return false;
        }
        inOrder.add(new Used(nonce, until));
        return true;
    }

    /** How many used tokens are remembered. */
    synchronized int remembered() {
        return used.size();
    }
}
