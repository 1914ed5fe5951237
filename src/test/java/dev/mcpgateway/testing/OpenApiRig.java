package dev.mcpgateway.testing;

import dev.mcpgateway.config.DocumentLocation;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.OpenApiConfig;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.provider.Provider;
import dev.mcpgateway.provider.openapi.LoadedTools;
import dev.mcpgateway.provider.openapi.OpenApiServices;
import dev.mcpgateway.provider.openapi.call.CallObserver;
import dev.mcpgateway.provider.upstream.credentials.Credentials;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A REST service that a test scripts, and the gateway's tools for it. */
public final class OpenApiRig implements AutoCloseable {
    public final Vertx vertx = Vertx.vertx();
    public final List<Arrived> received = new CopyOnWriteArrayList<>();
    private final List<OpenApiServices> services = new CopyOnWriteArrayList<>();
    private volatile Consumer<HttpServerRequest> script = request ->
            request.response().putHeader("Content-Type", "application/json").end("{\"ok\":true}");
    private final HttpServer server;

    /** The attempts that were made, as an observer learns of them. */
    public final List<String> attempts = new CopyOnWriteArrayList<>();

    /** What services are told of people. */
    public volatile Credentials personal = Credentials.NONE;

    /** What else is configured. */
    public volatile UnaryOperator<GatewayConfig> otherwise = config -> config;

    private final CallObserver observer =
            (service, outcome, status, nanos) -> attempts.add(service + " " + outcome + " " + status);

    /** A request as it was on the wire. */
    public record Arrived(String method, String uri, io.vertx.core.MultiMap headers, String body) {}

    public OpenApiRig() {
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    received.add(new Arrived(
                            request.method().name(), request.uri(), request.headers(), body.toString("ISO-8859-1")));
                    script.accept(request);
                }));
        wait(server.listen(0, "127.0.0.1"));
    }

    /** Answers in this way from now on. */
    public void answer(Consumer<HttpServerRequest> next) {
        script = next;
    }

    public void answer(int status, String type, String body) {
        script = request -> request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", type)
                .end(body);
    }

    public int port() {
        return server.actualPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    public Arrived last() {
        return received.getLast();
    }

    /** Stops to listen; who calls finds nobody. */
    public void stopListening() {
        wait(server.close());
    }

    /** A document in a file, with the rig as its server. */
    public Path file(JsonObject document) {
        try {
            Path file = Files.createTempFile("openapi", ".json");
            file.toFile().deleteOnExit();
            return Files.writeString(file, document.encode());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A document with these paths. */
    public JsonObject document(String paths) {
        return new JsonObject()
                .put("openapi", "3.1.0")
                .put("info", new JsonObject().put("title", "T").put("version", "1"))
                .put("servers", new io.vertx.core.json.JsonArray().add(new JsonObject().put("url", url() + "/v1/")))
                .put("paths", new JsonObject(paths));
    }

    public OpenApiConfig config(JsonObject document) {
        return OpenApiConfig.of("svc", DocumentLocation.of(file(document)));
    }

    /** The tools of a service, called by nobody in particular. */
    public ToolCaller tools(OpenApiConfig config) {
        return tools(config, Person.ANYONE);
    }

    public ToolCaller tools(OpenApiConfig config, Person person) {
        return new ToolCaller(vertx, provider(config), new Principal(person, null, Scope.all(), "", ""));
    }

    public Provider provider(OpenApiConfig config) {
        return start(config).provider();
    }

    public LoadedTools loaded(OpenApiConfig config) {
        return start(config).services().loaded(config.name());
    }

    private record Started(OpenApiServices services, Provider provider) {}

    private Started start(OpenApiConfig config) {
        Promise<Started> made = Promise.promise();
        vertx.runOnContext(ready -> {
            OpenApiServices all = new OpenApiServices(vertx, "1", (service, address) -> personal, observer);
            services.add(all);
            GatewayConfig gateway = otherwise.apply(GatewayConfig.defaults().withOpenApi(List.of(config)));
            Provider provider = all.configure(gateway).getFirst();
            all.firstLoads(20_000).map(new Started(all, provider)).onComplete(made);
        });
        return wait(made.future());
    }

    /** A copy of a configuration with another value. */
    public static OpenApiConfig with(OpenApiConfig config, String key, Object value) {
        return Settings.with(config, key, value);
    }

    public static <T> T wait(Future<T> future) {
        try {
            return future.await(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("not done within 20 s", e);
        }
    }

    @Override
    public void close() {
        services.forEach(each -> wait(each.close()));
        wait(vertx.close());
    }
}
