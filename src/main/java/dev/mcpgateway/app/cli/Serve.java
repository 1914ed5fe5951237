package dev.mcpgateway.app.cli;

import dev.mcpgateway.config.GatewayConfig;
import io.vertx.core.Future;
import java.util.function.Function;

/** Starts the gateway. */
@FunctionalInterface
public interface Serve {
    /**
     * Returns once the gateway listens.
     *
     * @return takes a later configuration into use
     * @throws RuntimeException when the gateway cannot start, with a message for whoever started it
     */
    Function<GatewayConfig, Future<Void>> start(GatewayConfig config);
}
