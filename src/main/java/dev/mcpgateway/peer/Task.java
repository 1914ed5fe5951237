package dev.mcpgateway.peer;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * One running gateway process, as the others reach it.
 *
 * @param id random for each process, so that a restarted one is not taken for the one before
 * @param host its private address, without brackets
 * @param tls whether it listens with TLS
 */
public record Task(String id, String host, int port, boolean tls) {
    private static final int ID_BYTES = 12;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** An id for a new process: 16 characters of {@code A-Z a-z 0-9 - _}. */
    public static String newId() {
        byte[] bytes = new byte[ID_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    Buffer encode() {
        return new JsonObject()
                .put("host", host)
                .put("port", port)
                .put("tls", tls)
                .toBuffer();
    }

    /** Empty when the record cannot be read: such a task is as good as gone. */
    static Optional<Task> decode(String id, Buffer value) {
        try {
            JsonObject json = new JsonObject(value);
            return json.getValue("host") instanceof String host && json.getValue("port") instanceof Integer port
                    ? Optional.of(new Task(id, host, port, Boolean.TRUE.equals(json.getValue("tls"))))
                    : Optional.empty();
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }
}
