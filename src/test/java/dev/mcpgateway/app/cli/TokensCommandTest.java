package dev.mcpgateway.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.testing.LegacyServer;
import dev.mcpgateway.tokens.Tokenizer;
import dev.mcpgateway.tokens.ToolText;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.LogManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gateway tokens} against real servers. */
class TokensCommandTest {
    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final LegacyServer server = LegacyServer.start(vertx);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @AfterEach
    void close() {
        server.close();
        vertx.close().await();
    }

    @AfterAll
    static void restoreLogging() throws IOException {
        LogManager.getLogManager().readConfiguration();
    }

    @Test
    void whatComesWithTheGatewayIsCountedWithoutAnyConfiguration() {
        assertThat(run()).isEqualTo(ExitCode.OK);
        assertThat(text(out))
                .contains("Tokens by o200k_base")
                .containsPattern("(?m)^tasks +5 +\\d+ +\\d+  list_tasks \\d+")
                .contains("The configuration names no server and no service.");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void theToolsOfAServerAreCountedUnderTheNamesThatClientsSee() throws IOException {
        assertThat(run("--json", "--config", file("""
                upstreams:
                  docs: {url: '%s'}
                  wiki: {url: '%1$s', prefix: ''}
                """.formatted(server.url())))).isEqualTo(ExitCode.OK);

        JsonArray providers = json().getJsonObject("configured").getJsonArray("providers");
        assertThat(providers
                        .getJsonObject(0)
                        .getJsonArray("list")
                        .getJsonObject(0)
                        .getString("name"))
                .isEqualTo("docs_echo");
        JsonObject echo =
                new JsonObject(LegacyServer.TOOLS).getJsonArray("tools").getJsonObject(0);
        assertThat(providers
                        .getJsonObject(1)
                        .getJsonArray("list")
                        .getJsonObject(0)
                        .getInteger("tokens"))
                .isEqualTo(Tokenizer.load().cost(ToolText.of(echo)).tokens());
        assertThat(text(err)).contains("docs: 3 tools", "wiki: 3 tools");
    }

    @Test
    void theSumsAreThoseOfTheParts() {
        run("--json");

        JsonObject builtIn = json().getJsonObject("builtIn");
        int sum = 0;
        for (Object provider : builtIn.getJsonArray("providers")) {
            sum += ((JsonObject) provider).getInteger("tokens");
        }
        assertThat(builtIn.getInteger("tokens")).isEqualTo(sum).isPositive();
    }

    @Test
    void aServerThatCannotBeReachedIsNamedAndTheOthersAreCounted() throws IOException {
        assertThat(run("--config", file("""
                upstreams:
                  docs: {url: '%s'}
                  gone: {url: 'http://127.0.0.1:1/mcp'}
                openapi:
                  crm: {document: 'http://127.0.0.1:1/openapi.json'}
                """.formatted(server.url())))).isEqualTo(ExitCode.FAILED);

        assertThat(text(out))
                .containsPattern("(?m)^docs +3 +\\d+")
                .containsPattern("(?m)^gone .*not counted: .*refuses connections")
                .containsPattern("(?m)^crm .*not counted: its document http://127.0.0.1:1/openapi.json cannot be used");
        assertThat(text(err)).contains("gone: not counted");
    }

    @Test
    void aServerThatHangsIsNotWaitedForForEver() throws IOException {
        server.on("tools/list", request -> {});

        assertThat(run("--timeout", "1", "--config", file("upstreams: {docs: {url: '" + server.url() + "'}}")))
                .isEqualTo(ExitCode.FAILED);

        assertThat(text(out)).contains("not counted: no answer within 1 s");
    }

    @Test
    void aServerThatWantsToKnowWhoAsksIsSentNothing() throws IOException {
        assertThat(run("--config", file("""
                auth: {mode: development}
                upstreams: {docs: {url: '%s', credentials: {kind: jwt}}}
                """.formatted(server.url())))).isEqualTo(ExitCode.FAILED);

        assertThat(text(out)).contains("not counted: it lists its tools to a person");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void ofGoogleOnlyWhatIsSwitchedOnIsCountedAsConfigured() throws IOException {
        assertThat(run("--json", "--config", file("""
                auth: {google: {clientId: id, clientSecret: secret}, sessionSecret: %s}
                listener: {publicUrl: 'https://mcp.example.com'}
                google: {readOnly: true, services: {calendar: false}}
                """.formatted("x".repeat(48)))))
                .isEqualTo(ExitCode.OK);

        JsonObject google =
                json().getJsonObject("configured").getJsonArray("providers").getJsonObject(0);
        assertThat(google.getJsonArray("list").stream().map(tool -> ((JsonObject) tool).getString("name")))
                .contains("gmail_search")
                .doesNotContain("gmail_send", "calendar_list_events");
    }

    private String file(String yaml) throws IOException {
        return Files.writeString(directory.resolve("gateway.yaml"), yaml).toString();
    }

    private JsonObject json() {
        return new JsonObject(text(out));
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }

    private int run(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "tokens";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return new Cli(
                        Map.of(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        config -> {
                            throw new AssertionError("it serves nothing");
                        })
                .run(all);
    }
}
