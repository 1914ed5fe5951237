package dev.mcpgateway.app.cli;

import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Takes from a person, or from a client, everything that the running gateway gave. */
final class RevokeCommand implements Command {
    private static final String PERSON = "--person";
    private static final String CLIENT = "--client";

    private final Cli cli;

    RevokeCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("revoke");
        spec.usageMessage()
                .description(
                        "Ends all tokens, sessions, streams and sign-ins of a person, or all that anybody gave to a"
                                + " client, on every task within auth.tokens.cache (10 s).");
        spec.addOption(ConfigOptions.text("PERSON", "The e-mail address, or the id issuer|subject.", PERSON));
        spec.addOption(ConfigOptions.text("ID", "The OAuth client.", CLIENT));
        return OperatorClient.addTo(spec);
    }

    @Override
    public int run(ParseResult arguments) {
        String person = ConfigOptions.value(arguments, PERSON);
        String client = ConfigOptions.value(arguments, CLIENT);
        if ((person == null) == (client == null)) {
            throw new ParameterException(
                    arguments.commandSpec().commandLine(), "Say whose with either --person or --client");
        }
        JsonObject question = person == null
                ? new JsonObject().put("do", "revoke-client").put("client", client)
                : new JsonObject().put("do", "revoke-person").put("person", person);
        OperatorClient.ask(cli, arguments, question)
                .getJsonArray("revoked")
                .forEach(revoked -> cli.out().println("revoked " + revoked));
        return ExitCode.OK;
    }
}
