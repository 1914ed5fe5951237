package dev.mcpgateway.config.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.LoggingConfig;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigSourceTest {
    private static final Logger LOGGER = Logger.getLogger(ConfigSource.class.getName());

    @TempDir
    Path directory;

    private final List<GatewayConfig> applied = new CopyOnWriteArrayList<>();
    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            logged.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private Path file;
    private ConfigSource source;

    @BeforeEach
    void listenToTheLog() {
        file = directory.resolve("gateway.yaml");
        LOGGER.setLevel(java.util.logging.Level.ALL);
        LOGGER.addHandler(handler);
    }

    @AfterEach
    void close() {
        LOGGER.removeHandler(handler);
        LOGGER.setLevel(null);
        source.close();
    }

    @Test
    void aChangedFileIsTakenIntoUse() throws IOException {
        follow("logging: {level: info}");

        replace("logging: {level: debug}");

        await().until(() -> source.running().logging().level() == LoggingConfig.Level.DEBUG);
        assertThat(applied).containsExactly(source.running());
    }

    @Test
    void aBadFileChangesNothingAndIsLoggedWithAllItsErrors() throws IOException {
        follow("logging: {level: info}");
        GatewayConfig before = source.running();

        replace("loging: {}\nupstreamz: {}\n");

        await().until(() -> logged.stream().anyMatch(line -> line.contains("is not used")));
        assertThat(logged)
                .singleElement()
                .asString()
                .contains("gateway.yaml:1:1: loging", "gateway.yaml:2:1: upstreamz");
        assertThat(source.running()).isEqualTo(before);

        replace("logging: {level: warn}");
        await().until(() -> source.running().logging().level() == LoggingConfig.Level.WARN);
    }

    @Test
    void whatNeedsARestartStaysAndIsNamed() throws IOException {
        follow("listener: {port: 1000, tls: ~}\nstore: {kind: memory}");

        replace("listener: {port: 2000, requestBytes: 1MiB}\nstore: {kind: embedded}");

        await().until(() -> !applied.isEmpty());
        await().until(() -> source.running().listener().requestBytes() == 1 << 20);
        assertThat(source.running().listener().port()).isEqualTo(1000);
        assertThat(logged)
                .contains(
                        "listener.port was changed; that takes effect with the next start",
                        "store.kind was changed; that takes effect with the next start");
    }

    @Test
    void reloadReadsTheFilesEvenWhenNoneChanged() throws IOException {
        follow("logging: {level: info}");

        source.reload();

        await().until(() -> logged.stream().anyMatch(line -> line.contains("nothing changed")));
        assertThat(applied).isEmpty();
    }

    @Test
    void aFileThatIsGoneChangesNothing() throws IOException {
        follow("logging: {level: debug}");

        Files.delete(file);

        await().until(() -> logged.stream().anyMatch(line -> line.contains("there is no such file")));
        assertThat(source.running().logging().level()).isEqualTo(LoggingConfig.Level.DEBUG);
    }

    @Test
    void whenAChangeCannotBeAppliedTheOldConfigurationRunsOn() throws IOException {
        follow("logging: {level: info}", _ -> Future.failedFuture("no"));

        replace("logging: {level: debug}");

        await().until(() -> logged.contains("the changed configuration could not be used"));
        assertThat(source.running().logging().level()).isEqualTo(LoggingConfig.Level.INFO);
    }

    @Test
    void aMistakeOfTheReceiverDoesNotEndTheWatch() throws IOException {
        follow("logging: {level: info}", config -> {
            applied.add(config);
            throw new IllegalStateException("no");
        });

        replace("logging: {level: debug}");
        await().until(() -> applied.size() == 1);
        replace("logging: {level: trace}");

        await().until(() -> applied.size() == 2);
    }

    private void follow(String text) throws IOException {
        follow(text, config -> {
            applied.add(config);
            return Future.succeededFuture();
        });
    }

    private void follow(String text, Function<GatewayConfig, Future<Void>> apply) throws IOException {
        Files.writeString(file, text);
        ConfigInputs inputs = ConfigInputs.ofFile(file);
        source = new ConfigSource(inputs, ConfigLoader.load(inputs), apply, Duration.ofMillis(20));
    }

    /** As an editor does it: the new file is there at once, with an identity of its own. */
    private void replace(String text) throws IOException {
        Path written = Files.writeString(directory.resolve("new"), text);
        Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
