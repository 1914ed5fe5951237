package dev.mcpgateway.app.cli;

import dev.mcpgateway.config.load.InvalidConfigException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program's command line. Without a command it serves. */
public final class Cli {
    /** The code of a command that goes on after it returned: the process must not exit. */
    public static final int RUNNING = -1;

    /** Whoever sets one of these looks for a mistake in the program, and wants to know where it failed. */
    private static final Set<String> DEBUG_LEVELS = Set.of("debug", "trace");

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;
    private final Serve serve;

    /** Makes a command line that reads this environment and writes to these streams. */
    public Cli(Map<String, String> environment, PrintStream out, PrintStream err, Serve serve) {
        this.environment = Map.copyOf(environment);
        this.out = out;
        this.err = err;
        this.serve = serve;
    }

    /** Runs a command and returns the code to exit with, or {@link #RUNNING}. A failure is told in a sentence. */
    public int run(String... args) {
        CommandSpec gateway = gateway(new ServeCommand(this));
        for (Command command : List.of(
                new ServeCommand(this),
                new CheckConfigCommand(this),
                new TokensCommand(this),
                new HealthCommand(this),
                new RevokeCommand(this),
                new TokenCommand(this),
                new TrainCommand(this),
                new ExampleTasksCommand(this),
                new BackupCommand(this, System.in),
                new RestoreCommand(this, System.in),
                new VersionCommand(this))) {
            CommandSpec spec = command.spec();
            gateway.addSubcommand(spec.name(), spec);
        }
        try {
            ParseResult arguments = commandLine(gateway).parseArgs(args);
            ParseResult chosen = arguments.hasSubcommand() ? arguments.subcommand() : arguments;
            CommandSpec spec = chosen.commandSpec();
            if (arguments.hasSubcommand() && !arguments.matchedOptions().isEmpty()) {
                String option = arguments.matchedOptions().getFirst().longestName();
                throw new ParameterException(
                        spec.commandLine(), "Options belong after the command: gateway " + spec.name() + " " + option);
            }
            if (chosen.isUsageHelpRequested()) {
                spec.commandLine().usage(out);
                return ExitCode.OK;
            }
            return ((Command) spec.userObject()).run(chosen);
        } catch (ParameterException e) {
            return misused(e);
        } catch (InvalidConfigException e) {
            err.println(e.getMessage());
            int errors = e.errors().size();
            err.println(errors == 1 ? "1 error in the configuration." : errors + " errors in the configuration.");
            return ExitCode.USAGE;
        } catch (RuntimeException e) {
            err.println(e.getMessage() == null ? e.toString() : e.getMessage());
            if (DEBUG_LEVELS.contains(environment.getOrDefault("LOG_LEVEL", "").toLowerCase(Locale.ROOT))) {
                e.printStackTrace(err);
            }
            return ExitCode.FAILED;
        }
    }

    private static CommandSpec gateway(Command otherwise) {
        CommandSpec spec = ServeCommand.addExample(
                ConfigOptions.addTo(CommandSpec.wrapWithoutInspection(otherwise).name("gateway")));
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .scopeType(ScopeType.INHERIT)
                .description("Shows this help.")
                .build());
        spec.usageMessage()
                .description("One address in front of any MCP servers. Without a command it serves.")
                .synopsisSubcommandLabel("[COMMAND]")
                .footer(
                        "",
                        "Examples:",
                        "  gateway --auth none --example",
                        "  gateway --upstream docs=https://example.com/mcp",
                        "  gateway --auth none --mcp-config ~/.cursor/mcp.json --port 3000",
                        "  gateway check-config --config gateway.yaml",
                        "",
                        "Exit codes: 0 after a clean end, 1 after a failure, 2 for a wrong configuration or command line.");
        return spec;
    }

    private static CommandLine commandLine(CommandSpec gateway) {
        return new CommandLine(gateway)
                .setExpandAtFiles(false)
                .setInterpolateVariables(false)
                .setUsageHelpWidth(100);
    }

    private int misused(ParameterException e) {
        err.println(e.getMessage());
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            err.println("Did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?");
        }
        err.println("Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    Map<String, String> environment() {
        return environment;
    }

    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }

    Serve serve() {
        return serve;
    }
}
