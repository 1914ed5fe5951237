package dev.mcpgateway.app.cli;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Makes, lists and takes back personal access tokens of the running gateway. */
final class TokenCommand implements Command {
    private static final String PERSON = "--person";
    private static final String NAME = "--name";
    private static final String SCOPES = "--scopes";
    private static final String LIFETIME = "--lifetime";
    private static final String ID = "--id";
    private static final String USUAL_LIFETIME = "30d";
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(m|h|d)");
    private static final Map<String, Duration> UNITS =
            Map.of("m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));

    private final Cli cli;

    TokenCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("token");
        spec.usageMessage()
                .description("Makes, lists and takes back personal access tokens, for scripts. The person has signed in"
                        + " at least once.");
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .paramLabel("ACTION")
                .type(String.class)
                .required(true)
                .description("create, list or revoke.")
                .build());
        spec.addOption(ConfigOptions.text("EMAIL", "Whose token it is.", PERSON));
        spec.addOption(ConfigOptions.text("TEXT", "With create: what the person knows it by.", NAME));
        spec.addOption(
                ConfigOptions.text("LIST", "With create: what it may do, with commas. Default: tools:read.", SCOPES));
        spec.addOption(ConfigOptions.text(
                "TIME", "With create: how long it is valid, such as 12h or 30d. Default: 30d.", LIFETIME));
        spec.addOption(ConfigOptions.text("ID", "With revoke: which one, as list shows it.", ID));
        return OperatorClient.addTo(spec);
    }

    @Override
    public int run(ParseResult arguments) {
        String action = arguments.matchedPositionalValue(0, "");
        JsonObject question = new JsonObject().put("person", require(arguments, PERSON));
        switch (action) {
            case "create" -> {
                String scopes = ConfigOptions.value(arguments, SCOPES);
                JsonObject made = OperatorClient.ask(
                        cli,
                        arguments,
                        question.put("do", "token-create")
                                .put("name", require(arguments, NAME))
                                .put("scopes", scopes == null ? "tools:read" : scopes)
                                .put("seconds", lifetime(arguments).toSeconds()));
                cli.err().println("valid until " + made.getString("expires") + "; it is not shown again");
                cli.out().println(made.getString("token"));
            }
            case "list" -> {
                List<?> tokens =
                        OperatorClient.ask(cli, arguments, question.put("do", "token-list"))
                                .getJsonArray("tokens")
                                .stream()
                                .toList();
                for (Object each : tokens) {
                    if (each instanceof JsonObject token) {
                        cli.out()
                                .println(token.getString("id") + "  " + token.getString("expires") + "  "
                                        + token.getString("scopes") + "  " + token.getString("name"));
                    }
                }
            }
            case "revoke" -> {
                OperatorClient.ask(
                        cli, arguments, question.put("do", "token-revoke").put("id", require(arguments, ID)));
                cli.out().println("revoked");
            }
            default -> throw misuse(arguments, "What to do with tokens is one of create, list, revoke");
        }
        return ExitCode.OK;
    }

    private static Duration lifetime(ParseResult arguments) {
        String given = ConfigOptions.value(arguments, LIFETIME);
        Matcher time = DURATION.matcher(given == null ? USUAL_LIFETIME : given);
        if (!time.matches()) {
            throw misuse(arguments, "Invalid value for option '--lifetime': allowed is a time such as 12h or 30d");
        }
        Duration unit = UNITS.getOrDefault(time.group(2), Duration.ZERO);
        return unit.multipliedBy(Long.parseLong(time.group(1)));
    }

    private static String require(ParseResult arguments, String option) {
        @Nullable String value = ConfigOptions.value(arguments, option);
        if (value == null) {
            throw misuse(arguments, "The option " + option + " is missing");
        }
        return value;
    }

    private static ParameterException misuse(ParseResult arguments, String message) {
        return new ParameterException(arguments.commandSpec().commandLine(), message);
    }
}
