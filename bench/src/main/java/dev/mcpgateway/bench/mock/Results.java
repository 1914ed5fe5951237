package dev.mcpgateway.bench.mock;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The result of each method, as JSON text. All but {@code tools/call} are prepared once. */
final class Results {
    static final String LEGACY_VERSION = "2025-11-25";
    static final String MODERN_VERSION = "2026-07-28";

    private static final String FILLER = "x".repeat(64 << 10);
    private static final JsonObject SERVER =
            new JsonObject().put("name", "mock").put("version", "1.0.0");
    private static final JsonObject CAPABILITIES =
            new JsonObject().put("tools", new JsonObject().put("listChanged", true));
    private static final String MODERN_META =
            new JsonObject().put("io.modelcontextprotocol/serverInfo", SERVER).encode();

    private final Era era;
    private final String toolsList;

    /** @param tools how many are listed */
    Results(Era era, int tools) {
        this.era = era;
        this.toolsList = cacheable(new JsonObject().put("tools", tools(tools))).encode();
    }

    String initialize() {
        return new JsonObject()
                .put("protocolVersion", LEGACY_VERSION)
                .put("capabilities", CAPABILITIES)
                .put("serverInfo", SERVER)
                .encode();
    }

    String discover() {
        return cacheable(new JsonObject()
                        .put("supportedVersions", new JsonArray().add(MODERN_VERSION))
                        .put("capabilities", CAPABILITIES))
                .encode();
    }

    String toolsList() {
        return toolsList;
    }

    /** A text content of {@code bytes} bytes that begins with {@code message}, which is plain ASCII without quotes. */
    String echo(String message, int bytes) {
        String filler = FILLER.substring(0, Math.max(bytes - message.length(), 0));
        String content = "{\"content\":[{\"type\":\"text\",\"text\":\"" + message + filler + "\"}]";
        return era == Era.LEGACY
                ? content + "}"
                : content + ",\"resultType\":\"complete\",\"_meta\":" + MODERN_META + "}";
    }

    private JsonObject cacheable(JsonObject result) {
        return era == Era.LEGACY
                ? result
                : result.put("resultType", "complete")
                        .put("ttlMs", 60_000)
                        .put("cacheScope", "public")
                        .put("_meta", new JsonObject(MODERN_META));
    }

    private static JsonArray tools(int count) {
        var tools = new JsonArray().add(tool("echo"));
        for (int number = 1; number < count; number++) {
            tools.add(tool("tool_%02d".formatted(number)));
        }
        return tools;
    }

    private static JsonObject tool(String name) {
        var message = new JsonObject().put("type", "string").put("description", "What the result begins with.");
        var bytes = new JsonObject().put("type", "integer").put("description", "How long the result is at least.");
        return new JsonObject()
                .put("name", name)
                .put("title", "Repeat a message")
                .put(
                        "description",
                        "Answers with the message it was given, filled up to a length, as a single text content.")
                .put(
                        "inputSchema",
                        new JsonObject()
                                .put("type", "object")
                                .put(
                                        "properties",
                                        new JsonObject().put("message", message).put("bytes", bytes))
                                .put("required", new JsonArray().add("message")))
                .put("annotations", new JsonObject().put("readOnlyHint", true));
    }
}
