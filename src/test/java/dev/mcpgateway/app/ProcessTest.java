package dev.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.Main;
import dev.mcpgateway.testing.EcsMetadata;
import dev.mcpgateway.testing.LegacyServer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process: signals, exit codes and what it prints. */
class ProcessTest {
    @TempDir
    private Path directory;

    private Process start(String... arguments) throws Exception {
        return start(Map.of(), arguments);
    }

    private Process start(Map<String, String> environment, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("--auth", "none"));
        all.addAll(List.of(arguments));
        return serve(environment, all);
    }

    private Process serve(Map<String, String> environment, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve",
                "--data-dir",
                directory.resolve("data").toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private String out() throws Exception {
        return Files.readString(directory.resolve("out"), StandardCharsets.UTF_8);
    }

    private void awaitReady() {
        Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> out().contains("Server listening on http://127.0.0.1:") && out().contains("\"Ready\""));
    }

    private static void signal(Process process, String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    @Test
    void sigtermDrainsStepByStepAndEndsWithZero() throws Exception {
        Process process = start("--port", "0");
        awaitReady();
        signal(process, "TERM");
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(out())
                .containsSubsequence(
                        "SIGTERM: draining",
                        "accepting for",
                        "ending streams",
                        "the listener is closed",
                        "Closing upstream connections",
                        "Closing the store",
                        "Stopped");
        assertThat(Files.readString(directory.resolve("err"))).contains("/mcp", "cursor://");
    }

    @Test
    void theFirstSigtermDrainsAlsoATaskThatEcsHasAnnouncedToStop() throws Exception {
        try (EcsMetadata ecs = EcsMetadata.start()) {
            ecs.desiredStatus = "STOPPED";
            Process process = start(ecs.environment(), "--port", "0");
            awaitReady();
            Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> out().contains("ECS is about to stop"));
            signal(process, "TERM");
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(out())
                    .contains(EcsMetadata.ARN, "eu-central-1a", "Stopped")
                    .doesNotContain("ending at once");
        }
    }

    @Test
    void nothingIsWrittenToADirectoryForTemporaryFiles() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "no directory can be made in here");
        Process process = start(Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + file.resolve("tmp")), "--port", "0");
        awaitReady();
        signal(process, "TERM");
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void theMetricForScalingIsALineByItself() throws Exception {
        Map<String, String> copilot = Map.of(
                "COPILOT_APPLICATION_NAME", "mcp-gateway",
                "COPILOT_ENVIRONMENT_NAME", "test",
                "COPILOT_SERVICE_NAME", "gateway");
        Process process = start(copilot, "--port", "0");
        awaitReady();
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> out().contains("ActiveConnections"));
        signal(process, "TERM");
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        List<JsonObject> lines = out().lines().map(JsonObject::new).toList();
        assertThat(lines)
                .filteredOn(line -> line.containsKey("_aws"))
                .hasSize(1)
                .allSatisfy(
                        line -> assertThat(line.getInteger("ActiveConnections")).isZero());
    }

    @Test
    void aSecondSigtermEndsTheProcessAtOnce() throws Exception {
        Process process = start("--port", "0");
        awaitReady();
        signal(process, "TERM");
        Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> out().contains("draining"));
        signal(process, "TERM");
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(out()).contains("ending at once").doesNotContain("Closing the store");
    }

    @Test
    void aPortThatIsTakenIsSaidInOneSentence() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
            Process process = start("--port", String.valueOf(taken.getLocalPort()));
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(Files.readString(directory.resolve("err")))
                    .contains("cannot listen on 127.0.0.1:" + taken.getLocalPort(), "--port")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void withMadeUpValuesForEverythingItAnswersAndSendsPeopleToGoogle() throws Exception {
        Process process = serve(
                Map.of(
                        "GOOGLE_CLIENT_ID", "made-up.apps.googleusercontent.com",
                        "GOOGLE_CLIENT_SECRET", "made-up",
                        "GOOGLE_REDIRECT_URI", "http://localhost:3000/oauth/callback",
                        "ALLOWED_DOMAIN", "made-up.example",
                        "SESSION_SECRET", "made up but of at least thirty-two bytes",
                        "AWS_REGION", "eu-central-1",
                        "DYNAMODB_TABLE_NAME", "made-up",
                        "KMS_KEY_ID", "alias/made-up",
                        // Nothing listens there.
                        "AWS_ENDPOINT_URL", "http://127.0.0.1:9"),
                List.of("--host", "127.0.0.1", "--port", "0"));
        try {
            Awaitility.await()
                    .atMost(60, TimeUnit.SECONDS)
                    .until(() -> out().contains("Server listening on http://127.0.0.1:"));
            String address = out().replaceAll("(?s).*Server listening on (http://127\\.0\\.0\\.1:\\d+).*", "$1");
            HttpResponse<String> login = get(address + "/oauth/login");

            assertThat(get(address + "/health").statusCode()).isEqualTo(200);
            assertThat(login.statusCode()).isEqualTo(302);
            assertThat(login.headers().firstValue("location").orElseThrow())
                    .startsWith("https://accounts.google.com/o/oauth2/v2/auth?")
                    .contains("redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Foauth%2Fcallback", "hd=made-up.example");
        } finally {
            process.destroyForcibly();
        }
    }

    private static HttpResponse<String> get(String address) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void hangupReadsTheConfigurationAgain() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (LegacyServer server = LegacyServer.start(vertx)) {
            Path config = directory.resolve("gateway.yaml");
            Files.writeString(config, "upstreams: {}\n");
            Process process = start("--port", "0", "--config", config.toString());
            awaitReady();
            Files.writeString(config, "upstreamz: {}\n");
            signal(process, "HUP");
            Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> out().contains("upstreamz"));
            Files.writeString(config, "upstreams:\n  up:\n    url: " + server.url() + "\n");
            signal(process, "HUP");
            Awaitility.await()
                    .atMost(20, TimeUnit.SECONDS)
                    .until(() -> out().lines()
                            .anyMatch(line -> line.contains("configuration") && line.contains("\"info\"")));
            signal(process, "TERM");
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            vertx.close();
        }
    }
}
