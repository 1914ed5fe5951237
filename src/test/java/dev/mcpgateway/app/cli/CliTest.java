package dev.mcpgateway.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.mcpgateway.config.GatewayConfig;
import io.vertx.core.Future;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.LogManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CliTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private final List<GatewayConfig> served = new ArrayList<>();

    @AfterAll
    static void restoreLogging() throws IOException {
        LogManager.getLogManager().readConfiguration();
    }

    @ParameterizedTest
    @CsvSource({
        "--help, gateway [-h]",
        "serve -h, gateway serve",
        "check-config --help, gateway check-config",
        "tokens --help, gateway tokens",
        "health --help, gateway health",
        "backup --help, gateway backup",
        "restore --help, gateway restore",
        "version --help, gateway version"
    })
    void everyCommandHasHelp(String arguments, String usage) {
        assertThat(run(arguments.split(" "))).isEqualTo(ExitCode.OK);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Usage: " + usage);
        assertThat(err.size()).isZero();
    }

    @Test
    void theVersionIsPrinted() {
        assertThat(run("version")).isEqualTo(ExitCode.OK);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("mcp-gateway " + Version.current().number())
                .contains("Java 2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --prot 1             | Unknown options: '--prot', '1'                         | Try 'gateway --help'.
            serve --prt=1        | Unknown option: '--prt=1'                              | Try 'gateway serve --help'.
            serv                 | Unmatched argument at index 0: 'serv'                  | Did you mean serve
            serve --port         | Missing required parameter for option '--port' (PORT)   | Try 'gateway serve --help'.
            --port 1 version     | Options belong after the command: gateway version --port | Try 'gateway version --help'.
            tokens --timeout 0   | Invalid value for option '--timeout': allowed is 1      | Try 'gateway tokens --help'.
            health --port 0      | The configured port is 0, any free one                 | Try 'gateway health --help'.
            health --url nowhere | Invalid value for option '--url'                       | Try 'gateway health --help'.
            example-tasks        | SERVICE_AUTH_TOKEN is not set                          | Try 'gateway example-tasks --help'.
            example-tasks -p x   | the port 'x' is not usable                             | Try 'gateway example-tasks --help'.
            health --url ftp://x | Invalid value for option '--url'                       | Try 'gateway health --help'.
            """)
    void aMistakeOnTheCommandLineIsToldInASentence(String arguments, String sentence, String hint) {
        assertThat(run(arguments.split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains(sentence, hint)
                .doesNotContain("Exception");
        assertThat(served).isEmpty();
    }

    @Test
    void aGoodConfigurationIsConfirmedWithItsNotices() throws IOException {
        Path list = Files.writeString(
                directory.resolve("mcp.json"), "{\"mcpServers\": {\"a b\": {\"url\": \"http://127.0.0.1:1/\"}}}");

        assertThat(run("check-config", "--mcp-config", list.toString())).isEqualTo(ExitCode.OK);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines("The configuration is good: 127.0.0.1:3000, 1 upstream.");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("is called 'a-b' here");
    }

    @Test
    void restServicesAreCountedAndExplainedAsUpstreamsAre() throws IOException {
        Path file = Files.writeString(directory.resolve("gateway.yaml"), """
                auth: {mode: development}
                openapi:
                  tasks: {document: 'http://127.0.0.1:1/openapi.json', access: everyone-signed-in}
                policy:
                  rules:
                    no-delete: {effect: deny, upstreams: [tasks], tools: ['delete_*']}
                """);
        assertThat(run("check-config", "--config", file.toString())).isEqualTo(ExitCode.OK);
        run("check-config", "--config", file.toString(), "--explain", "a@example.com", "delete_task");
        run("check-config", "--config", file.toString(), "--explain", "a@example.com", "tasks/list_tasks");
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "The configuration is good: 127.0.0.1:3000, 0 upstreams, 1 REST service.",
                        "tool delete_task of upstream tasks:",
                        "  hidden, by policy.rules.no-delete",
                        "tool list_tasks of upstream tasks:",
                        "  allowed, by openapi.tasks.access");
    }

    @Test
    void whichRuleDecidesIsExplainedToWhoeverRunsTheGateway() throws IOException {
        Path file = Files.writeString(directory.resolve("gateway.yaml"), """
                auth: {mode: development}
                upstreams:
                  prod: {url: 'http://127.0.0.1:1/mcp'}
                  docs: {url: 'http://127.0.0.1:1/mcp', access: everyone-signed-in}
                policy:
                  rules:
                    readers: {effect: allow, upstreams: [prod], annotations: [readOnlyHint], domains: [example.com]}
                    no-drop: {effect: deny, tools: ['drop*'], groups: [interns]}
                """);
        run("check-config", "--config", file.toString(), "--explain", "a@example.com", "prod_status");
        run(
                "check-config",
                "--config",
                file.toString(),
                "--explain",
                "a@example.com",
                "docs/drop",
                "--groups",
                "interns");
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "tool status of upstream prod:",
                        "  if it says readOnlyHint: true: allowed, by policy.rules.readers",
                        "  if it says destructiveHint: false: hidden, by no rule",
                        "  if it says neither: hidden, by no rule",
                        "tool drop of upstream docs:",
                        "  hidden, by policy.rules.no-drop");
    }

    @Test
    void everyErrorOfTheConfigurationIsPrinted() throws IOException {
        Path file = Files.writeString(directory.resolve("bad.yaml"), "upstreamz: {}\nlistener: {prt: 1}\n");

        assertThat(run("check-config", "--config", file.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        file + ":1:1: upstreamz: is not a setting; did you mean 'upstreams'?",
                        file + ":2:12: listener.prt: is not a setting; did you mean 'port'?",
                        "2 errors in the configuration.");
    }

    @Test
    void theFileComesFromTheEnvironmentWhenNoneIsGiven() throws IOException {
        Path file = Files.writeString(directory.resolve("gateway.yaml"), "listener: {port: 4321}");
        environment.put("GATEWAY_CONFIG", file.toString());

        run("check-config");

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("127.0.0.1:4321");
    }

    @ParameterizedTest
    @CsvSource({"serve", "''"})
    void servingGoesOnAfterTheCommandReturned(String command) {
        List<String> arguments = new ArrayList<>(List.of(
                "--auth",
                "none",
                "--port",
                "0",
                "--host",
                "localhost",
                "--data-dir",
                directory.toString(),
                "--upstream",
                "a=http://127.0.0.1:1/mcp"));
        if (!command.isEmpty()) {
            arguments.addFirst(command);
        }

        assertThat(run(arguments.toArray(String[]::new))).isEqualTo(Cli.RUNNING);
        assertThat(served).hasSize(1);
        assertThat(served.getFirst().listener().port()).isZero();
        assertThat(served.getFirst().listenerHost()).isEqualTo("localhost");
        assertThat(served.getFirst().store().dataDir()).isEqualTo(directory);
        assertThat(served.getFirst().upstreams()).containsKey("a");
    }

    @Test
    void anAddressThatOthersReachIsRefusedWithoutSignIn() {
        assertThat(run("serve", "--host", "0.0.0.0", "--auth", "none")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("auth.allowNonLoopback");
        assertThat(served).isEmpty();
    }

    @Test
    void anAddressThatOthersReachIsWarnedOfAtEachStartWhenItIsAllowed() throws IOException {
        Path file = Files.writeString(directory.resolve("open.yaml"), "auth: {mode: none, allowNonLoopback: true}");

        assertThat(run("serve", "--host", "0.0.0.0", "--config", file.toString()))
                .isEqualTo(Cli.RUNNING);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"level\":\"warn\"", "nobody has to sign in");
    }

    @Test
    void aGatewayThatCannotStartSaysWhy() {
        Cli cli = new Cli(environment, stream(out), stream(err), _ -> {
            throw new IllegalStateException("the port is taken");
        });

        assertThat(cli.run("serve")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("the port is taken");

        environment.put("LOG_LEVEL", "DEBUG");
        new Cli(environment, stream(out), stream(err), cli.serve()).run("serve");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("at dev.mcpgateway.app.cli.CliTest");
    }

    @ParameterizedTest
    @CsvSource({"200, 0, ok", "503, 1, 'not well, status 503'"})
    void healthIsTheAnswerOfTheRunningGateway(int status, int code, String said) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/health", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        try {
            String port = Integer.toString(server.getAddress().getPort());
            environment.put("PORT", port);

            assertThat(run("health")).isEqualTo(code);
            assertThat(run("health", "--url", "http://127.0.0.1:" + port + "/health"))
                    .isEqualTo(code);
            assertThat(out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8))
                    .contains("http://127.0.0.1:" + port + "/health: " + said);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aGatewayThatDoesNotAnswerIsNotWell() {
        assertThat(run("health", "--url", "http://127.0.0.1:1/health")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("no answer");
    }

    private int run(String... arguments) {
        Serve serve = config -> {
            served.add(config);
            return _ -> Future.succeededFuture();
        };
        return new Cli(environment, stream(out), stream(err), serve).run(arguments);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
