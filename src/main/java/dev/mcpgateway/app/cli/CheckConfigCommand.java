package dev.mcpgateway.app.cli;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.load.ConfigLoader;
import dev.mcpgateway.config.load.LoadedConfig;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Checks a configuration without running it. */
final class CheckConfigCommand implements Command {
    private final Cli cli;

    CheckConfigCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("check-config");
        spec.usageMessage()
                .description(
                        "Reads the configuration as 'serve' would and names every error with its place. Exit code 2 when"
                                + " there is one.");
        return ConfigOptions.addTo(spec);
    }

    @Override
    public int run(ParseResult arguments) {
        LoadedConfig loaded = ConfigLoader.load(ConfigOptions.inputs(arguments, cli.environment()));
        loaded.notices().forEach(cli.err()::println);
        GatewayConfig config = loaded.config();
        int upstreams = config.enabledUpstreams().size();
        cli.out()
                .println("The configuration is good: " + config.listenerHost() + ":"
                        + config.listener().port() + ", " + upstreams
                        + (upstreams == 1 ? " upstream." : " upstreams."));
        return ExitCode.OK;
    }
}
