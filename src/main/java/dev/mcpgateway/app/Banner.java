package dev.mcpgateway.app;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.oauth.PublicUrl;
import dev.mcpgateway.provider.Provider;
import dev.mcpgateway.web.ClientSetup;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** What is printed once the gateway listens: the address, and what to give to a client. */
final class Banner {
    private Banner() {}

    /** The address that clients use. */
    static String address(GatewayConfig config, int port) {
        URI publicUrl = PublicUrl.configured(config);
        if (publicUrl != null) {
            return PublicUrl.originOf(publicUrl);
        }
        String host = config.listenerHost();
        boolean any = host.equals("0.0.0.0") || host.equals("::");
        return (config.listener().tls() == null ? "http" : "https") + "://" + (any ? "127.0.0.1" : authority(host))
                + ":" + port;
    }

    /** A host as it stands in a URL. */
    static String authority(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    static String text(GatewayConfig config, int port, List<Provider> providers) {
        String url = address(config, port) + "/mcp";
        JsonObject server = new JsonObject().put("url", url);
        StringBuilder text = new StringBuilder();
        text.append("\n  MCP Gateway  ").append(url).append('\n');
        text.append("\n  Cursor, ~/.cursor/mcp.json:\n    ");
        text.append(new JsonObject()
                .put("mcpServers", new JsonObject().put("gateway", server))
                .encode());
        text.append("\n  or open:\n    ").append(ClientSetup.cursorLink(server)).append('\n');
        text.append("\n  Upstreams:\n");
        if (providers.isEmpty()) {
            text.append(
                    "    none yet: add one with --upstream name=url, --mcp-config mcp.json or --config gateway.yaml\n");
        }
        for (Provider provider : providers) {
            String state = provider.state() == Provider.State.UNKNOWN
                    ? "asked on first use"
                    : provider.state().name().toLowerCase(Locale.ROOT);
            text.append("    ")
                    .append(provider.name())
                    .append("  ")
                    .append(state)
                    .append('\n');
        }
        return text.toString();
    }
}
