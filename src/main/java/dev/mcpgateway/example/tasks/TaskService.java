package dev.mcpgateway.example.tasks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The service: a listener, and the lists of all people in memory. */
public final class TaskService extends VerticleBase {
    private static final int MAX_BODY = 64 * 1024;
    private static final int MOST_PEOPLE = 10_000;
    private static final String USER_ID = "X-User-ID";

    private final String host;
    private final int port;
    private final @Nullable String token;
    private final boolean requiresUser;
    private final Map<String, TaskList> lists = new LinkedHashMap<>();
    private @Nullable HttpServer server;

    /**
     * @param port 0 for any free one
     * @param token what callers show as {@code Authorization: Bearer}; null when everybody may call
     * @param requiresUser whether a call has to say on whose behalf it comes; otherwise calls that do not share one list
     */
    public TaskService(String host, int port, @Nullable String token, boolean requiresUser) {
        this.host = host;
        this.port = port;
        this.token = token;
        this.requiresUser = requiresUser;
    }

    /** Where it listens, once it is deployed. */
    public int port() {
        HttpServer listening = server;
        if (listening == null) {
            throw new IllegalStateException("it does not listen yet");
        }
        return listening.actualPort();
    }

    @Override
    public Future<?> start() {
        Router router = Router.router(vertx);
        Buffer document = document();
        router.get("/openapi.json")
                .handler(context -> context.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .end(document));
        router.get("/health").handler(context -> json(context, 200, new JsonObject().put("status", "ok")));
        router.route("/tasks/*").handler(this::authenticate);
        router.route("/tasks/*").handler(BodyHandler.create(false).setBodyLimit(MAX_BODY));
        router.get("/tasks/")
                .handler(on((context, list) -> json(context, 200, list.list(TaskQuery.of(context.queryParams())))));
        router.post("/tasks/")
                .handler(on((context, list) ->
                        json(context, 201, list.create(body(context)).toJson())));
        router.post("/tasks/bulk-delete").handler(on(TaskService::bulkDelete));
        router.get("/tasks/:id").handler(on((context, list) -> found(context, list.get(id(context)))));
        router.put("/tasks/:id")
                .handler(on((context, list) -> found(context, list.change(id(context), body(context)))));
        router.patch("/tasks/:id").handler(on((context, list) -> {
            JsonObject only = new JsonObject().put("completed", Fields.flag(body(context), "completed"));
            found(context, list.change(id(context), only));
        }));
        router.delete("/tasks/:id").handler(on((context, list) -> {
            if (list.delete(id(context))) {
                context.response().setStatusCode(204).end();
            } else {
                found(context, null);
            }
        }));
        router.route().failureHandler(context -> {
            if (context.failure() instanceof BadRequest bad) {
                problem(context, 422, String.valueOf(bad.getMessage()));
            } else {
                problem(context, context.statusCode() < 400 ? 500 : context.statusCode(), "the request failed");
            }
        });
        HttpServer made = vertx.createHttpServer().requestHandler(router);
        server = made;
        return made.listen(port, host);
    }

    private void authenticate(RoutingContext context) {
        String said = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        boolean known = token == null
                || (said != null && MessageDigest.isEqual(said.getBytes(UTF_8), ("Bearer " + token).getBytes(UTF_8)));
        if (!known) {
            context.response().putHeader("WWW-Authenticate", "Bearer");
            problem(context, 401, "the token is missing or wrong");
        } else if (requiresUser && user(context).isEmpty()) {
            problem(context, 400, USER_ID + " is missing");
        } else {
            context.next();
        }
    }

    private static String user(RoutingContext context) {
        String user = context.request().getHeader(USER_ID);
        return user == null ? "" : user;
    }

    private Handler<RoutingContext> on(BiConsumer<RoutingContext, TaskList> handler) {
        return context -> {
            String user = user(context);
            if (lists.size() >= MOST_PEOPLE && !lists.containsKey(user)) {
                problem(context, 503, "the lists of all people are in memory, which is full");
                return;
            }
            handler.accept(context, lists.computeIfAbsent(user, TaskList::new));
        };
    }

    private static void bulkDelete(RoutingContext context, TaskList list) {
        if (!(body(context).getValue("task_ids") instanceof JsonArray ids) || ids.isEmpty()) {
            throw new BadRequest("task_ids has to be a list of ids");
        }
        JsonArray notFound = new JsonArray();
        int deleted = 0;
        for (Object id : ids) {
            if (list.delete(String.valueOf(id))) {
                deleted++;
            } else {
                notFound.add(String.valueOf(id));
            }
        }
        json(context, 200, new JsonObject().put("deleted", deleted).put("not_found", notFound));
    }

    private static String id(RoutingContext context) {
        return String.valueOf(context.pathParam("id"));
    }

    private static JsonObject body(RoutingContext context) {
        try {
            Buffer body = context.body().buffer();
            return body == null ? new JsonObject() : new JsonObject(body);
        } catch (DecodeException _) {
            throw new BadRequest("the body has to be a JSON object");
        }
    }

    private static void found(RoutingContext context, @Nullable Task task) {
        if (task == null) {
            problem(context, 404, "there is no such task");
        } else {
            json(context, 200, task.toJson());
        }
    }

    private static void problem(RoutingContext context, int status, String detail) {
        json(context, status, new JsonObject().put("detail", detail));
    }

    private static void json(RoutingContext context, int status, JsonObject body) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(body.toBuffer());
    }

    /** The OpenAPI document of the service. */
    public static Buffer document() {
        try (InputStream in = TaskService.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("the document is missing in the jar");
            }
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
