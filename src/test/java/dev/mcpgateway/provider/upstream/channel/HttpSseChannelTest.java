package dev.mcpgateway.provider.upstream.channel;

import static dev.mcpgateway.provider.upstream.channel.ChannelHarness.headersOnly;
import static dev.mcpgateway.provider.upstream.channel.ChannelHarness.outbound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.config.Secret;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.config.UpstreamTransport;
import dev.mcpgateway.provider.upstream.channel.UpstreamFailure.Kind;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSseChannelTest extends StreamableHttpTest {
    private final List<String> posted = new CopyOnWriteArrayList<>();
    private final List<MultiMap> headers = new CopyOnWriteArrayList<>();
    private final List<HttpServerResponse> streams = new CopyOnWriteArrayList<>();
    private volatile String endpoint = "/messages?session=1";
    private volatile int postStatus = 202;

    @Test
    void messagesAreSentToTheEndpointAndAnsweredOnTheStream() {
        Channel channel = sse();
        Future<Answer> answer = harness.start(() -> channel.request(outbound(CALL), inbound));
        await().until(() -> posted.size() == 1);

        send("event: message\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}\n\n");
        send("event: other\ndata: not for us\n\n");
        send("data: " + RESULT + "\n\n");

        await().until(answer::isComplete);
        assertThat(answer.result().message().toBuffer().toString()).isEqualTo(RESULT);
        assertThat(inbound.log).containsExactly("begin", "notifications/message");
        assertThat(posted).containsExactly("/messages?session=1 " + CALL);
        assertThat(channel.isSessionBound()).isTrue();
    }

    @Test
    void allMessagesOfASessionShareOneStream() {
        Channel channel = sse();

        for (int i = 0; i < 3; i++) {
            harness.await(() -> channel.send(outbound(PROGRESS)));
        }

        assertThat(streams).hasSize(1);
        assertThat(posted).hasSize(3);
    }

    @Test
    void configuredAndAllowedHeadersGoOutWithBoth() {
        UpstreamTransport.Http http = UpstreamTransport.Http.of(serve(this::handle))
                .withHeaders(Map.of("Authorization", Secret.of("Bearer configured")));
        Channel channel = factory(UpstreamConfig.of("up", http)).httpSse();
        Outbound message = outbound(PROGRESS);
        message.headers().set("traceparent", "00-1");

        harness.await(() -> channel.send(message));

        assertThat(headers).hasSize(2).allSatisfy(seen -> {
            assertThat(seen.get("Authorization")).isEqualTo("Bearer configured");
            assertThat(seen.get("traceparent")).isEqualTo("00-1");
            assertThat(seen.contains("Mcp-Session-Id")).isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"messages", "http://127.0.0.1:PORT/messages", "?session=1"})
    void theEndpointIsResolvedAgainstTheAddress(String reference) {
        endpoint = reference;

        Channel channel = sse();
        harness.await(() -> channel.send(outbound(PROGRESS)));

        assertThat(posted).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "http://evil.example/messages, another origin",
        "//evil.example/messages, another origin",
        "https://127.0.0.1:PORT/messages, another origin",
        "http://127.0.0.1:1/messages, another origin",
        "http://[, no URI"
    })
    void anEndpointAtAnotherOriginGetsNothing(String reference, String reason) {
        endpoint = reference;
        Channel channel = sse();

        UpstreamFailure failure = harness.failure(() -> channel.send(outbound(PROGRESS)));

        assertThat(failure.kind()).isEqualTo(Kind.GARBLED);
        assertThat(failure).hasMessageContaining(reason);
        assertThat(posted).isEmpty();
    }

    @Test
    void whatBelongsToNoCallGoesToTheListener() {
        Channel channel = sse();
        harness.await(() -> channel.send(outbound(PROGRESS)));

        harness.await(() -> channel.listen(headersOnly(), null, inbound));
        send("data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}\n\n");

        await().untilAsserted(() -> assertThat(inbound.log).containsExactly("notifications/tools/list_changed"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whenTheStreamEndsTheSessionIsLost(boolean cleanly) {
        Channel channel = sse();
        Future<Answer> answer = harness.start(() -> channel.request(outbound(CALL), inbound));
        await().until(() -> posted.size() == 1);

        if (cleanly) {
            streams.getFirst().end();
        } else {
            connections.getFirst().run();
        }

        harness.await(channel::lost);
        await().until(answer::failed);
        assertThat(((UpstreamFailure) answer.cause()).kind()).isEqualTo(Kind.BROKEN);
        assertThat(harness.failure(() -> channel.request(outbound(CALL), inbound))
                        .kind())
                .isEqualTo(Kind.SESSION_LOST);
        assertThat(streams).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"404, SESSION_LOST", "500, REFUSED", "401, REFUSED"})
    void aMessageThatIsNotAcceptedFails(int status, Kind kind) {
        postStatus = status;
        Channel channel = sse();

        assertThat(harness.failure(() -> channel.request(outbound(CALL), inbound))
                        .kind())
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"405, text/plain, REFUSED", "401, text/plain, REFUSED", "200, text/html, GARBLED"})
    void aStreamThatIsNotToBeHadSaysWhy(int status, String type, Kind kind) {
        Channel channel = factory(UpstreamConfig.http(
                        "up",
                        serve(request -> request.response()
                                .setStatusCode(status)
                                .putHeader("content-type", type)
                                .end())))
                .httpSse();

        UpstreamFailure failure = harness.failure(() -> channel.request(outbound(CALL), inbound));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(channel.lost().isComplete()).isFalse();
    }

    @Test
    void anUpstreamThatIsNotThereIsUnreachable() {
        URI nobody = serve(_ -> {});
        servers.getFirst().close().toCompletionStage().toCompletableFuture().join();
        Channel channel = factory(UpstreamConfig.http("up", nobody)).httpSse();

        assertThat(harness.failure(() -> channel.request(outbound(CALL), inbound))
                        .kind())
                .isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void aServerThatNamesNoEndpointTimesOut() {
        UpstreamConfig silent = UpstreamConfig.http("up", serve(request -> events(request, ":\n\n")))
                .withDeadlines(new UpstreamConfig.Deadlines(
                        Duration.ofSeconds(5),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5)));
        Channel channel = factory(silent).httpSse();

        UpstreamFailure failure = harness.failure(() -> channel.request(outbound(CALL), inbound));

        assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(failure).hasMessageContaining("deadlines.initialize");
    }

    @ParameterizedTest
    @CsvSource({"garbage, GARBLED", "'{\"jsonrpc\":\"2.0\",\"id\":8,\"result\":{}}', GARBLED", "FLOOD, TOO_LARGE"})
    void garbageOnTheStreamFailsTheCall(String data, Kind kind) {
        Channel channel = factory(limited(serve(this::handle))).httpSse();
        Future<Answer> answer = harness.start(() -> channel.request(outbound(CALL), inbound));
        await().until(() -> posted.size() == 1);

        send("data: " + (data.equals("FLOOD") ? "x".repeat(2 << 20) : data) + "\n\n");

        await().until(answer::failed);
        assertThat(((UpstreamFailure) answer.cause()).kind()).isEqualTo(kind);
    }

    @Test
    void keepAliveCommentsAreNoSilence() {
        Channel channel = sse();
        Future<Answer> answer = harness.start(
                () -> channel.request(outbound(CALL).within(Duration.ofMillis(300), Duration.ofMinutes(1)), inbound));
        await().until(() -> posted.size() == 1);
        long comments = harness.vertx.setPeriodic(50, _ -> send(":\n\n"));

        await().during(Duration.ofMillis(900)).until(() -> !answer.isComplete());

        harness.vertx.cancelTimer(comments);
        await().until(answer::failed);
        assertThat(((UpstreamFailure) answer.cause()).kind()).isEqualTo(Kind.TIMED_OUT);
    }

    @Test
    void aSlowReaderStopsTheStream() {
        Channel channel = factory(UpstreamConfig.http("up", serve(this::handle))
                        .withLimits(new UpstreamConfig.Limits(10, 10, 1 << 16, 1 << 22)))
                .httpSse();
        inbound.full = true;
        Future<Answer> answer = harness.start(() -> channel.request(outbound(CALL), inbound));
        await().until(() -> posted.size() == 1);
        Buffer large = Buffer.buffer(
                "data: {\"jsonrpc\":\"2.0\",\"method\":\"n\",\"params\":{\"x\":\"" + "y".repeat(1 << 20) + "\"}}\n\n");

        HttpServerResponse stream = streams.getFirst();
        for (int i = 0; i < 64; i++) {
            stream.write(large);
        }
        await().until(inbound::isWaitingForDrain);
        await().during(Duration.ofMillis(300)).until(stream::writeQueueFull);
        assertThat(inbound.log).hasSizeLessThan(20);

        inbound.drain();
        send("data: " + RESULT + "\n\n");
        await().until(answer::isComplete);
        assertThat(inbound.log).hasSize(65);
    }

    @Test
    void closingEndsTheStreamAndTheCalls() {
        Channel channel = sse();
        Future<Answer> answer = harness.start(() -> channel.request(outbound(CALL), inbound));
        await().until(() -> posted.size() == 1);

        harness.await(channel::close);

        await().until(() -> streams.getFirst().closed());
        await().until(answer::failed);
        assertThat(((UpstreamFailure) answer.cause()).kind()).isEqualTo(Kind.ABORTED);
        assertThat(channel.lost().isComplete()).isFalse();
    }

    private final List<Runnable> connections = new CopyOnWriteArrayList<>();

    private Channel sse() {
        return factory(UpstreamConfig.http("up", serve(this::handle))).httpSse();
    }

    private void handle(HttpServerRequest request) {
        headers.add(request.headers());
        if (request.method().name().equals("GET")) {
            connections.add(() -> request.connection().close());
            String port = Integer.toString(request.localAddress().port());
            streams.add(events(request, "event: endpoint\ndata: " + endpoint.replace("PORT", port) + "\n\n"));
        } else {
            request.body().onSuccess(body -> {
                posted.add(request.uri() + ' ' + body);
                request.response().setStatusCode(postStatus).end("Accepted");
            });
        }
    }

    private void send(String event) {
        streams.getFirst().write(event);
    }
}
