package dev.mcpgateway.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The two operations of AWS KMS that the gateway uses, over HTTP on loopback. Its ciphertexts are not encrypted. */
public final class FakeKms implements AutoCloseable {

    /** An operation that was asked for, and with what. */
    public record Asked(String operation, JsonObject body) {}

    public final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final List<String> keys;
    private final HttpServer server;

    private FakeKms(String... keys) throws IOException {
        // It looks for its credentials like any client.
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        this.keys = List.of(keys);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Has these keys. */
    public static FakeKms with(String... keys) {
        try {
            return new FakeKms(keys);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String operation = target.substring(target.indexOf('.') + 1);
        JsonObject body = new JsonObject(Buffer.buffer(exchange.getRequestBody().readAllBytes()));
        asked.add(new Asked(operation, body));
        JsonObject answer = switch (operation) {
            case "GenerateDataKey" -> generate(body);
            case "Decrypt" -> decrypt(body);
            default -> refusal("UnknownOperationException");
        };
        byte[] bytes = answer.encode().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(answer.containsKey("__type") ? 400 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private JsonObject generate(JsonObject body) {
        if (!keys.contains(body.getString("KeyId"))) {
            return refusal("NotFoundException");
        }
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        String plaintext = Base64.getEncoder().encodeToString(key);
        JsonObject ciphertext = new JsonObject()
                .put("key", body.getString("KeyId"))
                .put("context", body.getJsonObject("EncryptionContext"))
                .put("plaintext", plaintext);
        return new JsonObject()
                .put("KeyId", body.getString("KeyId"))
                .put("Plaintext", plaintext)
                .put(
                        "CiphertextBlob",
                        Base64.getEncoder().encodeToString(ciphertext.encode().getBytes(StandardCharsets.UTF_8)));
    }

    private JsonObject decrypt(JsonObject body) {
        JsonObject ciphertext;
        try {
            ciphertext = new JsonObject(Buffer.buffer(Base64.getDecoder().decode(body.getString("CiphertextBlob"))));
        } catch (RuntimeException e) {
            return refusal("InvalidCiphertextException");
        }
        if (!keys.contains(ciphertext.getString("key"))) {
            return refusal("NotFoundException");
        }
        return ciphertext.getJsonObject("context").equals(body.getJsonObject("EncryptionContext"))
                ? new JsonObject()
                        .put("KeyId", ciphertext.getString("key"))
                        .put("Plaintext", ciphertext.getString("plaintext"))
                : refusal("InvalidCiphertextException");
    }

    private static JsonObject refusal(String type) {
        return new JsonObject().put("__type", type).put("message", "refused");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
