package dev.mcpgateway.app.cli;

import dev.mcpgateway.app.logging.Logging;
import dev.mcpgateway.app.signal.ProcessSignal;
import dev.mcpgateway.config.AuthConfig;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.load.ConfigInputs;
import dev.mcpgateway.config.load.ConfigLoader;
import dev.mcpgateway.config.load.ConfigSource;
import dev.mcpgateway.config.load.LoadedConfig;
import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Runs the gateway. */
final class ServeCommand implements Command {
    private static final String EXAMPLE = "--example";

    private final Cli cli;

    ServeCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("serve");
        spec.usageMessage()
                .description(
                        "Runs the gateway until it is told to stop (SIGTERM, Ctrl-C). SIGHUP reads the configuration"
                                + " again, as does a change of its files.");
        return addExample(ConfigOptions.addTo(spec));
    }

    /** Gives a command that serves the option for a service to try it with. */
    static CommandSpec addExample(CommandSpec spec) {
        return spec.addOption(OptionSpec.builder(EXAMPLE)
                .description("Starts a small task service beside the gateway, whose tools are there at once.")
                .build());
    }

    @Override
    public int run(ParseResult arguments) {
        ConfigInputs inputs = ConfigOptions.inputs(arguments, cli.environment());
        LoadedConfig loaded = ConfigLoader.load(inputs);
        UnaryOperator<GatewayConfig> whole =
                arguments.hasMatchedOption(EXAMPLE) ? ExampleTasks.start(loaded.config())::addTo : config -> config;
        configureLogging(loaded.config());
        Logger log = LoggerFactory.getLogger(ServeCommand.class);
        loaded.notices().forEach(log::warn);
        if (loaded.config().auth().mode() == AuthConfig.Mode.NONE
                && loaded.config().reachableByOthers()) {
            log.warn(
                    "nobody has to sign in: everyone who reaches {} can use every upstream (auth.allowNonLoopback)",
                    loaded.config().listenerHost());
        }
        CompletableFuture<ConfigSource> source = new CompletableFuture<>();
        // Before the gateway is up, since without a handler the signal would end the process; what comes early waits.
        ProcessSignal.handle("HUP", () -> {
            var _ = source.thenAccept(ConfigSource::reload);
        });
        Function<GatewayConfig, Future<Void>> reconfigure = cli.serve().start(whole.apply(loaded.config()));
        source.complete(new ConfigSource(
                inputs,
                loaded,
                config -> reconfigure.apply(whole.apply(config)).onSuccess(_ -> configureLogging(config))));
        return Cli.RUNNING;
    }

    private void configureLogging(GatewayConfig config) {
        Logging.configure(config.logging(), Logging.onTerminal(), cli.out());
    }
}
