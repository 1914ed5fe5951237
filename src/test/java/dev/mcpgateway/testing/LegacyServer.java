package dev.mcpgateway.testing;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server of 2025-11-25 over Streamable HTTP with sessions. It has the tools {@code echo} (reads only), {@code add} (may change
 * something) and {@code whoami}, which answers who is calling and what the session was told before.
 */
public final class LegacyServer extends TestServer {
    public static final String CAPABILITIES = "{\"tools\":{\"listChanged\":true},\"prompts\":{\"listChanged\":true},"
            + "\"resources\":{\"listChanged\":true,\"subscribe\":true},\"logging\":{},\"completions\":{}}";
    public static final String TOOLS = "{\"tools\":["
            + "{\"name\":\"echo\",\"description\":\"Says it again\",\"inputSchema\":{\"type\":\"object\"},"
            + "\"annotations\":{\"readOnlyHint\":true}},"
            + "{\"name\":\"add\",\"description\":\"Adds\",\"inputSchema\":{\"type\":\"object\"}},"
            + "{\"name\":\"whoami\",\"description\":\"Who calls\",\"inputSchema\":{\"type\":\"object\"}}]}";

    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final Map<String, Promise<JsonObject>> asked = new ConcurrentHashMap<>();
    private final AtomicInteger lastSession = new AtomicInteger();
    private final AtomicInteger lastAsked = new AtomicInteger();
    private volatile boolean getStream = true;
    private volatile int unknownSessionStatus = 404;

    private LegacyServer(Vertx vertx) {
        super(vertx);
    }

    /** Starts a server on a free port. */
    public static LegacyServer start(Vertx vertx) {
        return startAt(vertx, 0);
    }

    /** Starts a server on this port. */
    public static LegacyServer startAt(Vertx vertx, int port) {
        LegacyServer server = new LegacyServer(vertx);
        // One that takes the place of another must not know its sessions.
        server.lastSession.set(port);
        server.listen(port);
        return server;
    }

    /** Starts a server on this port of an address. */
    public static LegacyServer startAt(Vertx vertx, String host, int port) {
        LegacyServer server = new LegacyServer(vertx);
        server.listen(host, port);
        return server;
    }

    /** What the server knows of one session. */
    public static final class Session {
        private final String id;
        private final JsonObject initialize;
        private final List<String> told = new CopyOnWriteArrayList<>();
        private volatile TestServer.Incoming stream;

        Session(String id, JsonObject initialize) {
            this.id = id;
            this.initialize = initialize;
        }

        public String id() {
            return id;
        }

        /** The params of its {@code initialize}. */
        public JsonObject initialize() {
            return initialize;
        }

        /** The open GET stream. */
        public TestServer.Incoming stream() {
            return stream;
        }

        public boolean hasStream() {
            return stream != null;
        }
    }

    public List<Session> sessions() {
        return List.copyOf(sessions.values());
    }

    /** Answers GET with 405. */
    public LegacyServer withoutGetStream() {
        getStream = false;
        return this;
    }

    /** Forgets every session and answers its requests with this status. */
    public void forgetSessions(int status) {
        unknownSessionStatus = status;
        sessions.clear();
    }

    /** Asks the client on the stream of a request; completes with its response. */
    public Future<JsonObject> ask(Incoming on, String method, String paramsJson) {
        int id = lastAsked.incrementAndGet();
        Promise<JsonObject> answer = Promise.promise();
        asked.put(String.valueOf(id), answer);
        on.send("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + paramsJson + "}");
        return answer.future();
    }

    @Override
    protected void handle(Incoming request) {
        if (request.http().method() == HttpMethod.POST) {
            post(request);
        } else if (request.http().method() == HttpMethod.GET) {
            get(request);
        } else {
            sessions.remove(String.valueOf(request.header("Mcp-Session-Id")));
            request.status(200);
        }
    }

    private void get(Incoming request) {
        Session session = session(request);
        if (!getStream) {
            request.status(405);
        } else if (session == null) {
            request.status(unknownSessionStatus);
        } else {
            Script script = script("GET");
            session.stream = request;
            if (script != null) {
                script.handle(request);
            } else {
                request.stream();
            }
        }
    }

    private Session session(Incoming request) {
        return sessions.get(String.valueOf(request.header("Mcp-Session-Id")));
    }

    private void post(Incoming request) {
        String method = request.json().getString("method", "");
        if (method.equals("initialize")) {
            initialize(request);
            return;
        }
        Session session = session(request);
        if (session == null) {
            unknownSession(request);
        } else if (method.isEmpty()) {
            request.status(202);
            Promise<JsonObject> answer =
                    asked.remove(String.valueOf(request.json().getValue("id")));
            if (answer != null) {
                answer.complete(request.json());
            }
        } else if (!request.json().containsKey("id")) {
            Script script = script(method);
            if (script == null) {
                request.status(202);
            } else {
                script.handle(request);
            }
        } else {
            answer(session, request, method);
        }
    }

    private void unknownSession(Incoming request) {
        if (unknownSessionStatus == 400) {
            request.respond(
                    "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32000,"
                            + "\"message\":\"Bad Request: No valid session ID provided\"}}",
                    400);
        } else {
            request.status(request.header("Mcp-Session-Id") == null ? 400 : unknownSessionStatus);
        }
    }

    private void initialize(Incoming request) {
        Script script = script("initialize");
        if (script != null) {
            script.handle(request);
            return;
        }
        Session session = new Session("session-" + lastSession.incrementAndGet(), request.params());
        sessions.put(session.id, session);
        request.http().response().putHeader("Mcp-Session-Id", session.id);
        request.result("{\"protocolVersion\":\"" + request.params().getString("protocolVersion", "2025-11-25")
                + "\",\"capabilities\":" + CAPABILITIES
                + ",\"serverInfo\":{\"name\":\"legacy\",\"version\":\"1\"},\"instructions\":\"Be kind.\"}");
    }

    private void answer(Session session, Incoming request, String method) {
        Script script = script(method);
        if (script != null) {
            script.handle(request);
            return;
        }
        switch (method) {
            case "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe" -> request.result("{}");
            case "tools/list" -> request.result(TOOLS);
            case "prompts/list" -> request.result("{\"prompts\":[{\"name\":\"greet\",\"description\":\"Greets\"}]}");
            case "resources/list" -> request.result("{\"resources\":[{\"uri\":\"test://one\",\"name\":\"one\"}]}");
            case "resources/templates/list" -> request.result("{\"resourceTemplates\":[]}");
            case "tools/call" -> call(session, request);
            default -> request.error(200, -32601, "Method not found");
        }
    }

    private static void call(Session session, Incoming request) {
        JsonObject arguments = request.params().getJsonObject("arguments", new JsonObject());
        String said = String.valueOf(arguments.getValue("message"));
        String text = request.params().getString("name").equals("whoami")
                ? session.id + " "
                        + session.initialize.getJsonObject("clientInfo").getString("name") + " told " + session.told
                : said;
        session.told.add(said);
        request.result("{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}");
    }
}
