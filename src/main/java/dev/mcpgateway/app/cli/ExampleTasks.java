package dev.mcpgateway.app.cli;

import dev.mcpgateway.app.ExampleService;
import dev.mcpgateway.config.AuthConfig;
import dev.mcpgateway.config.DocumentLocation;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.OpenApiAuth;
import dev.mcpgateway.config.OpenApiConfig;
import dev.mcpgateway.config.Secret;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.config.UpstreamConfig;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The task service beside the gateway, for whoever wants to see tools at once. It is reached over its socket, as a service of a
 * team is, on a free port of loopback and by a token that nobody else knows.
 */
final class ExampleTasks {
    private static final String NAME = ExampleService.NAME;
    private static final int TOKEN_BYTES = 32;

    private final int port;
    private final String token;
    private final boolean people;

    private ExampleTasks(int port, String token, boolean people) {
        this.port = port;
        this.token = token;
        this.people = people;
    }

    /** Starts the service; it ends with the process. */
    static ExampleTasks start(GatewayConfig config) {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        String token = HexFormat.of().formatHex(random);
        boolean people = config.auth().mode() != AuthConfig.Mode.NONE;
        return new ExampleTasks(StartedTasks.on("127.0.0.1", 0, token, people).port(), token, people);
    }

    /**
     * A configuration with the service in it.
     *
     * @throws IllegalArgumentException when its name is taken
     */
    GatewayConfig addTo(GatewayConfig config) {
        if (config.upstreams().containsKey(NAME) || config.openapi().containsKey(NAME)) {
            throw new IllegalArgumentException(
                    "--example adds a service with the name '" + NAME + "', which the configuration has already");
        }
        OpenApiConfig plain =
                ExampleService.at(DocumentLocation.of(URI.create("http://127.0.0.1:" + port + "/openapi.json")));
        OpenApiAuth auth =
                Settings.with(Settings.with(plain.auth(), "kind", OpenApiAuth.Kind.BEARER), "token", Secret.of(token));
        OpenApiConfig service = Settings.with(plain, "auth", auth);
        service = Settings.with(service, "access", UpstreamConfig.Access.EVERYONE_SIGNED_IN);
        // Where nobody signs in, there is one list for all, and nobody to name.
        service = Settings.with(service, "identityHeader", people ? "X-User-ID" : null);
        List<OpenApiConfig> all = new ArrayList<>(config.openapi().values());
        all.add(service);
        return config.withOpenApi(all);
    }
}
