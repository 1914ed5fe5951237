package dev.mcpgateway.transport;

import static dev.mcpgateway.testing.HeaderSignIn.as;
import static dev.mcpgateway.testing.HeaderSignIn.at;
import static dev.mcpgateway.testing.HeaderSignIn.by;
import static dev.mcpgateway.testing.RunningGateway.ACCEPT;
import static dev.mcpgateway.testing.RunningGateway.JSON;
import static dev.mcpgateway.testing.RunningGateway.initializeMessage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.config.PolicyConfig;
import dev.mcpgateway.testing.HeaderSignIn;
import dev.mcpgateway.testing.HttpWire;
import dev.mcpgateway.testing.RunningGateway;
import dev.mcpgateway.testing.ScriptedProvider;
import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose messages {@code /messages} takes, the one address for the streams of all people, clients and addresses. */
class SseMessagesTest {
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
    private static final String ALICE = as("alice@example.com");
    private static final String CURSOR = by("cursor");

    private final RunningGateway.Settings settings = new RunningGateway.Settings();
    private final RunningGateway gateway = start();

    private RunningGateway start() {
        settings.authenticator = new HeaderSignIn();
        settings.policy = new PolicyConfig(Map.of(), null, 1000);
        settings.openUpstreams = List.of("docs", "mail");
        return RunningGateway.with(settings, new ScriptedProvider("docs"), new ScriptedProvider("mail"));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    /** The address to post to, of a stream that is left open. */
    private String open(String path, String... headers) {
        HttpWire stream = gateway.wire().send("GET", path, null, with("Accept: text/event-stream", headers));
        assertThat(stream.head().status()).isEqualTo(200);
        return stream.data();
    }

    private int post(String address, String json, String... headers) {
        return gateway.wire()
                .send("POST", address, json, with(JSON, headers))
                .answer()
                .status();
    }

    private static String[] with(String header, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = header;
        return all;
    }

    /** Nobody but Alice with Cursor and a token for this stream, or for everything, may post. */
    private void onlyForAlice(String address, String message) {
        assertThat(post(address, message, as("mallory@example.com"), CURSOR))
                .as("another person")
                .isEqualTo(404);
        assertThat(post(address, message, ALICE, by("other")))
                .as("another client")
                .isEqualTo(404);
        assertThat(post(address, message, ALICE)).as("a personal token").isEqualTo(404);
        assertThat(post(address, message, ALICE, CURSOR, at("/sse/mail")))
                .as("a token for another stream")
                .isEqualTo(404);
        assertThat(post(address, message, ALICE, CURSOR, at("/sse")))
                .as("a token for all servers at once")
                .isEqualTo(404);
        assertThat(post(address, message, ALICE, CURSOR, at("/sse/docs"))).isEqualTo(202);
    }

    @Test
    @Attack(WayIn.SESSION_OF_ANOTHER)
    void aStreamTakesItsFirstMessageFromWhoOpenedItAlone() {
        onlyForAlice(open("/sse/docs", ALICE, CURSOR, at("/sse/docs")), initializeMessage("2024-11-05"));
    }

    @Test
    @Attack(WayIn.SESSION_OF_ANOTHER)
    void aSessionTakesMessagesFromItsClientAlone() {
        String address = open("/sse/docs", ALICE, CURSOR);
        assertThat(post(address, initializeMessage("2024-11-05"), ALICE, CURSOR))
                .isEqualTo(202);

        onlyForAlice(address, PING);
    }

    @Test
    void aStreamIsTakenUpAgainByItsClientAlone() {
        String address = open("/sse", ALICE, CURSOR);
        assertThat(post(address, initializeMessage("2024-11-05"), ALICE, CURSOR))
                .isEqualTo(202);
        String last = "Last-Event-ID: " + address.replaceAll(".*sessionId=|&.*", "");

        assertThat(open("/sse", ALICE, by("other"), last)).isNotEqualTo(address);
        assertThat(open("/sse", ALICE, CURSOR, last)).isEqualTo(address);
    }

    @Test
    void aSessionOfStreamableHttpHasNoMessagesHere() {
        String session = gateway.post("/mcp", initializeMessage("2025-11-25"), ALICE)
                .answer()
                .header("mcp-session-id");

        assertThat(post("/messages?sessionId=" + session, PING, ALICE, ACCEPT)).isEqualTo(404);
    }
}
