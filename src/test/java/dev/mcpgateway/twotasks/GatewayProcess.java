package dev.mcpgateway.twotasks;

import dev.mcpgateway.Main;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** One task: the program as a process of its own, over a table that it shares with others. */
final class GatewayProcess implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("Server listening on http://127\\.0\\.0\\.1:(\\d+)");
    private static final Pattern MANAGEMENT = Pattern.compile("Management listening on http://127\\.0\\.0\\.1:(\\d+)");
    /** What the tasks share. */
    static final String TABLE = "two-tasks";

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private final Process process;
    private final Path log;
    private int port;
    private int managementPort;

    private GatewayProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a task with sign-in; {@link #awaitReady} says when it is there.
     *
     * @param upstreams by name, in the syntax of the configuration; everyone who is signed in may use them, and they are told
     *     by {@code X-User-ID} who that is
     */
    static GatewayProcess start(Path directory, String name, URI dynamoDb, Map<String, String> upstreams)
            throws IOException {
        Path log = directory.resolve(name + ".log");
        Path config = directory.resolve(name + ".yaml");
        // Counting asks the servers as well, and what reaches them is counted here.
        StringBuilder yaml = new StringBuilder("tokenCounts: {enabled: false}\nupstreams:\n");
        upstreams.forEach((upstream, where) -> yaml.append("  " + upstream + ": {" + where
                + ", access: everyone-signed-in, credentials: {kind: user-id, secret: " + SECRET + "}}\n"));
        Files.writeString(config, yaml);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve",
                "--config",
                config.toString(),
                "--port",
                "0",
                "--data-dir",
                directory.resolve(name).toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "SESSION_SECRET",
                        SECRET,
                        "DYNAMODB_TABLE_NAME",
                        TABLE,
                        "AWS_ENDPOINT_URL",
                        dynamoDb.toString(),
                        "AWS_REGION",
                        "eu-central-1",
                        "AWS_ACCESS_KEY_ID",
                        "test",
                        "AWS_SECRET_ACCESS_KEY",
                        "test"));
        return new GatewayProcess(builder.start(), log);
    }

    void awaitReady() {
        Awaitility.await().atMost(120, TimeUnit.SECONDS).until(() -> log().contains("Ready"));
        port = port(LISTENING);
        managementPort = port(MANAGEMENT);
    }

    private int port(Pattern pattern) {
        Matcher found = pattern.matcher(log());
        if (!found.find()) {
            throw new AssertionError("no port in: " + log());
        }
        return Integer.parseInt(found.group(1));
    }

    int port() {
        return port;
    }

    int managementPort() {
        return managementPort;
    }

    String log() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError("the log of a task cannot be read", e);
        }
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** The exit code, once the process has ended. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the task did not end: " + log());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
