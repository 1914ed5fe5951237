package dev.mcpgateway.provider.upstream.channel;

import static dev.mcpgateway.provider.upstream.channel.ChannelHarness.headersOnly;
import static dev.mcpgateway.provider.upstream.channel.ChannelHarness.message;
import static dev.mcpgateway.provider.upstream.channel.ChannelHarness.outbound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.provider.upstream.channel.UpstreamFailure.Kind;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DuplexRoutingTest {
    @RegisterExtension
    final ChannelHarness harness = new ChannelHarness();

    private final Loopback channel = new Loopback();
    private final RecordingInbound first = new RecordingInbound();
    private final RecordingInbound second = new RecordingInbound();
    private final RecordingInbound listener = new RecordingInbound();

    @Test
    void responsesFindTheirRequestsInAnyOrder() {
        Future<Answer> one = call("1", first);
        Future<Answer> text = call("\"1\"", second);

        receive("{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"result\":{\"for\":\"text\"}}");
        receive("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"for\":\"number\"}}");

        await().until(() -> one.isComplete() && text.isComplete());
        assertThat(one.result().message().root().toString()).contains("number");
        assertThat(text.result().message().root().toString()).contains("text");
    }

    @Test
    void progressGoesToTheCallThatGaveTheToken() {
        harness.start(() -> channel.request(
                outbound(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"_meta\":{\"progressToken\":\"t\"}}}"),
                first));
        call("2", second);

        receive("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":\"t\"}}");

        await().untilAsserted(() -> assertThat(first.log).containsExactly("begin", "notifications/progress"));
        assertThat(second.log).isEmpty();
    }

    @Test
    void progressThatNoCallWaitsForGoesToTheListener() {
        listen();
        call("1", first);

        receive("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":\"task\"}}");

        await().untilAsserted(() -> assertThat(listener.log).containsExactly("notifications/progress"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"id\":1,\"method\":\"sampling/createMessage\"", "\"method\":\"notifications/message\""})
    void whatBelongsToSomeCallGoesToTheMostRecentThatTakesIt(String members) {
        listen();
        call("1", first);
        call("2", second);
        call("3", refusing());

        receive("{\"jsonrpc\":\"2.0\"," + members + "}");

        await().untilAsserted(() -> assertThat(second.log).hasSize(2));
        assertThat(first.log).isEmpty();
        assertThat(listener.log).isEmpty();
    }

    @Test
    void withoutACallItGoesToTheListener() {
        listen();
        call("1", refusing());

        receive("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"roots/list\"}");

        await().untilAsserted(() -> assertThat(listener.log).containsExactly("roots/list"));
    }

    @Test
    void changesGoToTheListenerAlthoughACallIsInFlight() {
        listen();
        call("1", first);

        receive("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}");

        await().untilAsserted(() -> assertThat(listener.log).containsExactly("notifications/tools/list_changed"));
        assertThat(first.log).isEmpty();
    }

    @Test
    void changesGoToTheCallWhenNobodyListens() {
        call("1", first);

        receive("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/unknown\"}");

        await().untilAsserted(() -> assertThat(first.log).containsExactly("begin", "notifications/unknown"));
    }

    @Test
    void messagesOfASubscriptionGoToItAndNowhereElse() {
        listen();
        harness.start(() -> channel.request(
                outbound("{\"jsonrpc\":\"2.0\",\"id\":\"s\",\"method\":\"subscriptions/listen\"}")
                        .standing(),
                first));
        call("2", second);

        receive(subscribed("s"));
        receive(subscribed("over"));
        receive("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}");

        await().untilAsserted(() -> assertThat(second.log).containsExactly("begin", "notifications/message"));
        assertThat(first.log).containsExactly("begin", "notifications/resources/updated");
        assertThat(listener.log).isEmpty();
    }

    @Test
    void whatNobodyTakesWaitsForTheNextListener() {
        for (int i = 0; i < 100; i++) {
            receive("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/n" + i + "\"}");
        }

        listen();
        receive("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/last\"}");

        await().untilAsserted(() -> assertThat(listener.log).hasSize(65));
        assertThat(listener.log)
                .startsWith("notifications/n36", "notifications/n37")
                .endsWith("notifications/last");
    }

    @Test
    void aLargeMessageThatNobodyTakesIsNotKept() {
        receive("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/large\",\"params\":{\"x\":\"" + "y".repeat(2 << 20)
                + "\"}}");

        listen();
        receive("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/last\"}");

        await().untilAsserted(() -> assertThat(listener.log).containsExactly("notifications/last"));
    }

    @Test
    void anotherListenerEndsTheOneBefore() {
        Channel.Stream before = listen();

        Channel.Stream after = harness.await(() -> channel.listen(headersOnly(), null, first));
        receive("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/last\"}");

        harness.await(before::ended);
        await().untilAsserted(() -> assertThat(first.log).containsExactly("notifications/last"));
        before.close();
        assertThat(channel.isInUse()).isTrue();
        after.close();
        assertThat(channel.isInUse()).isFalse();
    }

    @Test
    void anIdThatIsInFlightIsNotSentAgain() {
        call("1", first);

        UpstreamFailure failure = harness.failure(() -> channel.request(request("1"), second));

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(channel.written).hasSize(1);
    }

    @Test
    void aCallThatCouldNotBeWrittenDidNotRun() {
        channel.refuse = new UpstreamFailure(Kind.SESSION_LOST, "gone");

        assertThat(harness.failure(() -> channel.request(request("1"), first)).kind())
                .isEqualTo(Kind.SESSION_LOST);
        assertThat(channel.isInUse()).isFalse();
    }

    @Test
    void aLostChannelEndsCallsAndListener() {
        Channel.Stream stream = listen();
        Future<Answer> call = call("1", first);

        channel.lose(new UpstreamFailure(Kind.SESSION_LOST, "gone"));
        channel.lose(new UpstreamFailure(Kind.SESSION_LOST, "gone again"));

        await().until(call::failed);
        assertThat(((UpstreamFailure) call.cause()).kind()).isEqualTo(Kind.BROKEN);
        assertThat(harness.failure(stream::ended)).hasMessage("gone");
        harness.await(channel::lost);
    }

    @Test
    void aReaderThatStaysFullPausesTheChannelUntilItDrains() {
        listen();
        listener.full = true;
        String large = "{\"jsonrpc\":\"2.0\",\"method\":\"n\",\"params\":{\"x\":\"" + "y".repeat(400_000) + "\"}}";

        receive(large);
        receive(large);
        assertThat(channel.paused).isFalse();
        receive(large);
        assertThat(channel.paused).isTrue();

        await().until(() -> listener.log.size() == 3);
        listener.drain();
        await().until(() -> !channel.paused);
    }

    @Test
    void aCallThatIsGivenUpHoldsNothingBack() {
        first.full = true;
        Outbound request = request("1");
        harness.start(() -> channel.request(request, first));
        await().until(() -> channel.written.size() == 1);
        String large = "{\"jsonrpc\":\"2.0\",\"method\":\"n\",\"params\":{\"x\":\"" + "y".repeat(2_000_000) + "\"}}";
        receive(large);
        assertThat(channel.paused).isTrue();

        harness.eventLoop.runOnContext(_ -> request.abort());

        await().until(() -> !channel.paused);
    }

    private static RecordingInbound refusing() {
        RecordingInbound inbound = new RecordingInbound();
        inbound.accepting = false;
        return inbound;
    }

    private static Outbound request(String id) {
        return outbound("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/call\"}");
    }

    private static String subscribed(String id) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/resources/updated\",\"params\":{\"_meta\":"
                + "{\"io.modelcontextprotocol/subscriptionId\":\"" + id + "\"}}}";
    }

    private Future<Answer> call(String id, RecordingInbound inbound) {
        int before = channel.written.size();
        Future<Answer> answer = harness.start(() -> channel.request(request(id), inbound));
        await().until(() -> channel.written.size() > before);
        return answer;
    }

    private Channel.Stream listen() {
        return harness.await(() -> channel.listen(headersOnly(), null, listener));
    }

    private void receive(String json) {
        channel.received(List.of(message(json)), json.length());
    }

    /** A channel whose other end is the test. */
    private static final class Loopback extends DuplexChannel {
        final List<Outbound> written = new ArrayList<>();
        volatile boolean paused;
        volatile UpstreamFailure refuse;

        Loopback() {
            super(UpstreamConfig.stdio("up", "unused", List.of())
                    .withLimits(new UpstreamConfig.Limits(10, 10, 1_000_000, 1 << 20)));
        }

        @Override
        Future<Void> write(Outbound message, Runnable sent) {
            written.add(message);
            if (refuse != null) {
                return Future.failedFuture(refuse);
            }
            sent.run();
            return Future.succeededFuture();
        }

        @Override
        void pause() {
            paused = true;
        }

        @Override
        void resume() {
            paused = false;
        }

        @Override
        Future<Void> release() {
            return Future.succeededFuture();
        }
    }
}
