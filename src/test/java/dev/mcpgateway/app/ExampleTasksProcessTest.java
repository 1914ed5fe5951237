package dev.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.Main;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The task service of the examples as processes: alone, as a container runs it, and beside the gateway. */
class ExampleTasksProcessTest {
    private static final String ACCEPTED = "application/json, text/event-stream";
    private static final String LIST = """
            {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"_meta": {
             "io.modelcontextprotocol/protocolVersion": "2026-07-28",
             "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
             "io.modelcontextprotocol/clientCapabilities": {}}}}
            """;

    @TempDir
    private Path directory;

    private final List<Process> processes = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void end() {
        processes.forEach(Process::destroyForcibly);
        http.close();
    }

    private Process start(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile());
        builder.environment().keySet().removeAll(List.of("HOST", "PORT", "SERVICE_AUTH_TOKEN"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private String address(String said) {
        Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> Files.readString(directory.resolve("out")).contains(said + "http://127.0.0.1:"));
        try {
            return Files.readString(directory.resolve("out"))
                    .replaceAll("(?s).*" + said + "(http://127\\.0\\.0\\.1:\\d+).*", "$1");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aloneItTakesWhatItNeedsFromTheEnvironmentAndEndsWithZero() throws Exception {
        Path nowhere = Files.writeString(directory.resolve("file"), "no directory can be made in here");
        Process process = start(
                Map.of(
                        "HOST", "127.0.0.1",
                        "PORT", "0",
                        "SERVICE_AUTH_TOKEN", "service-token",
                        "JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + nowhere.resolve("tmp")),
                "example-tasks");
        String address = address("Tasks listen on ");

        HttpRequest.Builder tasks = HttpRequest.newBuilder(URI.create(address + "/tasks/"));
        assertThat(send(tasks.copy()).statusCode()).isEqualTo(401);
        assertThat(send(tasks.copy().header("Authorization", "Bearer service-token"))
                        .statusCode())
                .as("nobody is named")
                .isEqualTo(400);
        assertThat(send(tasks.copy()
                                .header("Authorization", "Bearer service-token")
                                .header("X-User-ID", "ada@example.com"))
                        .body())
                .contains("\"total\":0");
        assertThat(send(HttpRequest.newBuilder(URI.create(address + "/health"))).statusCode())
                .isEqualTo(200);

        new ProcessBuilder("kill", "-TERM", String.valueOf(process.pid()))
                .start()
                .waitFor();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void aPortThatIsTakenIsSaidInOneSentence() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = String.valueOf(taken.getLocalPort());
            Process process = start(Map.of("SERVICE_AUTH_TOKEN", "service-token"), "example-tasks", "--port", port);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(Files.readString(directory.resolve("err")))
                    .contains("cannot listen on 127.0.0.1:" + port)
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void besideTheGatewayItsToolsAreThereAtOnce() throws Exception {
        start(
                Map.of(),
                "--auth",
                "none",
                "--example",
                "--port",
                "0",
                "--data-dir",
                directory.resolve("data").toString());
        String address = address("Server listening on ");

        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(address + "/mcp"))
                .header("Content-Type", "application/json")
                .header("Accept", ACCEPTED)
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", "tools/list")
                .POST(HttpRequest.BodyPublishers.ofString(LIST)));

        String json = answer.body()
                .lines()
                .filter(line -> line.startsWith("data:"))
                .findFirst()
                .map(line -> line.substring("data:".length()))
                .orElse(answer.body());
        assertThat(new JsonObject(json).getJsonObject("result").getJsonArray("tools"))
                .extracting(tool -> ((JsonObject) tool).getString("name"))
                .containsExactlyInAnyOrder(
                        "list_tasks", "create_task", "mark_task_completed", "update_task", "delete_task");
    }

    private JsonObject execute(String address, String tool, JsonObject params) throws Exception {
        JsonObject envelope = new JsonObject()
                .put("message_id", tool)
                .put("message_type", "request")
                .put("protocol_version", "2.0")
                .put("params", new JsonObject().put("tool", tool).put("params", params));
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(address + "/api/tools/execute"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(envelope.encode())));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body()).getJsonObject("result");
    }

    @Test
    void aProgramThatDoesNotSpeakMcpCreatesCompletesListsAndDeletesATask() throws Exception {
        start(
                Map.of(),
                "--auth",
                "none",
                "--example",
                "--port",
                "0",
                "--data-dir",
                directory.resolve("data").toString());
        String address = address("Server listening on ");
        assertThat(send(HttpRequest.newBuilder(URI.create(address + "/api/tools/list")))
                        .body())
                .contains("\"name\":\"create_task\"", "\"name\":\"delete_task\"");

        String id = execute(address, "create_task", new JsonObject().put("title", "Water the plants"))
                .getJsonObject("structuredContent")
                .getString("id");
        execute(address, "mark_task_completed", new JsonObject().put("id", id).put("completed", true));
        JsonObject completed = new JsonObject().put("completed", true);
        assertThat(execute(address, "list_tasks", completed)
                        .getJsonObject("structuredContent")
                        .encode())
                .contains(id, "Water the plants");
        execute(address, "delete_task", new JsonObject().put("id", id));
        assertThat(execute(address, "list_tasks", new JsonObject())
                        .getJsonObject("structuredContent")
                        .encode())
                .doesNotContain(id);
    }
}
