package dev.mcpgateway.testing;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server of 2026-07-28 over Streamable HTTP. It checks what every request has to carry, and has the tools {@code echo} (reads
 * only) and {@code region}, whose argument of that name is mirrored into {@code Mcp-Param-Region}.
 */
public final class ModernServer extends TestServer {
    private static final String META = "io.modelcontextprotocol/";
    public static final String CAPABILITIES = "{\"tools\":{\"listChanged\":true},\"prompts\":{\"listChanged\":true},"
            + "\"resources\":{\"listChanged\":true,\"subscribe\":true},\"logging\":{},\"completions\":{}}";
    public static final String TOOLS = "{\"resultType\":\"complete\",\"tools\":["
            + "{\"name\":\"echo\",\"description\":\"Says it again\",\"inputSchema\":{\"type\":\"object\"},"
            + "\"annotations\":{\"readOnlyHint\":true}},"
            + "{\"name\":\"region\",\"description\":\"Mirrors\",\"inputSchema\":{\"type\":\"object\",\"properties\":"
            + "{\"region\":{\"type\":\"string\",\"x-mcp-header\":\"Region\"}}}}],"
            + "\"ttlMs\":60000,\"cacheScope\":\"public\"}";

    private final List<Incoming> subscriptions = new CopyOnWriteArrayList<>();
    private volatile LegacyServer other;

    private ModernServer(Vertx vertx) {
        super(vertx);
    }

    /** Starts a server on a free port. */
    public static ModernServer start(Vertx vertx) {
        return startAt(vertx, 0);
    }

    /** Starts a server on this port. */
    public static ModernServer startAt(Vertx vertx, int port) {
        ModernServer server = new ModernServer(vertx);
        server.listen(port);
        return server;
    }

    /** Gives the requests of the other era to that server: both eras on one address. */
    public ModernServer with(LegacyServer legacy) {
        other = legacy;
        return this;
    }

    /** The open {@code subscriptions/listen} streams. */
    public List<Incoming> subscriptions() {
        return List.copyOf(subscriptions);
    }

    /** Sends a notification on every subscription. */
    public void publish(String method, String paramsMembers) {
        for (Incoming subscription : subscriptions) {
            vertx().runOnContext(now -> subscription.notification(
                    method,
                    "{\"_meta\":{\"" + META + "subscriptionId\":" + subscription.id() + "}"
                            + (paramsMembers.isEmpty() ? "" : "," + paramsMembers) + "}"));
        }
    }

    @Override
    protected void handle(Incoming request) {
        LegacyServer legacy = other;
        if (legacy != null && !request.meta().containsKey(META + "protocolVersion")) {
            legacy.handle(request);
            return;
        }
        if (request.http().method() != HttpMethod.POST) {
            request.status(405);
            return;
        }
        String method = request.json().getString("method", "");
        String problem = problem(request, method);
        if (problem != null) {
            request.error(400, -32020, "Header mismatch: " + problem);
        } else if (!request.meta().containsKey(META + "protocolVersion")
                || !request.meta().containsKey(META + "clientCapabilities")) {
            request.error(400, -32602, "Invalid _meta");
        } else {
            answer(request, method);
        }
    }

    private static String problem(Incoming request, String method) {
        JsonObject params = request.params();
        String name = switch (method) {
            case "tools/call", "prompts/get" -> params.getString("name");
            case "resources/read" -> params.getString("uri");
            default -> null;
        };
        String version = request.meta().getString(META + "protocolVersion");
        if (version != null && !version.equals(request.header("MCP-Protocol-Version"))) {
            return "MCP-Protocol-Version is " + request.header("MCP-Protocol-Version");
        }
        if (!method.equals(request.header("Mcp-Method"))) {
            return "Mcp-Method is " + request.header("Mcp-Method");
        }
        if (name != null && !name.equals(request.header("Mcp-Name"))) {
            return "Mcp-Name is " + request.header("Mcp-Name");
        }
        JsonObject arguments = params.getJsonObject("arguments", new JsonObject());
        if ("region".equals(name)
                && !String.valueOf(arguments.getString("region"))
                        .equals(String.valueOf(request.header("Mcp-Param-Region")))) {
            return "Mcp-Param-Region is " + request.header("Mcp-Param-Region");
        }
        return null;
    }

    private void answer(Incoming request, String method) {
        Script script = script(method);
        if (script != null) {
            script.handle(request);
            return;
        }
        switch (method) {
            case "server/discover" ->
                request.result("{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":"
                        + CAPABILITIES
                        + ",\"instructions\":\"Be brief.\",\"ttlMs\":0,\"cacheScope\":\"public\",\"_meta\":{\""
                        + META + "serverInfo\":{\"name\":\"modern\",\"version\":\"1\"}}}");
            case "tools/list" -> request.result(TOOLS);
            case "prompts/list" ->
                request.result("{\"resultType\":\"complete\",\"prompts\":[],\"ttlMs\":0,\"cacheScope\":\"private\"}");
            case "tools/call" ->
                request.result("{\"resultType\":\"complete\",\"content\":[{\"type\":\"text\",\"text\":\""
                        + request.params()
                                .getJsonObject("arguments", new JsonObject())
                                .getValue("message")
                        + "\"}]}");
            case "subscriptions/listen" -> subscribe(request);
            default -> request.error(404, -32601, "Method not found");
        }
    }

    private void subscribe(Incoming request) {
        JsonObject filter = request.params().getJsonObject("notifications", new JsonObject());
        subscriptions.add(request);
        request.http().response().closeHandler(closed -> subscriptions.remove(request));
        request.notification(
                "notifications/subscriptions/acknowledged",
                "{\"_meta\":{\"" + META + "subscriptionId\":" + request.id() + "},\"notifications\":" + filter + "}");
    }

    /** Names of the inputs that a retry brought; empty for a first request. */
    public static JsonArray inputs(Incoming request) {
        JsonObject responses = request.params().getJsonObject("inputResponses");
        return responses == null ? new JsonArray() : new JsonArray(List.copyOf(responses.fieldNames()));
    }
}
