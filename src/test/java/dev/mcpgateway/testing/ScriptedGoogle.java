package dev.mcpgateway.testing;

import dev.mcpgateway.config.GoogleToolsConfig;
import dev.mcpgateway.config.Secret;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonRpcId;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.google.GoogleProvider;
import dev.mcpgateway.provider.google.api.GoogleClient;
import dev.mcpgateway.provider.google.api.GoogleGrant;
import dev.mcpgateway.provider.google.api.GoogleGrants;
import dev.mcpgateway.provider.google.api.GoogleLinks;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Google's REST interfaces on loopback, which answer what a test wants, and the tools in front of them. What the tools send and
 * what a test answers is held against Google's discovery documents; a test that has made a fault fails when this is stopped.
 */
public final class ScriptedGoogle {
    /** What no log, answer or failure may have. */
    public static final String TOKEN = "ya29.the-token-of-ann";

    public static final Person ANN =
            new Person("https://accounts.google.com", "1001", "ann@example.com", "example.com", Set.of());
    public static final Instant NOW = Instant.parse("2026-03-28T12:00:00Z");

    private static final Set<String> EVERYTHING = Set.of(
            "openid",
            "https://www.googleapis.com/auth/userinfo.email",
            "https://mail.google.com/",
            "https://www.googleapis.com/auth/calendar",
            "https://www.googleapis.com/auth/spreadsheets",
            "https://www.googleapis.com/auth/presentations");

    private final Vertx vertx;
    private final HttpServer server;
    private final Context context;
    private final Map<String, Function<Asked, Answer>> routes = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    /** The most requests that were open at a time. */
    public final AtomicInteger mostOpen = new AtomicInteger();

    public final List<Asked> asked = new CopyOnWriteArrayList<>();
    /** What the tools made of each answer. */
    public final List<String> outcomes = new CopyOnWriteArrayList<>();

    public volatile GoogleToolsConfig config = GoogleToolsConfig.defaults();
    /** What each person has granted. */
    public volatile Set<String> granted = EVERYTHING;

    public volatile GoogleGrants grants =
            person -> Future.succeededFuture(new GoogleGrant(Secret.of(TOKEN + "/" + person.subject()), granted));

    private final GoogleDiscovery discovery = GoogleDiscovery.get();
    private final Set<String> faults = ConcurrentHashMap.newKeySet();
    private volatile boolean checksAnswers = true;
    /** How long each answer takes. */
    public volatile long delayMillis;

    private GoogleProvider provider;

    /** A request. */
    public record Asked(
            String method,
            String path,
            Map<String, List<String>> query,
            String contentType,
            Buffer body,
            String authorization) {
        public JsonObject json() {
            return body.toJsonObject();
        }

        public String one(String name) {
            return query.getOrDefault(name, List.of("")).getFirst();
        }
    }

    /** An answer; a status of 0 closes the connection. */
    public record Answer(int status, Map<String, String> headers, Buffer body) {
        public static Answer ok(JsonObject json) {
            return new Answer(200, Map.of(), json.toBuffer());
        }

        public static Answer ok(String json) {
            return ok(new JsonObject(json));
        }

        public static Answer error(int status, String reason, String message) {
            JsonObject error = new JsonObject()
                    .put("code", status)
                    .put("message", message)
                    .put(
                            "errors",
                            new JsonArray()
                                    .add(new JsonObject()
                                            .put("domain", "global")
                                            .put("reason", reason)
                                            .put("message", message)));
            return new Answer(
                    status, Map.of(), new JsonObject().put("error", error).toBuffer());
        }

        public static Answer broken() {
            return new Answer(0, Map.of(), Buffer.buffer());
        }

        public Answer with(String header, String value) {
            return new Answer(status, Map.of(header, value), body);
        }
    }

    public ScriptedGoogle(Vertx vertx) throws Exception {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> handle(request, body)));
        server.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS);
        setUrls(url());
        limit("backoff", Duration.ofMillis(2));
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    public void setUrls(URI here) {
        GoogleToolsConfig.BaseUrls urls =
                new GoogleToolsConfig.BaseUrls(here, URI.create(here + "/calendar/v3"), here, here, here, here, here);
        config = Settings.with(config, "baseUrls", urls);
    }

    public void limit(String name, Object value) {
        config = Settings.with(config, "limits", Settings.with(config.limits(), name, value));
    }

    /** Answers a path; {@code *} at its end stands for whatever follows. */
    public ScriptedGoogle on(String methodAndPath, Function<Asked, Answer> answer) {
        routes.put(methodAndPath, answer);
        return this;
    }

    public ScriptedGoogle on(String methodAndPath, Answer... answers) {
        AtomicInteger next = new AtomicInteger();
        return on(methodAndPath, any -> answers[Math.min(next.getAndIncrement(), answers.length - 1)]);
    }

    /** For a test of answers that Google would not give; requests are checked as always. */
    public ScriptedGoogle answersWhatGoogleWouldNot() {
        checksAnswers = false;
        return this;
    }

    private void handle(HttpServerRequest request, Buffer body) {
        Map<String, List<String>> query = request.params().names().stream()
                .collect(Collectors.toMap(name -> name, name -> request.params().getAll(name), (one, same) -> one));
        Asked one = new Asked(
                request.method().name(),
                request.path(),
                query,
                request.getHeader("content-type"),
                body,
                request.getHeader("authorization"));
        asked.add(one);
        // What comes without a token is asked for where an answer has linked to, of which no document tells.
        if (discovery != null && one.authorization() != null) {
            faults.addAll(discovery.faults(one.method(), one.path(), query, one.contentType(), body, granted));
        }
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        if (delayMillis > 0) {
            vertx.setTimer(delayMillis, late -> answer(request, one));
        } else {
            answer(request, one);
        }
    }

    private void answer(HttpServerRequest request, Asked one) {
        open.decrementAndGet();
        Answer answer = find(one.method() + " " + one.path()).apply(one);
        if (answer.status() == 0) {
            request.connection().close();
            return;
        }
        if (discovery != null
                && checksAnswers
                && answer.status() == 200
                && !answer.headers().containsKey("content-type")) {
            faults.addAll(discovery.answerFaults(one.method(), one.path(), one.query(), answer.body()));
        }
        answer.headers().forEach(request.response()::putHeader);
        request.response().setStatusCode(answer.status()).end(answer.body());
    }

    private Function<Asked, Answer> find(String methodAndPath) {
        Function<Asked, Answer> exact = routes.get(methodAndPath);
        if (exact != null) {
            return exact;
        }
        return routes.entrySet().stream()
                .filter(route -> route.getKey().endsWith("*")
                        && methodAndPath.startsWith(
                                route.getKey().substring(0, route.getKey().length() - 1)))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(any -> Answer.error(404, "notFound", "Not Found"));
    }

    private GoogleProvider provider() throws Exception {
        if (provider == null) {
            provider = on(() -> Future.succeededFuture(new GoogleProvider(
                    new GoogleClient(
                            vertx,
                            () -> config,
                            any -> null,
                            new GoogleLinks(() -> "https://gw.example.com", person -> "mark-of-" + person.subject()),
                            (service, outcome, nanos) -> outcomes.add(service + " " + outcome)),
                    person -> grants.of(person),
                    config,
                    "1",
                    () -> NOW)));
        }
        return provider;
    }

    private <T> T on(java.util.function.Supplier<Future<T>> work) throws Exception {
        Promise<T> done = Promise.promise();
        context.runOnContext(now -> work.get().onComplete(done));
        return done.future().await(30, TimeUnit.SECONDS);
    }

    /** The tools as a client sees them. */
    public JsonArray tools() throws Exception {
        GoogleProvider made = provider();
        return new JsonArray(on(() -> made.provider().page(TestClient.legacy(), ListKind.TOOLS, null))
                .result()
                .get("tools")
                .toString());
    }

    /** Calls a tool as Ann; the result as a client gets it. */
    public JsonObject call(String tool, JsonObject arguments) throws Exception {
        return call(ANN, tool, arguments);
    }

    public JsonObject call(Person person, String tool, JsonObject arguments) throws Exception {
        return new JsonObject(response(person, tool, arguments)).getJsonObject("result");
    }

    /** The whole response, as it is sent. */
    public Buffer response(Person person, String tool, JsonObject arguments) throws Exception {
        GoogleProvider made = provider();
        Call call = toCall(person, tool, arguments);
        return on(() -> made.provider().request(call)).body();
    }

    private static Call toCall(Person person, String tool, JsonObject arguments) {
        String params =
                new JsonObject().put("name", tool).put("arguments", arguments).encode();
        Message message = Message.parse(
                Messages.requestMessage(JsonRpcId.of(1), McpMethod.TOOLS_CALL, params), JsonLimits.DEFAULT);
        Principal principal = new Principal(person, null, Scope.all(), "", "");
        return new Call(TestClient.legacy(), principal, message, HttpHeaders.headers(), "r-1", new RecordingPush());
    }

    /** Begins to call a tool as Ann. */
    public Call begin(String tool, JsonObject arguments) throws Exception {
        GoogleProvider made = provider();
        Call call = toCall(ANN, tool, arguments);
        context.runOnContext(now -> made.provider().request(call));
        return call;
    }

    /** The structured content of a call that worked. */
    public JsonObject result(String tool, JsonObject arguments) throws Exception {
        JsonObject result = call(tool, arguments);
        if (result.getBoolean("isError", false)) {
            throw new AssertionError(result.encode());
        }
        return result.getJsonObject("structuredContent");
    }

    /** What a model is told of a call that failed. */
    public JsonObject failure(String tool, JsonObject arguments) throws Exception {
        JsonObject result = call(tool, arguments);
        if (!result.getBoolean("isError", false)) {
            throw new AssertionError(result.encode());
        }
        return new JsonObject(result.getJsonArray("content").getJsonObject(0).getString("text"));
    }

    public void stop() throws Exception {
        if (provider != null) {
            on(provider::close);
        }
        server.close().await(10, TimeUnit.SECONDS);
        if (!faults.isEmpty()) {
            throw new AssertionError("against the discovery documents:\n" + String.join("\n", faults));
        }
    }
}
