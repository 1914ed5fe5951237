package dev.mcpgateway.app.cli;

import dev.mcpgateway.app.logging.Logging;
import dev.mcpgateway.app.signal.ProcessSignal;
import dev.mcpgateway.config.GatewayConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Runs the reference task service alone, as a service beside a gateway in a container of its own. */
final class ExampleTasksCommand implements Command {
    private static final String HOST = "--host";
    private static final String PORT = "--port";
    private static final String TOKEN = "SERVICE_AUTH_TOKEN";
    private static final String USUAL_HOST = "127.0.0.1";
    private static final String USUAL_PORT = "8000";

    private final Cli cli;

    ExampleTasksCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("example-tasks");
        spec.usageMessage()
                .description("Runs the task service of the examples until it is told to stop (SIGTERM, Ctrl-C). Callers"
                        + " show $SERVICE_AUTH_TOKEN as a bearer token and say in X-User-ID whose tasks they"
                        + " mean. Its OpenAPI document is at /openapi.json; /health answers whoever asks.");
        return spec.addOption(ConfigOptions.text(
                        "ADDRESS", "Address to listen on. Default: $HOST, or " + USUAL_HOST + ".", HOST))
                .addOption(ConfigOptions.text(
                        "PORT",
                        "Port to listen on, 0 for any free one. Default: $PORT, or " + USUAL_PORT + ".",
                        "-p",
                        PORT));
    }

    @Override
    public int run(ParseResult arguments) {
        Logging.configure(GatewayConfig.defaults().logging(), Logging.onTerminal(), cli.out());
        Logger log = LoggerFactory.getLogger(ExampleTasksCommand.class);
        String host = option(arguments, HOST, "HOST", USUAL_HOST);
        int port = port(arguments, option(arguments, PORT, "PORT", USUAL_PORT));
        String token = cli.environment().getOrDefault(TOKEN, "");
        if (token.isBlank()) {
            throw misuse(arguments, TOKEN + " is not set; choose a token that callers show");
        }
        StartedTasks tasks = StartedTasks.on(host, port, token, true);
        ProcessSignal.handle("TERM", () -> {
            log.info("SIGTERM: stopping");
            tasks.vertx().close().onComplete(_ -> System.exit(ExitCode.OK));
        });
        log.info(
                "Tasks listen on http://{}:{}; the document is at /openapi.json",
                host.contains(":") ? "[" + host + "]" : host,
                tasks.port());
        return Cli.RUNNING;
    }

    private String option(ParseResult arguments, String option, String variable, String otherwise) {
        String given = ConfigOptions.value(arguments, option);
        if (given != null) {
            return given;
        }
        String set = cli.environment().getOrDefault(variable, "");
        return set.isBlank() ? otherwise : set;
    }

    private static int port(ParseResult arguments, String text) {
        if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65_535) {
            return Integer.parseInt(text);
        }
        throw misuse(arguments, "the port '" + text + "' is not usable; allowed is a whole number from 0 to 65535");
    }

    private static ParameterException misuse(ParseResult arguments, String message) {
        return new ParameterException(arguments.commandSpec().commandLine(), message);
    }
}
