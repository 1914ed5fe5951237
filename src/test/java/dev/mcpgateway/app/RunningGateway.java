package dev.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.app.cli.Cli;
import dev.mcpgateway.app.management.Lifecycle;
import dev.mcpgateway.app.metrics.RequestMetrics;
import dev.mcpgateway.audit.AuditLog;
import dev.mcpgateway.config.AuthConfig;
import dev.mcpgateway.config.DrainConfig;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.ManagementConfig;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.config.UpstreamConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The whole verticle tree on free ports, and a client for it. */
final class RunningGateway implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("MCP Gateway {2}(\\S+)/mcp");

    final Vertx vertx = Vertx.vertx();
    final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    final GatewayContext gateway;
    final AtomicReference<String> banner = new AtomicReference<>("");
    private final String deployment;

    private RunningGateway(GatewayConfig config, Map<String, String> environment) throws Exception {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        this.gateway = new GatewayContext(
                environment,
                new AtomicReference<>(config),
                new Lifecycle(),
                registry,
                new RequestMetrics(registry),
                new AtomicReference<>(unchanged -> Future.succeededFuture()),
                banner::set,
                new AtomicInteger(),
                new AtomicInteger(),
                "1.2.3",
                AuditLog.NONE);
        this.deployment = vertx.deployVerticle(new GatewayVerticle(gateway)).await(20, TimeUnit.SECONDS);
    }

    static RunningGateway start(GatewayConfig config) throws Exception {
        return new RunningGateway(config, System.getenv());
    }

    /** A gateway in a process that has these variables. */
    static RunningGateway start(GatewayConfig config, Map<String, String> environment) throws Exception {
        return new RunningGateway(config, environment);
    }

    /** A configuration on free ports that keeps its data in the directory and drains quickly. */
    static GatewayConfig config(Path data, UpstreamConfig... upstreams) {
        GatewayConfig defaults = GatewayConfig.defaults();
        GatewayConfig config = defaults.withListener(defaults.listener().at("127.0.0.1", 0))
                .withAuth(defaults.auth().withMode(AuthConfig.Mode.NONE))
                .withStore(Settings.with(defaults.store(), "dataDir", data))
                .withUpstreams(List.of(upstreams));
        config = Settings.with(config, "management", new ManagementConfig("127.0.0.1", 0));
        return Settings.with(
                config,
                "drain",
                new DrainConfig(Duration.ofSeconds(4), Duration.ofMillis(100), Duration.ofMillis(100)));
    }

    String address() {
        Matcher found = ADDRESS.matcher(banner.get());
        if (!found.find()) {
            throw new AssertionError("no address in: " + banner.get());
        }
        return found.group(1);
    }

    /** The address of the management listener. */
    String managementUrl() {
        return "http://127.0.0.1:" + gateway.managementPort().get();
    }

    /** What a command of the operator says, such as {@code revoke}; fails when it does not end well. */
    String command(String... arguments) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        List<String> all = new ArrayList<>(List.of(arguments));
        String data = String.valueOf(gateway.config().get().store().dataDir());
        all.addAll(List.of("--data-dir", data, "--url", managementUrl()));
        int code = new Cli(Map.of(), out, out, config -> {
                    throw new AssertionError("this is no command that serves");
                })
                .run(all.toArray(String[]::new));
        String text = said.toString(StandardCharsets.UTF_8);
        assertThat(code).as(text).isZero();
        return text;
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address() + path)).timeout(Duration.ofSeconds(15));
    }

    HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(Duration.ofSeconds(15))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpRequest post(String session, String body) {
        HttpRequest.Builder request = request("/mcp")
                .header("content-type", "application/json")
                .header("accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return (session == null ? request : request.header("mcp-session-id", session)).build();
    }

    HttpResponse<String> send(String session, String body) throws IOException, InterruptedException {
        return http.send(post(session, body), HttpResponse.BodyHandlers.ofString());
    }

    /** Opens a session and gives its id. */
    String initialize() throws IOException, InterruptedException {
        return send(
                        null,
                        "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\","
                                + "\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}")
                .headers()
                .firstValue("mcp-session-id")
                .orElseThrow();
    }

    static String call(int id, String tool) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":{}}}";
    }

    /** Undeploys the tree, which drains it. */
    Future<Void> stop() {
        return vertx.undeploy(deployment);
    }

    @Override
    public void close() {
        try {
            vertx.close().await(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("the gateway did not close", e);
        }
        http.close();
    }
}
