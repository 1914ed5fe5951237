package dev.mcpgateway.twotasks;

import static dev.mcpgateway.testing.RunningGateway.ACCEPT;
import static dev.mcpgateway.testing.RunningGateway.JSON;
import static dev.mcpgateway.testing.RunningGateway.initializeMessage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.testing.HttpWire;
import dev.mcpgateway.testing.SignInBrowser;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A person with a personal access token and one MCP session.
 *
 * @param number of the person, from 0
 * @param path the address of the session
 */
record Caller(int number, String email, String token, String path, String session) {
    private static final Pattern TOKEN = Pattern.compile("<pre aria-label=\"The token\"><code>([^<]+)</code>");

    /** Signs a person in, makes a token at that task, and opens a session with it through the proxy. */
    static Caller signIn(int number, int task, int proxy, String path) {
        String email = "person" + number + "@example.com";
        String token = token(email, "http://127.0.0.1:" + task);
        try (HttpWire wire = HttpWire.connect(proxy)) {
            HttpWire.Answer answer = wire.send(
                            "POST",
                            path,
                            initializeMessage("2025-11-25"),
                            JSON,
                            ACCEPT,
                            "Authorization: Bearer " + token)
                    .answer();
            String session = answer.header("mcp-session-id");
            assertThat(session).as("the session of %s: %s", email, answer).isNotNull();
            return new Caller(number, email, token, path, session);
        }
    }

    private static String token(String email, String origin) {
        SignInBrowser browser = new SignInBrowser(origin);
        HttpResponse<String> page = browser.get("/oauth/login");
        browser.post("/oauth/login/development", Map.of("email", email, "state", SignInBrowser.hidden(page, "state")));
        String csrf = SignInBrowser.hidden(browser.get("/"), "csrf");
        HttpResponse<String> shown = browser.post(
                "/account/tokens", Map.of("csrf", csrf, "name", "load", "days", "7", "scope", "tools:write"));
        Matcher token = TOKEN.matcher(shown.body());
        if (!token.find()) {
            throw new AssertionError("no token: " + shown.statusCode() + " " + shown.body());
        }
        return token.group(1);
    }

    /** The same person in a session that is another's. */
    Caller in(Caller other) {
        return new Caller(number, email, token, other.path, other.session);
    }

    /** Calls a tool on a connection of its own, so that the next call comes to the other task. */
    HttpWire.Answer call(int proxy, int id, String tool, String argument) {
        String message = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/call\",\"params\":{\"name\":\""
                + tool + "\",\"arguments\":{\"id\":\"" + argument + "\",\"person\":\"" + email + "\"}}}";
        try (HttpWire wire = HttpWire.connect(proxy)) {
            return wire.send("POST", path, message, with("Connection: close", JSON, ACCEPT))
                    .answer();
        }
    }

    /** These headers, and those of the session. */
    String[] with(String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Mcp-Session-Id: " + session;
        all[headers.length + 1] = "Authorization: Bearer " + token;
        return all;
    }

    /** Without the token. */
    @Override
    public String toString() {
        return email + " at " + path;
    }
}
