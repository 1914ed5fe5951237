package dev.mcpgateway.provider.upstream.channel;

import static dev.mcpgateway.provider.upstream.channel.ChannelHarness.headersOnly;
import static dev.mcpgateway.provider.upstream.channel.ChannelHarness.outbound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.config.UpstreamTransport;
import dev.mcpgateway.provider.upstream.channel.UpstreamFailure.Kind;
import io.vertx.core.Future;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StdioChannelTest extends StdioTest {

    @Test
    void aRequestAndItsResponseAreLines() throws Exception {
        Channel channel =
                channel("read -r line; echo \"$line\" > seen; echo; printf '" + RESULT + "\\r\\n'; read -r end");

        Answer answer = harness.await(() -> channel.request(outbound(CALL.replace(",", " ,\n\r\n")), inbound));

        assertThat(answer.message().toBuffer().toString()).isEqualTo(RESULT);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(inbound.log).isEmpty();
        assertThat(Files.readString(directory.resolve("seen"))).isEqualTo(CALL.replace(",", " ,   ") + "\n");
        assertThat(channel.isSessionBound()).isTrue();
    }

    @Test
    void aProcessStartsWhenItIsFirstUsed() {
        Channel channel = channel("echo started > started; " + ANSWERING);
        assertThat(directory.resolve("started")).doesNotExist();

        answer(channel);

        assertThat(directory.resolve("started")).exists();
    }

    @Test
    void theProcessSeesNothingOfTheGatewaysEnvironmentButTheUsualNames() throws Exception {
        UpstreamTransport.Stdio stdio = script("env > env; " + ANSWERING);
        Channel channel = channel(stdio);

        answer(channel);

        List<String> names = Files.readAllLines(directory.resolve("env")).stream()
                .map(line -> line.substring(0, line.indexOf('=')))
                .toList();
        // The shell sets a few for itself.
        assertThat(names)
                .contains("PATH", "CONFIGURED")
                .filteredOn(name ->
                        !List.of("PWD", "OLDPWD", "SHLVL", "_", "CONFIGURED").contains(name))
                .isSubsetOf(stdio.inheritEnv());
    }

    @Test
    void whatTheServerSaysBeforeTheResponseGoesToTheCall() {
        Channel channel = channel("read -r line;"
                + "echo '{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}';"
                + "echo '{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"roots/list\"}';"
                + "echo '" + RESULT + "'; read -r end");

        answer(channel);

        assertThat(inbound.log).containsExactly("begin", "notifications/message", "roots/list");
    }

    @Test
    void aNotificationIsSentWhenItIsWritten() {
        Channel channel = channel("read -r line; echo \"$line\" > seen; read -r end");

        harness.await(() -> channel.send(outbound(LIST_CHANGED)));

        await().untilAsserted(() ->
                assertThat(directory.resolve("seen")).exists().content().isEqualTo(LIST_CHANGED + "\n"));
    }

    @Test
    void aBatchLineIsTakenApart() {
        Channel channel = channel("read -r line; echo '[" + LIST_CHANGED + "," + RESULT + "]'; read -r end");

        assertThat(answer(channel).message().result()).isNotNull();
        assertThat(inbound.log).containsExactly("begin", "notifications/tools/list_changed");
    }

    @Test
    void garbageOnStandardOutputIsSkipped() {
        Channel channel =
                channel("read -r line; echo Server started; echo '{\"a\":1}'; echo '" + RESULT + "'; read -r end");

        assertThat(answer(channel).message().result()).isNotNull();
    }

    @Test
    void aLineAboveTheLimitEndsTheProcess() {
        UpstreamConfig config = UpstreamConfig.of("up", script("read -r line; tr '\\0' x < /dev/zero"))
                .withLimits(new UpstreamConfig.Limits(10, 10, 1 << 20, 1 << 20));
        Channel channel = factory(config).stdio();

        UpstreamFailure failure = failure(channel);

        assertThat(failure.kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(failure).hasMessageContaining("limits.responseBytes");
        harness.await(channel::lost);
    }

    @Test
    void aProcessThatDiesDuringACallLeavesTheOutcomeOpen() {
        Channel channel = channel("read -r line; exit 3");

        UpstreamFailure failure = failure(channel);

        assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
        assertThat(failure).hasMessageContaining("exit code 3");
        harness.await(channel::lost);
        assertThat(failure(channel).kind()).isEqualTo(Kind.SESSION_LOST);
        assertThat(harness.failure(() -> channel.send(outbound(LIST_CHANGED))).kind())
                .isEqualTo(Kind.SESSION_LOST);
        assertThat(harness.failure(() -> channel.listen(headersOnly(), null, inbound))
                        .kind())
                .isEqualTo(Kind.SESSION_LOST);
    }

    @Test
    void anotherChannelReachesAServerThatDiedAndCameBack() {
        ChannelFactory factory = factory(UpstreamConfig.of(
                "up",
                script("if [ -e died ]; then " + ANSWERING + "; fi; touch died; read -r line; echo '" + RESULT
                        + "'; read -r line; exit 1")));
        Channel first = factory.stdio();
        answer(first);
        assertThat(failure(first).kind()).isEqualTo(Kind.BROKEN);

        assertThat(answer(factory.stdio()).message().result()).isNotNull();
    }

    @Test
    void anIdThatNoRequestHasFailsTheOnlyCallItCanBeMeantFor() {
        Channel channel = channel("read -r line; echo '{\"jsonrpc\":\"2.0\",\"id\":8,\"result\":{}}'; read -r end");

        UpstreamFailure failure = failure(channel);

        assertThat(failure.kind()).isEqualTo(Kind.GARBLED);
        assertThat(failure).hasMessageContaining("another id");
    }

    @Test
    void aProcessThatHangsTimesOut() {
        Channel channel = channel("read -r end; read -r end");

        UpstreamFailure failure = harness.failure(
                () -> channel.request(call().within(Duration.ofMillis(200), Duration.ofMinutes(1)), inbound));

        assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(channel.lost().isComplete()).isFalse();
    }

    @Test
    void anAbortedCallIsForgottenAndItsLateResponseDisturbsNobody() {
        Channel channel = channel("read -r one; read -r two; echo '" + RESULT + "';"
                + "echo '{\"jsonrpc\":\"2.0\",\"id\":8,\"result\":{}}'; read -r end");
        Outbound first = call();
        Future<Answer> aborted = harness.start(() -> channel.request(first, inbound));
        harness.eventLoop.runOnContext(_ -> first.abort());
        await().until(aborted::failed);

        Answer second = harness.await(() -> channel.request(call(8), inbound));

        assertThat(second.message().id().raw()).isEqualTo("8");
        assertThat(((UpstreamFailure) aborted.cause()).kind()).isEqualTo(Kind.ABORTED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no-such-program-here | not found in PATH",
                "./no/such/file | there is no",
                "./notes | not executable",
            })
    void aProgramThatCannotBeStartedSaysWhy(String command, String reason) throws Exception {
        Files.writeString(directory.resolve("notes"), "hello");
        Channel channel = channel(with(UpstreamTransport.Stdio.of(command, List.of()), 10, Duration.ofMinutes(1)));

        UpstreamFailure failure = failure(channel);

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining(reason).hasMessageContaining("command");
    }

    @Test
    void aWorkingDirectoryThatIsMissingIsNamed() throws Exception {
        Files.delete(directory);

        UpstreamFailure failure = failure(channel(ANSWERING));

        Files.createDirectory(directory);
        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("check cwd");
    }

    @Test
    void aProcessThatDoesNotReadIsNotSentMoreThanTheLimit() {
        UpstreamConfig config = UpstreamConfig.of("up", script("sleep 100"))
                .withLimits(new UpstreamConfig.Limits(10, 10, 1 << 20, 1 << 20));
        Channel channel = factory(config).stdio();
        String large = LIST_CHANGED.replace("}", ",\"params\":{\"x\":\"" + "y".repeat(600_000) + "\"}}");

        harness.start(() -> channel.send(outbound(large)));
        harness.start(() -> channel.send(outbound(large)));
        harness.start(() -> channel.send(outbound(large)));
        UpstreamFailure failure = harness.failure(() -> channel.send(outbound(large)));

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("limits.queuedBytes");
    }

    @Test
    void aSlowReaderStopsTheProcess() {
        String log = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"data\":\""
                + "x".repeat(1000) + "\"}}";
        UpstreamConfig config = UpstreamConfig.of(
                        "up",
                        script("read -r line; yes '" + log + "' | head -n 4000; touch written; echo '" + RESULT
                                + "'; read -r end"))
                .withLimits(new UpstreamConfig.Limits(10, 10, 64 << 10, 1 << 20));
        Channel channel = factory(config).stdio();
        inbound.full = true;

        Future<Answer> answer = harness.start(() -> channel.request(call(), inbound));

        await().until(inbound::isWaitingForDrain);
        await().during(Duration.ofMillis(500)).until(() -> inbound.log.size() < 400);
        assertThat(directory.resolve("written")).doesNotExist();

        inbound.drain();
        await().until(answer::isComplete);
        assertThat(inbound.log).hasSize(4001);
    }
}
