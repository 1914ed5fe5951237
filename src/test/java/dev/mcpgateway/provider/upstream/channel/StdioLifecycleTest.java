package dev.mcpgateway.provider.upstream.channel;

import static dev.mcpgateway.provider.upstream.channel.ChannelHarness.headersOnly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.config.UpstreamTransport;
import dev.mcpgateway.provider.upstream.channel.UpstreamFailure.Kind;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class StdioLifecycleTest extends StdioTest {

    @Test
    void closingLetsAProcessEndByItself() {
        Channel channel =
                channel("trap 'touch termed' TERM; while read -r line; do echo '" + RESULT + "'; done; touch ended");
        answer(channel);

        harness.await(channel::close);
        harness.await(channel::close);

        assertThat(directory.resolve("ended")).exists();
        assertThat(directory.resolve("termed")).doesNotExist();
        assertThat(channel.lost().isComplete()).isFalse();
    }

    @Test
    void aProcessThatDoesNotEndIsAskedTo() {
        Channel channel = channel(
                "trap 'touch termed; exit' TERM; read -r line; echo '" + RESULT + "'; while true; do sleep 0.05; done");
        answer(channel);

        harness.await(channel::close);

        assertThat(directory.resolve("termed")).exists();
    }

    @Test
    void aProcessThatRefusesToEndIsKilled() throws Exception {
        Channel channel = channel(
                "trap '' TERM; echo $$ > pid; read -r line; echo '" + RESULT + "'; while true; do sleep 0.05; done");
        answer(channel);

        harness.await(channel::close);

        assertThat(isAlive("pid")).isFalse();
    }

    @Test
    void nothingThatAProcessStartedIsLeftBehind() throws Exception {
        Channel channel = channel("sleep 1000 & echo $! > child; (sleep 1000 & echo $! > orphan); " + ANSWERING);
        answer(channel);
        await().until(() -> isAlive("child") && isAlive("orphan"));

        harness.await(channel::close);

        assertThat(isAlive("child")).isFalse();
        assertThat(isAlive("orphan")).isFalse();
    }

    @Test
    void aProcessThatDiesLeavesNoChildBehind() throws Exception {
        Channel channel = channel("sleep 1000 & echo $! > child; read -r line; exit 1");

        failure(channel);

        await().until(() -> !isAlive("child"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aChildThatLeftTheGroupIsEndedWithItsParent() throws Exception {
        Channel channel = channel("setsid sh -c 'echo $$ > child; exec sleep 1000' & " + "read -r line; echo '" + RESULT
                + "'; while true; do sleep 0.05; done");
        answer(channel);
        await().until(() -> Files.exists(directory.resolve("child")) && isAlive("child"));

        harness.await(channel::close);

        await().until(() -> !isAlive("child"));
    }

    @Test
    void aProcessThatClosesItsOutputIsStopped() throws Exception {
        Channel channel = channel("echo $$ > pid; read -r line; exec >&-; exec sleep 1000");

        UpstreamFailure failure = failure(channel);

        assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
        assertThat(failure).hasMessageContaining("closed its output");
        await().until(() -> !isAlive("pid"));
    }

    @Test
    void aChildThatHoldsTheOutputOpenDoesNotHoldUpTheEnd() throws Exception {
        Channel channel = channel("setsid sleep 30 & read -r line; exit 1");

        assertThat(failure(channel).kind()).isEqualTo(Kind.BROKEN);
        harness.await(channel::lost);
    }

    @Test
    void closingEndsTheCallsInFlight() {
        Channel channel = channel("while read -r line; do touch got; done");
        Future<Answer> call = harness.start(() -> channel.request(call(), inbound));
        await().until(() -> Files.exists(directory.resolve("got")));

        harness.await(channel::close);

        await().until(call::failed);
        assertThat(((UpstreamFailure) call.cause()).kind()).isEqualTo(Kind.ABORTED);
        assertThat(failure(channel).kind()).isEqualTo(Kind.ABORTED);
    }

    @Test
    void closingAChannelThatWasNeverUsedStartsNothing() {
        Channel channel = channel("touch started");

        harness.await(channel::close);

        assertThat(directory.resolve("started")).doesNotExist();
    }

    @Test
    void thereAreNotMoreProcessesThanAllowed() {
        UpstreamTransport.Stdio one = with(script(ANSWERING), 1, Duration.ofMinutes(1));
        ChannelFactory factory = factory(UpstreamConfig.of("up", one));
        Channel first = factory.stdio();
        answer(first);

        UpstreamFailure failure = failure(factory.stdio());

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("maxProcesses");
        harness.await(first::close);
        answer(factory.stdio());
    }

    @Test
    void aServerThatNeverWorksIsStartedLessAndLessOften() throws Exception {
        ChannelFactory factory = factory(UpstreamConfig.of("up", script("echo start >> starts; exit 1"))
                .withDeadlines(new UpstreamConfig.Deadlines(
                        Duration.ofMillis(600),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10))));

        // Pauses of 200 and 400 ms are waited for; the one of 800 ms is above the deadline to connect.
        for (int i = 0; i < 3; i++) {
            assertThat(failure(factory.stdio())).hasMessageContaining("exit code 1");
        }
        UpstreamFailure failure = failure(factory.stdio());

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("ends before it answers").hasMessageContaining("1 s");
        assertThat(Files.readAllLines(directory.resolve("starts"))).hasSize(3);
    }

    @Test
    void aServerThatAnswersAndDiesDelaysNobody() {
        ChannelFactory factory =
                factory(UpstreamConfig.of("up", script("read -r line; echo '" + RESULT + "'; exit 1")));

        for (int i = 0; i < 6; i++) {
            answer(factory.stdio());
        }
    }

    @Test
    void aProcessThatNobodyUsesIsStopped() {
        UpstreamTransport.Stdio idle = with(script(ANSWERING), 10, Duration.ofMillis(300));
        Channel channel = channel(idle);
        answer(channel);

        harness.await(channel::lost);

        UpstreamFailure failure = failure(channel);
        assertThat(failure.kind()).isEqualTo(Kind.SESSION_LOST);
        assertThat(failure).hasMessageContaining("idleStop");
    }

    @Test
    void aProcessThatSomebodyListensToIsInUse() {
        UpstreamTransport.Stdio idle = with(script(ANSWERING), 10, Duration.ofMillis(200));
        Channel channel = channel(idle);
        answer(channel);
        Channel.Stream stream = harness.await(() -> channel.listen(headersOnly(), null, inbound));

        await().during(Duration.ofMillis(700)).until(() -> !channel.lost().isComplete());

        stream.close();
        harness.await(channel::lost);
    }

    @Test
    void closingTheFactoryStopsAllProcessesAndStartsNoMore() throws Exception {
        ChannelFactory factory = factory(UpstreamConfig.of("up", script("echo $$ >> pids; " + ANSWERING)));
        Channel first = factory.stdio();
        answer(first);
        answer(factory.stdio());

        harness.await(factory::close);

        for (String pid : Files.readAllLines(directory.resolve("pids"))) {
            assertThat(ProcessHandle.of(Long.parseLong(pid))).isEmpty();
        }
        harness.await(first::lost);
        assertThat(failure(factory.stdio()).kind()).isEqualTo(Kind.UNREACHABLE);
    }

    /** Whether the process whose id is in the file runs; a zombie does not. */
    private boolean isAlive(String file) throws IOException {
        Path pid = directory.resolve(file);
        if (!Files.exists(pid) || Files.readString(pid).isBlank()) {
            return false;
        }
        Path stat = Path.of("/proc", Files.readString(pid).strip(), "stat");
        try {
            String text = Files.readString(stat);
            return text.charAt(text.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException _) {
            return false;
        }
    }
}
