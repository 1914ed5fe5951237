package dev.mcpgateway.provider.upstream.channel;

import static dev.mcpgateway.provider.upstream.channel.ChannelHarness.headersOnly;
import static dev.mcpgateway.provider.upstream.channel.ChannelHarness.outbound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.config.ProxySelection;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.provider.upstream.channel.UpstreamFailure.Kind;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StreamableHttpLifecycleTest extends StreamableHttpTest {
    @Test
    void anUpstreamThatHangsTimesOut() {
        Channel channel = channelTo(_ -> {});

        UpstreamFailure failure = harness.failure(
                () -> channel.request(outbound(CALL).within(Duration.ofMillis(200), Duration.ofMinutes(1)), inbound));

        assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(failure).hasMessageContaining("200 ms");
    }

    @Test
    void keepAliveCommentsAreNoSilence() {
        AtomicInteger comments = new AtomicInteger();
        Channel channel = channelTo(request -> {
            HttpServerResponse response = events(request, ":\n\n");
            harness.vertx.setPeriodic(50, timer -> {
                if (comments.incrementAndGet() < 12) {
                    response.write(":\n\n");
                } else {
                    harness.vertx.cancelTimer(timer);
                    response.end("data: " + RESULT + "\n\n");
                }
            });
        });

        Answer answer = harness.await(
                () -> channel.request(outbound(CALL).within(Duration.ofMillis(300), Duration.ofMinutes(1)), inbound));

        assertThat(answer.message().result()).isNotNull();
    }

    @Test
    void aCallThatNeverEndsMeetsItsTotalDeadline() {
        Channel channel = channelTo(request -> {
            HttpServerResponse response = events(request, ":\n\n");
            long timer = harness.vertx.setPeriodic(20, _ -> response.write(":\n\n"));
            response.closeHandler(_ -> harness.vertx.cancelTimer(timer));
        });

        UpstreamFailure failure = harness.failure(
                () -> channel.request(outbound(CALL).within(Duration.ofMinutes(1), Duration.ofMillis(300)), inbound));

        assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(failure).hasMessageContaining("deadlines.request");
    }

    @Test
    void aSlowReaderStopsTheStreamAndMeetsNoDeadline() {
        List<HttpServerResponse> responses = new CopyOnWriteArrayList<>();
        Channel channel = channelTo(request -> responses.add(events(request, "data: " + PROGRESS + "\n\n")));
        inbound.full = true;
        Future<Answer> answer = harness.start(
                () -> channel.request(outbound(CALL).within(Duration.ofMillis(200), Duration.ofMinutes(1)), inbound));
        await().until(inbound::isWaitingForDrain);

        Buffer mebibyte = Buffer.buffer(": " + "x".repeat(1 << 20) + "\n");
        HttpServerResponse response = responses.getFirst();
        AtomicInteger written = new AtomicInteger();
        harness.vertx.setPeriodic(5, timer -> {
            if (!response.writeQueueFull()) {
                response.write(mebibyte);
            } else if (written.incrementAndGet() == 100) {
                harness.vertx.cancelTimer(timer);
            }
        });
        await().untilAsserted(() -> assertThat(written).hasValue(100));
        assertThat(answer.isComplete()).isFalse();

        inbound.drain();
        response.end("data: " + RESULT + "\n\n");
        await().until(answer::isComplete);
        assertThat(answer.succeeded()).isTrue();
    }

    @Test
    void anAbortedCallClosesItsConnection() {
        AtomicInteger closed = new AtomicInteger();
        Channel channel = channelTo(request -> request.connection().closeHandler(_ -> closed.incrementAndGet()));
        Outbound call = outbound(CALL);
        Future<Answer> answer = harness.start(() -> channel.request(call, inbound));
        harness.vertx.setTimer(100, _ -> harness.eventLoop.runOnContext(_ -> call.abort()));

        await().untilAsserted(() -> assertThat(closed).hasValue(1));
        assertThat(answer.cause())
                .isInstanceOfSatisfying(
                        UpstreamFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.ABORTED));
    }

    @Test
    void aCallAbortedBeforeItIsSentNeverArrives() {
        AtomicInteger arrived = new AtomicInteger();
        Channel channel = channelTo(_ -> arrived.incrementAndGet());
        Outbound call = outbound(CALL);
        call.abort();

        assertThat(harness.failure(() -> channel.request(call, inbound)).kind()).isEqualTo(Kind.ABORTED);
        assertThat(arrived).hasValue(0);
    }

    @Test
    void oneConnectionServesCallAfterCallOverJsonAndStreams() {
        List<Object> connections = new CopyOnWriteArrayList<>();
        Channel channel = channelTo(request -> {
            connections.add(request.connection());
            if (connections.size() % 2 == 0) {
                json(request, 200, RESULT);
            } else {
                events(request, "data: " + RESULT + "\n\n").end();
            }
        });

        for (int i = 0; i < 6; i++) {
            harness.await(() -> channel.request(outbound(CALL), inbound));
            harness.await(() -> harness.vertx.timer(20));
        }
        assertThat(connections).hasSize(6);
        assertThat(Set.copyOf(connections)).hasSize(1);
    }

    @Test
    void aStreamThatStaysOpenAfterTheResponseIsGivenUp() {
        AtomicInteger closed = new AtomicInteger();
        Channel channel = channelTo(request -> {
            request.connection().closeHandler(_ -> closed.incrementAndGet());
            events(request, "data: " + RESULT + "\n\ndata: " + PROGRESS + "\n\n");
        });

        harness.await(() -> channel.request(outbound(CALL), inbound));

        assertThat(inbound.log).containsExactly("begin");
        await().untilAsserted(() -> assertThat(closed).hasValue(1));
    }

    @Test
    void aStandingRequestHasNoDeadlines() {
        UpstreamConfig impatient = UpstreamConfig.http(
                        "up",
                        serve(request -> harness.vertx.setTimer(
                                600,
                                _ -> events(request, "data: " + RESULT + "\n\n").end())))
                .withDeadlines(new UpstreamConfig.Deadlines(
                        Duration.ofSeconds(5),
                        Duration.ofMillis(200),
                        Duration.ofMillis(200),
                        Duration.ofMillis(200),
                        Duration.ofMillis(200)));
        Channel channel = channel(impatient);

        assertThat(failureOf(channel).kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(harness.await(() -> channel.request(outbound(CALL).standing(), inbound))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void manyStreamsAtOnceTakeNoConnectionFromTheCalls() {
        UpstreamConfig few = UpstreamConfig.http("up", serve(request -> {
            if (request.method().name().equals("GET")) {
                events(request, ":\n\n");
            } else {
                json(request, 200, RESULT);
            }
        }));
        Channel channel = channel(few.withLimits(new UpstreamConfig.Limits(1, 1, 1 << 20, 1 << 20)));

        for (int i = 0; i < 300; i++) {
            harness.await(() -> channel.listen(headersOnly(), null, new RecordingInbound()));
        }

        assertThat(harness.await(() -> channel.request(outbound(CALL), inbound)).status())
                .isEqualTo(200);
    }

    @Test
    void closingDeletesTheSessionAndEndsWhatIsInFlight() {
        List<String> methods = new CopyOnWriteArrayList<>();
        Channel channel = channelTo(request -> {
            methods.add(request.method() + " " + request.getHeader("Mcp-Session-Id"));
            switch (request.method().name()) {
                case "DELETE" -> request.response().setStatusCode(405).end();
                case "GET" -> events(request, ":\n\n");
                default -> {}
            }
        });
        channel.session("s1", "2025-11-25");
        Channel.Stream stream = harness.await(() -> channel.listen(headersOnly(), null, inbound));
        Future<Answer> call = harness.start(() -> channel.request(outbound(CALL), inbound));
        await().until(() -> methods.contains("POST s1"));

        harness.await(channel::close);
        harness.await(channel::close);

        assertThat(methods).containsExactly("GET s1", "POST s1", "DELETE s1");
        harness.await(stream::ended);
        await().until(call::failed);
        assertThat(failureOf(channel).kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(harness.failure(() -> channel.send(outbound(PROGRESS))).kind())
                .isEqualTo(Kind.UNREACHABLE);
        assertThat(harness.failure(() -> channel.listen(headersOnly(), null, inbound))
                        .kind())
                .isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void closingDoesNotWaitForAnUpstreamThatHangs() {
        UpstreamConfig hanging = UpstreamConfig.http("up", serve(_ -> {}))
                .withDeadlines(new UpstreamConfig.Deadlines(
                        Duration.ofMillis(200),
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(9)));
        Channel channel = channel(hanging);
        channel.session("s1", "2025-11-25");

        assertThat(harness.await(channel::close)).isNull();
    }

    @Test
    void aChannelOfStreamableHttpIsNeverLost() {
        Channel channel = channelTo(_ -> {});

        assertThat(channel.isSessionBound()).isFalse();
        assertThat(channel.lost().isComplete()).isFalse();
    }

    @Test
    void aFactoryThatWasClosedMakesNoConnection() {
        ChannelFactory factory =
                new ChannelFactory(harness.vertx, UpstreamConfig.http("up", serve(_ -> {})), ProxySelection.none());
        Channel channel = factory.streamableHttp();
        harness.await(factory::close);

        assertThat(failureOf(channel).kind()).isEqualTo(Kind.UNREACHABLE);
    }
}
