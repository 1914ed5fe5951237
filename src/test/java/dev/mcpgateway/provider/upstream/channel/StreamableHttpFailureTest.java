package dev.mcpgateway.provider.upstream.channel;

import static dev.mcpgateway.provider.upstream.channel.ChannelHarness.outbound;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.provider.upstream.channel.UpstreamFailure.Kind;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamableHttpFailureTest extends StreamableHttpTest {
    @Test
    void aStreamThatEndsWithoutResponseOrEventIdIsBroken() {
        Channel channel = channelTo(
                request -> events(request, "data: " + PROGRESS + "\n\n").end());

        assertThat(failureOf(channel).kind()).isEqualTo(Kind.BROKEN);
    }

    @Test
    void anUpstreamThatClosesMidBodyIsBroken() {
        Channel channel = channelTo(request -> {
            request.response()
                    .putHeader("content-type", "application/json")
                    .putHeader("content-length", "100")
                    .write("{\"jsonrpc\"");
            harness.vertx.setTimer(50, _ -> request.connection().close());
        });

        assertThat(failureOf(channel).kind()).isEqualTo(Kind.BROKEN);
    }

    @Test
    void anUpstreamThatClosesWithoutAnyResponseIsBroken() {
        Channel channel = channelTo(request -> request.connection().close());

        UpstreamFailure failure = failureOf(channel);
        assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
        assertThat(failure.kind().mayHaveRun()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | application/json | not json | no JSON-RPC message",
                "200 | application/json | {\"jsonrpc\":\"2.0\",\"id\":8,\"result\":{}} | another id",
                "200 | application/json | {\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"} | no response",
                "200 | text/html | <html> | neither JSON nor SSE",
                "202 | application/json | '' | status 202 and no response",
                "200 | text/event-stream | 'data: {\"jsonrpc\":\"2.0\",\"id\":8,\"result\":{}}' | another id",
                "200 | text/event-stream | 'data: garbage' | no JSON-RPC message",
            })
    void whatIsNotTheProtocolIsGarbled(int status, String type, String body, String reason) {
        Channel channel = channelTo(request -> request.response()
                .setStatusCode(status)
                .putHeader("content-type", type)
                .end(type.equals("text/event-stream") ? body + "\n\n" : body));

        UpstreamFailure failure = failureOf(channel);
        assertThat(failure.kind()).isEqualTo(Kind.GARBLED);
        assertThat(failure).hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "401, credentials",
        "403, forbids",
        "404, check its url",
        "405, does not allow",
        "407, proxy",
        "410, refused the request with status 410",
        "429, rate",
        "500, failed with status 500",
        "503, retry after 7 s"
    })
    void otherErrorStatusesAreRefusalsThatSayWhatToDo(int status, String text) {
        Channel channel = channelTo(request -> request.response()
                .setStatusCode(status)
                .putHeader("Retry-After", "7")
                .end("secret details"));

        UpstreamFailure failure = failureOf(channel);
        assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure).hasMessageContaining(text).hasMessageNotContaining("secret");
    }

    @Test
    void refusedCredentialsAreNeverAnAnswerToTheClient() {
        Channel channel = channelTo(request ->
                json(request, 401, "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32001,\"message\":\"no\"}}"));

        assertThat(failureOf(channel).kind()).isEqualTo(Kind.REFUSED);
    }

    @ParameterizedTest
    @CsvSource({
        "404, no matter what",
        "404, '{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32001,\"message\":\"x\"}}'",
        "400, '{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32000,\"message\":\"No valid session ID provided\"}}'"
    })
    void anUpstreamThatForgotItsSessionLosesIt(int status, String body) {
        Channel channel = channelTo(request -> json(request, status, body));
        channel.session("s1", "2025-11-25");

        assertThat(failureOf(channel).kind()).isEqualTo(Kind.SESSION_LOST);
        assertThat(harness.failure(() -> channel.send(outbound(PROGRESS))).kind())
                .isEqualTo(Kind.SESSION_LOST);
    }

    @Test
    void redirectsAreNotFollowed() {
        AtomicInteger elsewhere = new AtomicInteger();
        URI other = serve(request -> elsewhere.incrementAndGet());
        Channel channel = channelTo(request -> request.response()
                .setStatusCode(307)
                .putHeader("Location", other + "?secret=1")
                .end());

        UpstreamFailure failure = failureOf(channel);
        assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
        assertThat(failure)
                .hasMessageContaining("redirects to http://127.0.0.1:" + other.getPort())
                .hasMessageNotContaining("secret");
        assertThat(elsewhere).hasValue(0);
    }

    @Test
    void aBodyAboveTheLimitIsCutOff() {
        Channel channel = channel(limited(serve(request -> flood(request, "application/json", ""))));

        UpstreamFailure failure = failureOf(channel);
        assertThat(failure.kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(failure).hasMessageContaining("limits.responseBytes");
    }

    @Test
    void anEventAboveTheLimitIsCutOff() {
        Channel channel = channel(limited(serve(request -> flood(request, "text/event-stream", "data: "))));

        assertThat(failureOf(channel).kind()).isEqualTo(Kind.TOO_LARGE);
    }

    @Test
    void aRefusedConnectionIsUnreachable() {
        URI nobody = serve(_ -> {});
        servers.getFirst().close().toCompletionStage().toCompletableFuture().join();
        Channel channel = channel(UpstreamConfig.http("up", nobody));

        UpstreamFailure failure = failureOf(channel);
        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure.kind().mayHaveRun()).isFalse();
        assertThat(failure).hasMessageContaining("refuses connections");
    }

    @Test
    void aNameThatDoesNotResolveIsUnreachable() {
        Channel channel = channel(UpstreamConfig.http("up", URI.create("http://nobody.invalid/mcp")));

        UpstreamFailure failure = failureOf(channel);
        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("nobody.invalid");
    }

    @Test
    void tlsWithAServerThatHasNoneIsUnreachable() {
        URI plain = serve(_ -> {});
        Channel channel = channel(UpstreamConfig.http("up", URI.create("https://127.0.0.1:" + plain.getPort())));

        assertThat(failureOf(channel).kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void anUpstreamThatComesBackIsReachedAgain() {
        URI url = serve(request -> json(request, 200, RESULT));
        Channel channel = channel(UpstreamConfig.http("up", url));
        harness.await(() -> channel.request(outbound(CALL), inbound));
        servers.getFirst().close().toCompletionStage().toCompletableFuture().join();
        assertThat(failureOf(channel).kind()).isIn(Kind.UNREACHABLE, Kind.BROKEN);

        serve(url.getPort(), request -> json(request, 200, RESULT));

        assertThat(harness.await(() -> channel.request(outbound(CALL), inbound)).status())
                .isEqualTo(200);
    }

    @Test
    void aNotificationThatIsRefusedFails() {
        Channel channel =
                channelTo(request -> request.response().setStatusCode(500).end());

        assertThat(harness.failure(() -> channel.send(outbound(PROGRESS))).status())
                .isEqualTo(500);
    }
}
