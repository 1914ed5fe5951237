package dev.mcpgateway.provider.upstream.channel;

import static dev.mcpgateway.provider.upstream.channel.ChannelHarness.outbound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.config.Secret;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.config.UpstreamTransport;
import io.vertx.core.MultiMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamableHttpAnswerTest extends StreamableHttpTest {
    @Test
    void aJsonResponseComesBackWithItsBytes() {
        Channel channel = channelTo(request -> json(request, 200, RESULT));

        Answer answer = harness.await(() -> channel.request(outbound(CALL), inbound));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.message().toBuffer().toString()).isEqualTo(RESULT);
        assertThat(answer.eventId()).isNull();
        assertThat(inbound.log).isEmpty();
    }

    @Test
    void theBodyIsSentAsItCame() {
        AtomicReference<String> body = new AtomicReference<>();
        Channel channel = channelTo(request -> request.body().onSuccess(sent -> {
            body.set(sent.toString());
            json(request, 200, RESULT);
        }));
        String odd = CALL.replace("\"x\"", "\"x\" , \"n\":0.10");

        harness.await(() -> channel.request(outbound(odd), inbound));

        assertThat(body).hasValue(odd);
    }

    @Test
    void onlyTheAllowedHeadersGoOut() {
        AtomicReference<MultiMap> seen = new AtomicReference<>();
        UpstreamTransport.Http http = UpstreamTransport.Http.of(serve(request -> {
                    seen.set(request.headers());
                    json(request, 200, RESULT);
                }))
                .withHeaders(Map.of("Authorization", Secret.of("Bearer configured")));
        Channel channel = channel(UpstreamConfig.of("up", http));
        channel.session("s1", "2025-11-25");
        Outbound call = outbound(CALL);
        call.headers().set("traceparent", "00-1").set("authorization", "Bearer of the client");

        harness.await(() -> channel.request(call, inbound));

        assertThat(seen.get().names())
                .extracting(name -> name.toLowerCase(Locale.ROOT))
                .containsExactlyInAnyOrder(
                        "accept",
                        "authorization",
                        "content-length",
                        "content-type",
                        "host",
                        "mcp-protocol-version",
                        "mcp-session-id",
                        "traceparent",
                        "user-agent");
        assertThat(seen.get().get("Authorization")).isEqualTo("Bearer configured");
        assertThat(seen.get().get("Accept")).isEqualTo("application/json, text/event-stream");
        assertThat(seen.get().get("Mcp-Session-Id")).isEqualTo("s1");
        assertThat(seen.get().get("MCP-Protocol-Version")).isEqualTo("2025-11-25");
        assertThat(seen.get().get("Host")).startsWith("127.0.0.1:");
    }

    @Test
    void theSessionIdOfAResponseIsGivenToTheCaller() {
        Channel channel = channelTo(request -> {
            request.response().putHeader("Mcp-Session-Id", "s1");
            json(request, 200, RESULT);
        });

        assertThat(harness.await(() -> channel.request(outbound(CALL), inbound)).sessionId())
                .isEqualTo("s1");
    }

    @Test
    void whatComesBeforeTheResponseOnAStreamIsPassedOnInOrder() {
        Channel channel = channelTo(request -> events(
                        request,
                        "id: e1\nretry: 500\ndata:\n\n",
                        ": keep-alive\n\n",
                        "id: e2\ndata: " + PROGRESS + "\n\n",
                        "event: ping\ndata: not for us\n\n",
                        "data: {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"roots/list\"}\n\n",
                        "id: e3\ndata: " + RESULT + "\n\n")
                .end());

        Answer answer = harness.await(() -> channel.request(outbound(CALL), inbound));

        assertThat(answer.message().toBuffer().toString()).isEqualTo(RESULT);
        assertThat(answer.eventId()).isEqualTo("e3");
        assertThat(inbound.log)
                .containsExactly("begin", "priming #e1 retry 500", "notifications/progress #e2", "roots/list");
    }

    @Test
    void aStreamBeginsForTheCallerBeforeItsFirstEvent() {
        Channel channel = channelTo(request -> events(request, ":\n\n"));

        harness.start(() -> channel.request(outbound(CALL), inbound));

        await().untilAsserted(() -> assertThat(inbound.log).containsExactly("begin"));
    }

    @Test
    void aBatchOnAStreamIsTakenApart() {
        Channel channel = channelTo(request -> events(request, "id: e1\ndata: [" + PROGRESS + "," + RESULT + "]\n\n")
                .end());

        Answer answer = harness.await(() -> channel.request(outbound(CALL), inbound));

        assertThat(answer.eventId()).isEqualTo("e1");
        assertThat(inbound.log).containsExactly("begin", "notifications/progress");
    }

    @Test
    void aBatchAsABodyIsTakenApart() {
        Channel channel = channelTo(request -> json(request, 200, "[" + PROGRESS + "," + RESULT + "]"));

        assertThat(harness.await(() -> channel.request(outbound(CALL), inbound))
                        .message()
                        .result())
                .isNotNull();
        assertThat(inbound.log).containsExactly("notifications/progress");
    }

    @Test
    void aStreamThatEndsBeforeTheResponseCanBeResumedAfterItsLastEventId() {
        Channel channel =
                channelTo(request -> events(request, "id: e1\ndata:\n\n").end());

        Answer answer = harness.await(() -> channel.request(outbound(CALL), inbound));

        assertThat(answer.message()).isNull();
        assertThat(answer.eventId()).isEqualTo("e1");
    }

    @Test
    void aStreamThatBreaksAfterAnEventIdCanBeResumedToo() {
        Channel channel = channelTo(request -> {
            events(request, "id: e1\ndata:\n\n");
            harness.vertx.setTimer(50, _ -> request.connection().close());
        });

        assertThat(harness.await(() -> channel.request(outbound(CALL), inbound)).eventId())
                .isEqualTo("e1");
    }

    @ParameterizedTest
    @CsvSource({"400, 7", "404, 7", "404, null", "500, '\"server-error\"'", "429, 7"})
    void aJsonRpcErrorOnAnErrorStatusIsAnAnswer(int status, String id) {
        String error = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":-32601,\"message\":\"no\"}}";
        Channel channel = channelTo(request -> json(request, status, error));

        Answer answer = harness.await(() -> channel.request(outbound(CALL), inbound));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.message().toBuffer().toString()).isEqualTo(error);
    }

    @Test
    void aNotificationIsAccepted() {
        Channel channel =
                channelTo(request -> request.response().setStatusCode(202).end());

        assertThat(harness.await(() -> channel.send(outbound(PROGRESS)))).isNull();
    }
}
