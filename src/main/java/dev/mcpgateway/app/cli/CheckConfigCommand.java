package dev.mcpgateway.app.cli;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.load.ConfigLoader;
import dev.mcpgateway.config.load.LoadedConfig;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.identity.Scope;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Checks a configuration without running it. */
final class CheckConfigCommand implements Command {
    private static final String EXPLAIN = "--explain";
    private static final String DOMAIN = "--domain";
    private static final String GROUPS = "--groups";
    private static final String CLIENT = "--client";

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
        spec.addOption(OptionSpec.builder(EXPLAIN)
                .paramLabel("VALUE")
                .arity("2")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description(
                        "Says what the policy decides for a person (an e-mail address) on a tool (<upstream>/<tool>, or the"
                                + " name that clients see), and which rule it is.")
                .build());
        spec.addOption(ConfigOptions.text(
                "DOMAIN", "With --explain: the person's organization. Default: what follows the @.", DOMAIN));
        spec.addOption(ConfigOptions.text("NAMES", "With --explain: the person's groups, with commas.", GROUPS));
        spec.addOption(ConfigOptions.text("ID", "With --explain: the OAuth client that calls.", CLIENT));
        return ConfigOptions.addTo(spec);
    }

    @Override
    public int run(ParseResult arguments) {
        LoadedConfig loaded = ConfigLoader.load(ConfigOptions.inputs(arguments, cli.environment()));
        loaded.notices().forEach(cli.err()::println);
        GatewayConfig config = loaded.config();
        List<String> question = arguments.matchedOptionValue(EXPLAIN, List.of());
        if (!question.isEmpty()) {
            new Explanation(config, caller(question.getFirst(), arguments))
                    .of(question.getLast())
                    .forEach(cli.out()::println);
            return ExitCode.OK;
        }
        int services = config.enabledOpenApi().size();
        cli.out()
                .println("The configuration is good: " + config.listenerHost() + ":"
                        + config.listener().port() + ", "
                        + counted(config.enabledUpstreams().size(), "upstream")
                        + (services == 0 ? "." : ", " + counted(services, "REST service") + "."));
        return ExitCode.OK;
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static Principal caller(String email, ParseResult arguments) {
        String domain = ConfigOptions.value(arguments, DOMAIN);
        String groups = ConfigOptions.value(arguments, GROUPS);
        Person person = new Person(
                "explained",
                email,
                email,
                domain == null ? email.substring(email.indexOf('@') + 1) : domain,
                groups == null ? Set.of() : Set.of(groups.split(",")));
        return new Principal(person, ConfigOptions.value(arguments, CLIENT), Scope.all(), "", "");
    }
}
