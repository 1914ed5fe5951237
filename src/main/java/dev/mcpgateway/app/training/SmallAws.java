package dev.mcpgateway.app.training;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * What the gateway asks of AWS, as far as a client can see: items of DynamoDB, data keys of KMS that protect nothing, and the
 * credentials of a container. One event loop uses it.
 */
final class SmallAws implements LoopbackServer.Service {
    private static final int KEY_BYTES = 32;

    private final Map<String, JsonObject> items = new HashMap<>();

    @Override
    public JsonObject answer(HttpServerRequest request, JsonObject body) {
        String target = request.getHeader("x-amz-target");
        if (target == null) {
            return new JsonObject()
                    .put("AccessKeyId", "training")
                    .put("SecretAccessKey", "training")
                    .put("Token", "training")
                    .put("Expiration", Instant.now().plus(Duration.ofHours(1)).toString());
        }
        return switch (target.substring(target.indexOf('.') + 1)) {
            case "PutItem" -> {
                JsonObject item = body.getJsonObject("Item");
                items.put(item.getJsonObject("sessionId").encode(), item);
                yield new JsonObject();
            }
            case "GetItem" -> {
                JsonObject item = items.get(
                        body.getJsonObject("Key").getJsonObject("sessionId").encode());
                yield item == null ? new JsonObject() : new JsonObject().put("Item", item);
            }
            case "GenerateDataKey" ->
                key(body).put("CiphertextBlob", Base64.getEncoder().encodeToString(new byte[KEY_BYTES]));
            case "Decrypt" -> key(body);
            default -> new JsonObject();
        };
    }

    private static JsonObject key(JsonObject body) {
        return new JsonObject()
                .put("KeyId", body.getString("KeyId"))
                .put("Plaintext", Base64.getEncoder().encodeToString(new byte[KEY_BYTES]));
    }
}
