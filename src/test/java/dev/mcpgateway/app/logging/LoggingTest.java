package dev.mcpgateway.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.config.LoggingConfig;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.logging.LogManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class LoggingTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Logger log = LoggerFactory.getLogger("dev.mcpgateway.upstream.Example");

    @AfterEach
    void restore() throws IOException {
        MDC.clear();
        LogManager.getLogManager().readConfiguration();
    }

    @Test
    void machinesGetAnObjectALineWithFieldsBesideTheMessage() {
        configure(LoggingConfig.Format.AUTO, LoggingConfig.Level.INFO, false);

        log.atWarn()
                .addKeyValue("upstream", "a\"b")
                .addKeyValue("message", 5)
                .log("line one\nline two {}\t\u0001\uD83D\uDE00", "x");

        JsonObject line = new JsonObject(lines().getFirst());
        assertThat(line.getInstant("time")).isNotNull();
        assertThat(line.remove("time")).isNotNull();
        assertThat(line)
                .isEqualTo(new JsonObject()
                        .put("level", "warn")
                        .put("logger", "dev.mcpgateway.upstream.Example")
                        .put("message", "line one\nline two x\t\u0001\uD83D\uDE00")
                        .put("upstream", "a\"b")
                        .put("message_", "5"));
    }

    @Test
    void peopleGetALineThatNoPeerCanForge() {
        configure(LoggingConfig.Format.AUTO, LoggingConfig.Level.INFO, true);

        log.atInfo().addKeyValue("tool", "a\r\n12:00:00.000 ERROR").log("said {}", "x\u001b[31m\ny");

        assertThat(lines()).hasSize(3);
        assertThat(lines().getFirst()).matches("\\d\\d:\\d\\d:\\d\\d\\.\\d\\d\\d INFO  Example  said x\\\\x1b\\[31m");
        assertThat(lines().subList(1, 3)).allMatch(line -> line.startsWith("    "));
    }

    @Test
    void aFailureIsLoggedWithItsStack() {
        configure(LoggingConfig.Format.JSON, LoggingConfig.Level.INFO, true);
        log.error("uncaught", new IllegalStateException("why"));
        assertThat(new JsonObject(lines().getFirst()).getString("error"))
                .isEqualTo("java.lang.IllegalStateException: why");
        assertThat(new JsonObject(lines().getFirst()).getString("stack")).contains("LoggingTest");

        out.reset();
        configure(LoggingConfig.Format.HUMAN, LoggingConfig.Level.INFO, false);
        log.error("uncaught", new IllegalStateException("why"));
        assertThat(lines().getFirst()).endsWith("ERROR Example  uncaught");
        assertThat(lines().get(1)).isEqualTo("    java.lang.IllegalStateException: why");
    }

    @Test
    void theLevelIsThatOfTheGatewayAndLibrariesAreQuieter() {
        Logger library = LoggerFactory.getLogger("com.example.Library");

        configure(LoggingConfig.Format.HUMAN, LoggingConfig.Level.INFO, false);
        log.debug("own debug");
        log.info("own info");
        library.info("library info");
        library.warn("library warn");
        configure(LoggingConfig.Format.HUMAN, LoggingConfig.Level.TRACE, false);
        log.trace("own trace");
        library.debug("library debug");
        library.info("library info at trace");
        configure(LoggingConfig.Format.HUMAN, LoggingConfig.Level.ERROR, false);
        log.warn("own warn");
        library.warn("library warn at error");
        log.error("own error");

        assertThat(lines())
                .extracting(line -> line.substring(line.indexOf("  ", 20) + 2))
                .containsExactly("own info", "library warn", "own trace", "library info at trace", "own error");
        assertThat(log.isErrorEnabled()).isTrue();
        assertThat(log.isWarnEnabled() || log.isInfoEnabled() || log.isDebugEnabled() || log.isTraceEnabled())
                .isFalse();
    }

    @Test
    void libraryRecordsOfTheJdkAreLoggedToo() {
        configure(LoggingConfig.Format.JSON, LoggingConfig.Level.INFO, false);

        java.util.logging.Logger.getLogger("jdk.Example").log(java.util.logging.Level.SEVERE, "said {0}", "x");

        assertThat(new JsonObject(lines().getFirst()).getString("message")).isEqualTo("said x");
    }

    @Test
    void fieldsOffVertxBelongToTheThread() {
        configure(LoggingConfig.Format.JSON, LoggingConfig.Level.INFO, false);

        MDC.put("requestId", "7f");
        log.info("one");
        MDC.remove("requestId");
        log.info("two");

        assertThat(new JsonObject(lines().getFirst()).getString("requestId")).isEqualTo("7f");
        assertThat(new JsonObject(lines().getLast()).containsKey("requestId")).isFalse();
    }

    @Test
    void fieldsOfARequestFollowItAndNoOther() throws Exception {
        configure(LoggingConfig.Format.JSON, LoggingConfig.Level.INFO, false);
        Vertx vertx = Vertx.vertx();
        try {
            ContextInternal shared = ((VertxInternal) vertx).getOrCreateContext();
            ContextInternal one = shared.duplicate();
            ContextInternal other = shared.duplicate();

            onContext(one, () -> {
                MDC.put("requestId", "1");
                MDC.put("upstream", "a");
                MDC.put("upstream", null);
            });
            onContext(other, () -> MDC.setContextMap(Map.of("requestId", "2")));
            onContext(shared, () -> MDC.put("requestId", "shared"));

            for (ContextInternal context : List.of(one, other, shared)) {
                onContext(context, () -> log.info("{}", MDC.get("requestId")));
            }
            onContext(one, () -> {
                assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("requestId", "1"));
                MDC.clear();
                log.info("cleared");
            });
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }

        assertThat(lines())
                .extracting(line -> new JsonObject(line).getString("requestId"))
                .containsExactly("1", "2", null, null);
    }

    private static void onContext(ContextInternal context, Runnable action) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        context.runOnContext(_ -> {
            try {
                action.run();
                done.complete(null);
            } catch (Throwable failure) {
                done.completeExceptionally(failure);
            }
        });
        done.join();
    }

    private void configure(LoggingConfig.Format format, LoggingConfig.Level level, boolean terminal) {
        Logging.configure(
                new LoggingConfig(format, level), terminal, new PrintStream(out, false, StandardCharsets.UTF_8));
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
