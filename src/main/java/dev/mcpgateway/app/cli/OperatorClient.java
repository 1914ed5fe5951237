package dev.mcpgateway.app.cli;

import dev.mcpgateway.app.management.OperatorSeal;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.Secret;
import dev.mcpgateway.config.StoreConfig;
import dev.mcpgateway.config.load.ConfigLoader;
import dev.mcpgateway.crypto.ServerKey;
import dev.mcpgateway.crypto.ServerKeys;
import dev.mcpgateway.crypto.UnopenableToken;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Asks the gateway that runs with the same configuration, over its management listener. */
final class OperatorClient {
    private static final int TIMEOUT_MILLIS = 15_000;
    private static final String URL = "--url";

    private final String base;
    private final String path;
    private final OperatorSeal seal;

    private OperatorClient(String base, String path, OperatorSeal seal) {
        this.base = base;
        this.path = path;
        this.seal = seal;
    }

    /** Gives a command the option that says where the gateway is. */
    static CommandSpec addTo(CommandSpec spec) {
        spec.addOption(ConfigOptions.text(
                "URL",
                "The management listener of the gateway. Default: on this machine, on the port of its configuration.",
                URL));
        return ConfigOptions.addTo(spec);
    }

    /** Asks about people and clients, as {@link #ask(JsonObject)}. */
    static JsonObject ask(Cli cli, ParseResult arguments, JsonObject question) {
        GatewayConfig config = ConfigLoader.load(ConfigOptions.inputs(arguments, cli.environment()))
                .config();
        return of(config, arguments, OperatorSeal.PATH).ask(question);
    }

    /** @param path where the questions are posted */
    static OperatorClient of(GatewayConfig config, ParseResult arguments, String path) {
        String given = ConfigOptions.value(arguments, URL);
        String base = given == null ? local(config) : given.replaceAll("/+$", "");
        return new OperatorClient(base, path, new OperatorSeal(keys(config)));
    }

    /** Asks; the failure of the gateway, and what keeps the question from it, are told as an {@link IllegalStateException}. */
    JsonObject ask(JsonObject question) {
        String nonce = UUID.randomUUID().toString();
        JsonObject sent =
                question.copy().put("nonce", nonce).put("at", Instant.now().toEpochMilli());
        try {
            String answer = post(URI.create(base + path), seal.seal(sent, OperatorSeal.QUESTION));
            JsonObject opened = seal.open(answer, nonce);
            String error = opened.getString("error");
            if (error != null) {
                throw new IllegalStateException(error);
            }
            return opened;
        } catch (UnopenableToken e) {
            throw new IllegalStateException(base + " did not answer as this gateway does", e);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "no gateway answers at " + base + " (" + e.getMessage() + "); say where with --url", e);
        }
    }

    private static String local(GatewayConfig config) {
        String host = config.management().host();
        boolean any = host.equals("0.0.0.0") || host.equals("::");
        String name = any ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host;
        return "http://" + name + ":" + config.managementPort();
    }

    private static ServerKeys keys(GatewayConfig config) {
        List<Secret> secrets = config.auth().sessionSecrets();
        if (!secrets.isEmpty()) {
            return ServerKeys.of(secrets);
        }
        Path directory = config.store().dataDir();
        if (config.store().effectiveKind() == StoreConfig.Kind.MEMORY
                || !Files.exists(directory.resolve(ServerKey.FILE_NAME))) {
            throw new IllegalStateException("neither SESSION_SECRET nor the key file " + ServerKey.FILE_NAME + " in "
                    + directory + " is there: give this command the configuration of the gateway");
        }
        return ServerKeys.ofFile(directory);
    }

    private static String post(URI target, String body) throws IOException {
        if (!(target.toURL().openConnection(Proxy.NO_PROXY) instanceof HttpURLConnection connection)) {
            throw new IOException("only http and https can be asked");
        }
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        try {
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body.getBytes(StandardCharsets.UTF_8));
            }
            int status = connection.getResponseCode();
            if (status == HttpURLConnection.HTTP_NOT_FOUND) {
                throw new IOException("what runs there knows no such question: it is older, or runs without sign-in");
            }
            if (status != HttpURLConnection.HTTP_OK) {
                throw new IOException("status " + status + ": it has another SESSION_SECRET or key file");
            }
            try (InputStream in = connection.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        } finally {
            connection.disconnect();
        }
    }
}
