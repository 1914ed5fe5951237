package dev.mcpgateway.app.cli;

import dev.mcpgateway.app.ReadOnlyRoot;
import dev.mcpgateway.app.cost.BuiltInTools;
import dev.mcpgateway.app.cost.ConfiguredTools;
import dev.mcpgateway.app.cost.CostTable;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.tokens.ListCost;
import dev.mcpgateway.tokens.Tokenizer;
import dev.mcpgateway.tokens.ToolText;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says what the lists of tools cost a model that reads them. */
final class TokensCommand implements Command {
    private static final String JSON = "--json";
    private static final String TIMEOUT = "--timeout";
    private static final int LONGEST_SECONDS = 3600;

    private final Cli cli;

    TokensCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("tokens");
        spec.usageMessage()
                .description(
                        "Prints how many tokens each provider's list of tools has: names, descriptions and input schemas,"
                                + " and apart from them output schemas. First all tools that come with the gateway, whatever"
                                + " is switched on, which needs no account and no network; then those of the servers and"
                                + " services that the configuration names, which are asked for them.")
                .footer(
                        "",
                        "Counted with " + Tokenizer.NAME
                                + ", which is public. Models have tokenizers of their own: compare lists" + " with it.",
                        "",
                        "Exit codes: 0 when every list was counted; 1 when a server or service could not be asked, or takes",
                        "people only; 2 for a wrong configuration or command line.");
        spec.addOption(OptionSpec.builder(JSON)
                .description("Prints JSON, with each tool.")
                .build());
        spec.addOption(OptionSpec.builder(TIMEOUT)
                .paramLabel("SECONDS")
                .type(Integer.class)
                .defaultValue("30")
                .description("How long the configured servers and services are waited for. Default: 30.")
                .build());
        return ConfigOptions.addTo(spec);
    }

    @Override
    public int run(ParseResult arguments) {
        int seconds = arguments.matchedOptionValue(TIMEOUT, 30);
        if (seconds < 1 || seconds > LONGEST_SECONDS) {
            throw new ParameterException(
                    arguments.commandSpec().commandLine(),
                    "Invalid value for option '--timeout': allowed is 1 to " + LONGEST_SECONDS);
        }
        GatewayConfig config = BackupCommand.configure(cli, arguments);
        Tokenizer tokenizer = Tokenizer.load();
        List<ListCost> builtIn = BuiltInTools.costs(tokenizer);
        List<ListCost> configured = configured(config, Duration.ofSeconds(seconds), tokenizer);
        if (arguments.hasMatchedOption(JSON)) {
            cli.out()
                    .println(new JsonObject()
                            .put("tokenizer", Tokenizer.NAME)
                            .put("builtIn", CostTable.json(builtIn))
                            .put("configured", CostTable.json(configured))
                            .encodePrettily());
        } else {
            print(builtIn, configured);
        }
        return configured.stream().allMatch(ListCost::isKnown) ? ExitCode.OK : ExitCode.FAILED;
    }

    private void print(List<ListCost> builtIn, List<ListCost> configured) {
        cli.out().println("Tokens by " + Tokenizer.NAME + "; models have tokenizers of their own.");
        cli.out().println();
        cli.out().println("All tools that come with the gateway");
        CostTable.lines(builtIn).forEach(cli.out()::println);
        cli.out().println();
        if (configured.isEmpty()) {
            cli.out().println("The configuration names no server and no service.");
        } else {
            cli.out().println("What the configuration names");
            CostTable.lines(configured).forEach(cli.out()::println);
        }
    }

    private List<ListCost> configured(GatewayConfig config, Duration patience, Tokenizer tokenizer) {
        Vertx vertx = Vertx.vertx(ReadOnlyRoot.applyTo(new VertxOptions()));
        try {
            ConfiguredTools tools = new ConfiguredTools(config, patience, this::progress);
            vertx.deployVerticle(tools).await();
            List<ListCost> costs = new ArrayList<>();
            tools.lists().forEach((name, listed) -> {
                String problem = listed.problem();
                costs.add(
                        problem == null
                                ? ListCost.of(
                                        name,
                                        listed.tools().stream()
                                                .map(ToolText::of)
                                                .toList(),
                                        tokenizer)
                                : ListCost.unknown(name, problem));
            });
            return List.copyOf(costs);
        } finally {
            vertx.close().await();
        }
    }

    private void progress(String name, ConfiguredTools.Listed listed) {
        String problem = listed.problem();
        int tools = listed.tools().size();
        cli.err()
                .println(name + ": "
                        + (problem == null ? tools + (tools == 1 ? " tool" : " tools") : "not counted: " + problem));
    }
}
