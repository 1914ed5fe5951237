package dev.mcpgateway.web;

import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to give the gateway's address to a client, ready to copy.
 *
 * @param client the client's name
 * @param how what to do, in a sentence
 * @param text what to copy
 * @param link what installs it by itself; null where there is no such link
 */
public record ClientSetup(
        String client, String how, String text, @Nullable String link) {
    private static final String NAME = "gateway";

    /**
     * The set-ups of all known clients.
     *
     * @param address the MCP address
     */
    static List<ClientSetup> of(String address) {
        JsonObject server = new JsonObject().put("url", address);
        JsonObject typed = new JsonObject().put("type", "http").put("url", address);
        return List.of(
                new ClientSetup(
                        "Cursor",
                        "Install it with the button, or add this to ~/.cursor/mcp.json:",
                        pretty(new JsonObject().put("mcpServers", new JsonObject().put(NAME, server))),
                        cursorLink(server)),
                new ClientSetup(
                        "VS Code",
                        "Install it with the button, or add this to .vscode/mcp.json:",
                        pretty(new JsonObject().put("servers", new JsonObject().put(NAME, typed))),
                        "vscode:mcp/install?"
                                + encode(new JsonObject()
                                        .put("name", NAME)
                                        .mergeIn(typed)
                                        .encode())),
                new ClientSetup(
                        "Claude Code",
                        "Run this in a terminal, then /mcp in Claude Code to sign in:",
                        "claude mcp add --transport http " + NAME + " " + address,
                        null),
                new ClientSetup(
                        "claude.ai and Claude Desktop",
                        "In Settings, Connectors, choose \"Add custom connector\" and paste the address:",
                        address,
                        null));
    }

    /** The link with which Cursor installs a server. */
    public static String cursorLink(JsonObject server) {
        String config = Base64.getEncoder().encodeToString(server.encode().getBytes(StandardCharsets.UTF_8));
        return "cursor://anysphere.cursor-deeplink/mcp/install?name=" + NAME + "&config=" + encode(config);
    }

    /** As people write it. */
    private static String pretty(JsonObject json) {
        return json.encodePrettily().replace("\" : ", "\": ");
    }

    private static String encode(String text) {
        // Not a form: a space is %20 here.
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
