package dev.mcpgateway.app.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The health check as the process that a container engine starts. */
class HealthProbeTest {
    private final AtomicInteger status = new AtomicInteger(200);
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;

    @TempDir
    private Path directory;

    @BeforeEach
    void listen() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/health", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private int probe(String classPath, Map<String, String> environment) throws Exception {
        ProcessBuilder probe = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        HealthProbe.class.getName()))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("said").toFile());
        probe.environment().keySet().removeIf(name -> name.startsWith("GATEWAY_") || name.equals("PORT"));
        probe.environment().putAll(environment);
        Process process = probe.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private int probe(Map<String, String> environment) throws Exception {
        return probe(System.getProperty("java.class.path"), environment);
    }

    private String port() {
        return String.valueOf(server.getAddress().getPort());
    }

    private String said() throws Exception {
        return Files.readString(directory.resolve("said"), StandardCharsets.UTF_8);
    }

    @Test
    void aGatewayThatIsWellIsFoundSoWithOneClassOfTheProgram() throws Exception {
        Path alone = directory.resolve("alone");
        String name = HealthProbe.class.getName().replace('.', '/') + ".class";
        Files.createDirectories(alone.resolve(name).getParent());
        try (var bytes = HealthProbe.class.getClassLoader().getResourceAsStream(name)) {
            Files.copy(bytes, alone.resolve(name));
        }
        assertThat(probe(alone.toString(), Map.of("PORT", port()))).as(said()).isZero();
        assertThat(asked).hasValue(1);
    }

    @Test
    void aGatewayThatIsNotWellIsFoundSo() throws Exception {
        status.set(503);
        assertThat(probe(Map.of("PORT", port()))).isEqualTo(1);
        assertThat(said()).contains("not well, status 503");
    }

    @Test
    void aGatewayThatIsNotThereIsFoundSo() throws Exception {
        String port = port();
        server.stop(0);
        assertThat(probe(Map.of("PORT", port))).isEqualTo(1);
        assertThat(said()).contains("no answer");
    }

    @Test
    void thePortOfAConfigurationIsFound() throws Exception {
        assertThat(probe(Map.of("GATEWAY_CONFIG_YAML", "listener: {port: " + port() + "}")))
                .as(said())
                .isZero();
        assertThat(asked).hasValue(1);
    }
}
