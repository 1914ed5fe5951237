package dev.mcpgateway.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.PushedEvent;
import dev.mcpgateway.testing.HttpWire;
import dev.mcpgateway.testing.RunningGateway;
import dev.mcpgateway.testing.ScriptedProvider;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** GET streams and DELETE of a session. */
class SessionStreamsTest {
    private static final String CHANGED = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}";

    private final ScriptedProvider docs = new ScriptedProvider("docs");
    private final ScriptedProvider mail = new ScriptedProvider("mail");
    private final RunningGateway.Settings settings = new RunningGateway.Settings();
    private RunningGateway running;

    private RunningGateway gateway() {
        if (running == null) {
            running = RunningGateway.with(settings, docs, mail);
        }
        return running;
    }

    @AfterEach
    void close() {
        if (running != null) {
            running.close();
        }
    }

    private HttpWire.Answer get(String session, String... more) {
        List<String> headers = new ArrayList<>(List.of("Accept: text/event-stream", "Mcp-Session-Id: " + session));
        headers.addAll(List.of(more));
        return gateway()
                .wire()
                .send("GET", "/mcp", null, headers.toArray(String[]::new))
                .answer();
    }

    @Test
    void aStreamBeginsAtOnceAndIsKeptAlive() {
        settings.keepAlive = Duration.ofSeconds(1);
        HttpWire wire = gateway()
                .wire()
                .send(
                        "GET",
                        "/mcp",
                        null,
                        "Accept: text/event-stream",
                        "Content-Type: application/json",
                        "Mcp-Session-Id: " + gateway().initialize("2025-11-25"));

        HttpWire.Head head = wire.head();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("content-type")).isEqualTo("text/event-stream");
        assertThat(wire.line()).isEqualTo(":");
        assertThat(wire.line()).isEmpty();
        assertThat(wire.line()).as("keep-alive").isEqualTo(":");
    }

    @Test
    void theSecondStandaloneStreamReplacesTheFirstWhichEndsCleanly() {
        settings.streamsPerSession = 1;
        String session = gateway().initialize("2025-11-25");
        HttpWire first = gateway().stream(session);
        HttpWire second = gateway().stream(session);

        assertThat(first.event()).isNull();
        await().until(() -> gateway().shared.openStreams() == 1);
        await().until(() -> docs.listeners.size() == 1);
        docs.push(CHANGED, null);
        assertThat(second.data()).isEqualTo(CHANGED);
    }

    @Test
    void aStreamWithTheEventIdOfACallResumesThereAndReplacesNothing() {
        String session = gateway().initialize("2025-11-25");
        HttpWire standalone = gateway().stream(session);
        await().until(() -> docs.listeners.size() == 1 && mail.listeners.size() == 1);
        HttpWire resumed = gateway().stream(session, "Last-Event-ID: mail/s/7");

        await().until(() -> mail.listeners.size() == 2);
        assertThat(mail.lastEventIds).containsExactly("null", "s/7");
        Message answer =
                Message.parse(Buffer.buffer("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}"), JsonLimits.DEFAULT);
        mail.listeners.getLast().send(new PushedEvent("mail", answer, "mail/s/8", null));
        assertThat(resumed.event()).startsWith("id: mail/s/8|event: message|data: ");
        docs.push(CHANGED, null);
        assertThat(standalone.data()).isEqualTo(CHANGED);

        resumed.close();
        await().until(() -> mail.listeners.size() == 1);
        assertThat(gateway().shared.openStreams()).isEqualTo(1);
    }

    @Test
    void aCallsStreamOfAnUpstreamThatIsNoLongerThereIsRefused() {
        String session = gateway().initialize("2025-11-25");
        HttpWire standalone = gateway().stream(session);

        assertThat(get(session, "Last-Event-ID: gone/1").status()).isEqualTo(400);
        await().until(() -> docs.listeners.size() == 1);
        docs.push(CHANGED, null);
        assertThat(standalone.data()).isEqualTo(CHANGED);
    }

    @Test
    void aStreamThatCannotBeResumedEndsCleanly() {
        String session = gateway().initialize("2025-11-25");
        docs.goesAway();

        assertThat(get(session, "Last-Event-ID: docs/1").status()).isEqualTo(200);
        await().until(() -> gateway().shared.openStreams() == 0);
    }

    @Test
    void theIdOfTheMergedStreamIsACursorOverAllUpstreams() {
        String session = gateway().initialize("2025-11-25");
        HttpWire stream = gateway().stream(session);
        await().until(() -> docs.listeners.size() == 1 && mail.listeners.size() == 1);
        docs.push(CHANGED, "d&1");
        mail.push(CHANGED, "m/2");
        stream.event();
        String event = stream.event();
        String cursor = event.substring("id: ".length(), event.indexOf('|'));
        stream.close();
        await().until(() -> docs.listeners.isEmpty() && mail.listeners.isEmpty());

        HttpWire again = gateway().stream(session, "Last-Event-ID: " + cursor);

        await().until(() -> docs.listeners.size() == 1 && mail.listeners.size() == 1);
        assertThat(docs.lastEventIds).containsExactly("null", "d&1");
        assertThat(mail.lastEventIds).containsExactly("null", "m/2");
        mail.push(CHANGED, "m/3");
        assertThat(again.event()).startsWith("id: ~docs/d%261&mail/m%2F3|");
    }

    @Test
    void whatCameWhileNoStreamWasOpenIsDelivered() {
        String session = gateway().initialize("2025-11-25");
        gateway()
                .sessions
                .live(session)
                .standalone()
                .send(PushedEvent.of("docs", Message.parse(Buffer.buffer(CHANGED), JsonLimits.DEFAULT)));

        assertThat(gateway().stream(session, "Last-Event-ID: ~docs/old").data()).isEqualTo(CHANGED);
    }

    @Test
    void whatWaitsForAStreamIsBounded() {
        String session = gateway().initialize("2025-11-25");
        for (int i = 0; i < 300; i++) {
            String numbered = "{\"jsonrpc\":\"2.0\",\"method\":\"n\",\"params\":{\"i\":" + i + "}}";
            gateway()
                    .sessions
                    .live(session)
                    .standalone()
                    .send(PushedEvent.of("docs", Message.parse(Buffer.buffer(numbered), JsonLimits.DEFAULT)));
        }

        assertThat(gateway().stream(session).data()).contains("\"i\":44}");
    }

    @Test
    void limitsAreAnsweredWith429AndWhenToComeBack() {
        settings.streams = 1;
        settings.sessions = 1;
        String session = gateway().initialize("2025-11-25");
        gateway().stream(session);

        HttpWire.Answer stream = get(session);
        assertThat(stream.status()).isEqualTo(429);
        assertThat(stream.header("retry-after")).isEqualTo("5");
        assertThat(stream.body()).contains("streams.max");
        HttpWire.Answer another = gateway()
                .post("/mcp", RunningGateway.initializeMessage("2025-11-25"))
                .answer();
        assertThat(another.status()).isEqualTo(429);
        assertThat(another.header("retry-after")).isEqualTo("5");
        assertThat(another.body()).contains("sessions.max");
        assertThat(gateway()
                        .wire()
                        .send("GET", "/sse", null, "Accept: text/event-stream")
                        .answer()
                        .status())
                .isEqualTo(429);
    }

    @Test
    void anOldStreamIsEndedAndItsClientToldWhenToComeBack() {
        settings.maxAge = Duration.ZERO;
        HttpWire stream = gateway().stream(gateway().initialize("2025-11-25"));

        assertThat(stream.event()).isEqualTo("retry: 700");
        assertThat(stream.event()).isNull();
    }

    @Test
    void aGetNeedsAnAcceptHeaderThatAllowsStreams() {
        String session = gateway().initialize("2025-11-25");
        assertThat(gateway()
                        .wire()
                        .send("GET", "/mcp", null, "Accept: application/json", "Mcp-Session-Id: " + session)
                        .answer()
                        .status())
                .isEqualTo(406);
        assertThat(get("unknown").status()).isEqualTo(404);
    }

    @Test
    void deleteEndsTheSessionHereAtTheUpstreamsAndInTheStore() {
        String session = gateway().initialize("2025-11-25");
        HttpWire stream = gateway().stream(session);

        HttpWire.Answer deleted = gateway()
                .wire()
                .send("DELETE", "/mcp", null, "Mcp-Session-Id: " + session)
                .answer();

        assertThat(deleted.status()).isEqualTo(200);
        assertThat(stream.event()).isNull();
        assertThat(docs.released).hasSize(1);
        assertThat(mail.released).hasSize(1);
        assertThat(gateway().sessions.size()).isZero();
        assertThat(gateway()
                        .call(session, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}")
                        .status())
                .isEqualTo(404);
        assertThat(gateway()
                        .wire()
                        .send("DELETE", "/mcp", null, "Mcp-Session-Id: " + session)
                        .answer()
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aResponseFindsWhoAskedWhateverItsId() {
        String session = gateway().initialize("2025-11-25");
        for (String id : List.of("docs/0", "mail/0", "docs/\\\"0\\\"")) {
            String response = "{\"jsonrpc\":\"2.0\",\"id\":\"" + id + "\",\"result\":{\"from\":\"client\"}}";
            assertThat(gateway().call(session, response).status()).isEqualTo(202);
        }

        assertThat(docs.responses).hasSize(2);
        assertThat(docs.responses.getFirst()).startsWith("0 ");
        assertThat(docs.responses.getLast()).startsWith("\"0\" ");
        assertThat(mail.responses).hasSize(1);
    }

    @Test
    void aRestartLosesNoSession() {
        String session = gateway().initialize("2025-11-25");
        try (RunningGateway restarted = RunningGateway.beside(gateway(), docs, mail)) {
            assertThat(restarted
                            .call(session, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}")
                            .body())
                    .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
            HttpWire stream = restarted.stream(session);
            await().until(() -> docs.listeners.size() == 1);
            docs.push(CHANGED, null);
            assertThat(stream.data()).isEqualTo(CHANGED);
        }
    }

    @Test
    void aThousandStreamsThatOpenAndCloseLeaveNothingBehind() {
        List<String> sessions = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sessions.add(gateway().initialize("2025-11-25"));
        }
        List<HttpWire> wires = new ArrayList<>();
        for (int round = 0; round < 50; round++) {
            for (String session : sessions) {
                wires.add(gateway().wire().send("GET", "/mcp", null, "Mcp-Session-Id: " + session));
            }
        }
        await().until(() -> gateway().shared.openStreams() > 0);
        wires.forEach(HttpWire::close);

        await().until(() -> gateway().shared.openStreams() == 0);
        await().until(() -> docs.listeners.isEmpty() && mail.listeners.isEmpty());
        assertThat(sessions)
                .allMatch(session -> gateway().sessions.live(session).openStreams() == 0);
    }
}
