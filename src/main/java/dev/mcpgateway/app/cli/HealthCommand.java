package dev.mcpgateway.app.cli;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.load.ConfigLoader;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import javax.net.ssl.HttpsURLConnection;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Asks a running gateway whether it is well. */
final class HealthCommand implements Command {
    private static final int TIMEOUT_MILLIS = 3_000;
    private static final String URL = "--url";

    private final Cli cli;

    HealthCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("health");
        spec.usageMessage()
                .description(
                        "Asks the running gateway whether it is well, for container health checks. Exit code 0 when it"
                                + " is; 1 when it is not, or does not answer within 3 seconds.");
        spec.addOption(ConfigOptions.text(
                "URL",
                "Address to ask. Default: /health of the gateway on this machine, on the host and port of its"
                        + " configuration.",
                URL));
        return ConfigOptions.addTo(spec);
    }

    @Override
    public int run(ParseResult arguments) {
        String given = ConfigOptions.value(arguments, URL);
        try {
            URI target = given == null ? local(arguments) : URI.create(given);
            int status = ask(target, given == null);
            if (status == HttpURLConnection.HTTP_OK) {
                cli.out().println(target + ": ok");
                return ExitCode.OK;
            }
            cli.err().println(target + ": not well, status " + status);
        } catch (IOException e) {
            cli.err().println("no answer: " + e.getMessage());
        } catch (IllegalArgumentException _) {
            throw misuse(
                    arguments,
                    "Invalid value for option '--url': allowed is an address such as"
                            + " http://127.0.0.1:3000/health");
        }
        return ExitCode.FAILED;
    }

    private URI local(ParseResult arguments) {
        GatewayConfig config = ConfigLoader.load(ConfigOptions.inputs(arguments, cli.environment()))
                .config();
        int port = config.listener().port();
        if (port == 0) {
            throw misuse(arguments, "The configured port is 0, any free one: say which with --url or --port");
        }
        String host = config.listenerHost();
        if (host.equals("0.0.0.0") || host.equals("::")) {
            host = "127.0.0.1";
        }
        String scheme = config.listener().tls() == null ? "http" : "https";
        return URI.create(scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/health");
    }

    private static ParameterException misuse(ParseResult arguments, String message) {
        return new ParameterException(arguments.commandSpec().commandLine(), message);
    }

    private static int ask(URI target, boolean ownMachine) throws IOException {
        if (!target.isAbsolute()
                || !(target.toURL().openConnection(Proxy.NO_PROXY) instanceof HttpURLConnection connection)) {
            throw new IllegalArgumentException("only http and https can be asked");
        }
        if (ownMachine && connection instanceof HttpsURLConnection secure) {
            // The certificate names the public address, and this goes to the machine itself.
            secure.setSSLSocketFactory(AnyCertificate.socketFactory());
            secure.setHostnameVerifier((_, _) -> true);
        }
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setInstanceFollowRedirects(false);
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }
}
