package dev.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the process when a failure comes out that nobody handles. */
class UncaughtFailureTest {
    private static final Pattern ADDRESS = Pattern.compile("MCP Gateway {2}(\\S+)/mcp");

    @TempDir
    private Path directory;

    private Process process;

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    private void start(String where, String what) throws Exception {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        UncaughtFailureProcess.class.getName(),
                        directory.resolve("data").toString(),
                        where,
                        what)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out").toFile())
                .start();
    }

    private String out() throws Exception {
        return Files.readString(directory.resolve("out"), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"event-loop", "thread"})
    void anErrorOfTheMachineEndsTheProcessWithOne(String where) throws Exception {
        start(where, "memory");

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(out()).contains("uncaught failure", "OutOfMemoryError");
    }

    @Test
    void aStackThatOverflowedEndsNothingElse() throws Exception {
        start("event-loop", "stack");

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> out().contains("StackOverflowError") && out().contains("STILL THERE"));
        Matcher address = ADDRESS.matcher(out());
        assertThat(address.find()).isTrue();
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThat(http.send(
                                    HttpRequest.newBuilder(URI.create(address.group(1) + "/health"))
                                            .timeout(Duration.ofSeconds(20))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(process.isAlive()).isTrue();
    }
}
