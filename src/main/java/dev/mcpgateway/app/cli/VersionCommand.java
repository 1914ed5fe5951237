package dev.mcpgateway.app.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Prints the version. */
final class VersionCommand implements Command {
    private final Cli cli;

    VersionCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("version");
        spec.usageMessage().description("Prints the version.");
        return spec;
    }

    @Override
    public int run(ParseResult arguments) {
        cli.out().println("mcp-gateway " + Version.current() + ", Java " + Runtime.version());
        return ExitCode.OK;
    }
}
