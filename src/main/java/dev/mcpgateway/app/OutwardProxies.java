package dev.mcpgateway.app;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.ProxyServer;
import dev.mcpgateway.config.Secret;
import io.vertx.core.net.ProxyOptions;
import java.net.URI;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The configured proxies, as Vert.x wants them for a tunnel to an https address. */
final class OutwardProxies {
    private OutwardProxies() {}

    /** The proxy on the way to an address, as it is configured then; null where there is none. */
    static Function<URI, @Nullable ProxyOptions> of(Supplier<GatewayConfig> config) {
        return target -> {
            ProxyServer server = config.get().proxy().select(target);
            if (server == null) {
                return null;
            }
            ProxyOptions tunnel = new ProxyOptions().setHost(server.host()).setPort(server.port());
            Secret password = server.password();
            return server.username() == null
                    ? tunnel
                    : tunnel.setUsername(server.username()).setPassword(password == null ? "" : password.reveal());
        };
    }
}
