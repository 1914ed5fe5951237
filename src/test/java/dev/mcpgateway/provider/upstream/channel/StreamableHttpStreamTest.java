package dev.mcpgateway.provider.upstream.channel;

import static dev.mcpgateway.provider.upstream.channel.ChannelHarness.headersOnly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.provider.upstream.channel.UpstreamFailure.Kind;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamableHttpStreamTest extends StreamableHttpTest {
    @Test
    void theStandaloneStreamBringsWhatTheServerSends() {
        List<HttpServerResponse> responses = new CopyOnWriteArrayList<>();
        AtomicReference<MultiMap> seen = new AtomicReference<>();
        Channel channel = channelTo(request -> {
            seen.set(request.headers());
            responses.add(events(request, ":\n\n"));
        });
        channel.session("s1", "2025-11-25");

        Channel.Stream stream = harness.await(() -> channel.listen(headersOnly(), "e7", inbound));
        responses.getFirst().write("id: e8\ndata: " + PROGRESS + "\n\n");
        await().untilAsserted(() -> assertThat(inbound.log).containsExactly("begin", "notifications/progress #e8"));

        assertThat(seen.get().get("Last-Event-ID")).isEqualTo("e7");
        assertThat(seen.get().get("Mcp-Session-Id")).isEqualTo("s1");
        assertThat(seen.get().get("Accept")).isEqualTo("text/event-stream");
        responses.getFirst().end("data: " + RESULT + "\n\n");
        harness.await(stream::ended);
        assertThat(inbound.log).endsWith("response");
    }

    @Test
    void aStandaloneStreamThatBreaksFails() {
        Channel channel = channelTo(request -> {
            events(request, ":\n\n");
            harness.vertx.setTimer(50, _ -> request.connection().close());
        });

        Channel.Stream stream = harness.await(() -> channel.listen(headersOnly(), null, inbound));

        assertThat(harness.failure(stream::ended).kind()).isEqualTo(Kind.BROKEN);
    }

    @Test
    void closingTheStandaloneStreamClosesItsConnection() {
        AtomicInteger closed = new AtomicInteger();
        Channel channel = channelTo(request -> {
            request.connection().closeHandler(_ -> closed.incrementAndGet());
            events(request, ":\n\n");
        });

        Channel.Stream stream = harness.await(() -> channel.listen(headersOnly(), null, inbound));
        stream.close();
        stream.close();

        harness.await(stream::ended);
        await().untilAsserted(() -> assertThat(closed).hasValue(1));
    }

    @ParameterizedTest
    @CsvSource({"405, , REFUSED", "404, s1, SESSION_LOST", "404, , REFUSED", "200, , GARBLED"})
    void aStandaloneStreamThatIsNotToBeHadSaysWhy(int status, String sessionId, Kind kind) {
        Channel channel =
                channelTo(request -> request.response().setStatusCode(status).end("{}"));
        channel.session(sessionId, "2025-11-25");

        UpstreamFailure failure = harness.failure(() -> channel.listen(headersOnly(), null, inbound));

        assertThat(failure.kind()).isEqualTo(kind);
    }

    @Test
    void garbageOnTheStandaloneStreamEndsIt() {
        Channel channel = channelTo(request -> events(request, "data: garbage\n\n"));

        Channel.Stream stream = harness.await(() -> channel.listen(headersOnly(), null, inbound));

        assertThat(harness.failure(stream::ended).kind()).isEqualTo(Kind.GARBLED);
    }
}
