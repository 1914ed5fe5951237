package dev.mcpgateway.app;

import dev.mcpgateway.config.GatewayConfig;
import java.net.BindException;
import org.jspecify.annotations.Nullable;

/** The gateway could not start. The message is for whoever started it. */
public final class StartFailed extends RuntimeException {

    StartFailed(@Nullable Throwable cause, GatewayConfig config) {
        super(message(cause, config), cause);
    }

    private static String message(@Nullable Throwable cause, GatewayConfig config) {
        if (cause instanceof BindException) {
            return "cannot listen on " + config.listenerHost() + ":"
                    + config.listener().port() + ": " + cause.getMessage()
                    + "; choose another port with --port or PORT, or end the process that has it";
        }
        return cause == null || cause.getMessage() == null ? "the gateway could not start" : cause.getMessage();
    }
}
