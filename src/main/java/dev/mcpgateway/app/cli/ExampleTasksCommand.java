package dev.mcpgateway.app.cli;

import dev.mcpgateway.app.logging.Logging;
import dev.mcpgateway.app.signal.ProcessSignal;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.example.tasks.TaskService;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Runs the reference task service alone, as a service beside a gateway in a container of its own. */
final class ExampleTasksCommand implements Command {
    private static final String HOST = "--host";
    private static final String PORT = "--port";
    private static final String USUAL_PORT = "8000";
    private static final long START_SECONDS = 10;

    private final Cli cli;

    ExampleTasksCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("example-tasks");
        spec.usageMessage()
                .hidden(true)
                .description(
                        "Runs the task service of the examples. Callers show $SERVICE_AUTH_TOKEN as a bearer token and"
                                + " say in X-User-ID whose tasks they mean.");
        return spec.addOption(ConfigOptions.text("ADDRESS", "Address to listen on. Default: 127.0.0.1.", HOST))
                .addOption(ConfigOptions.text("PORT", "Port to listen on. Default: " + USUAL_PORT + ".", PORT));
    }

    @Override
    public int run(ParseResult arguments) {
        Logging.configure(GatewayConfig.defaults().logging(), Logging.onTerminal(), cli.out());
        Logger log = LoggerFactory.getLogger(ExampleTasksCommand.class);
        String host = ConfigOptions.value(arguments, HOST);
        String port = ConfigOptions.value(arguments, PORT);
        String token = cli.environment().getOrDefault("SERVICE_AUTH_TOKEN", "");
        if (token.isBlank()) {
            throw new ParameterException(
                    arguments.commandSpec().commandLine(),
                    "SERVICE_AUTH_TOKEN is not set; choose a token that callers show");
        }
        TaskService service = new TaskService(
                host == null ? "127.0.0.1" : host, port(arguments, port == null ? USUAL_PORT : port), token, true);
        Vertx vertx = Vertx.vertx();
        ProcessSignal.handle("TERM", () -> vertx.close().onComplete(closed -> System.exit(ExitCode.OK)));
        try {
            vertx.deployVerticle(service).await(START_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("it did not start within " + START_SECONDS + " s", e);
        }
        log.info("Tasks listen on port {}; the document is at /openapi.json", service.port());
        return Cli.RUNNING;
    }

    private static int port(ParseResult arguments, String text) {
        if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65_535) {
            return Integer.parseInt(text);
        }
        throw new ParameterException(
                arguments.commandSpec().commandLine(),
                PORT + " is not usable; allowed is a whole number from 0 to 65535");
    }
}
