package dev.mcpgateway.peer;

import dev.mcpgateway.identity.Principal;
import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What the task that took a request says of it to the one that answers it.
 *
 * @param principal who asks, as the first task has found out
 * @param parked whether the request goes on with a call that the receiver keeps parked, whoever holds the session
 * @param origin by which the client knows the gateway
 * @param bodyDigest {@link #digest} of the body
 */
public record Forwarded(Principal principal, boolean parked, String origin, String bodyDigest) {

    /** The SHA-256 of a body, as base64url. */
    public static String digest(Buffer body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body.getBytes());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** Whether this is the body that was forwarded. */
    public boolean isBody(Buffer body) {
        return digest(body).equals(bodyDigest);
    }
}
