package dev.mcpgateway.provider.upstream.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.util.concurrent.DefaultEventExecutor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofMillis(400);

    private final DefaultEventExecutor eventLoop = new DefaultEventExecutor();
    private final Deadlines deadlines = new Deadlines(eventLoop);
    private final List<String> passed = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        eventLoop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    @Test
    void deadlinesOfDifferentLengthsPassInTheirOrder() throws Exception {
        onLoop(() -> deadlines.start(LONG, () -> passed.add("long")));
        onLoop(() -> deadlines.start(SHORT, () -> passed.add("first short")));
        onLoop(() -> deadlines.start(SHORT, () -> passed.add("second short")));

        await().untilAsserted(() -> assertThat(passed).containsExactly("first short", "second short", "long"));
        assertThat(onLoop(deadlines::waiting)).isZero();
    }

    @Test
    void aDeadlineNeverPassesEarly() throws Exception {
        long start = System.nanoTime();
        onLoop(() -> deadlines.start(SHORT, () -> passed.add(Long.toString((System.nanoTime() - start) / 1_000_000))));

        await().until(() -> !passed.isEmpty());
        assertThat(Long.parseLong(passed.getFirst())).isGreaterThanOrEqualTo(SHORT.toMillis());
    }

    @Test
    void cancellingOneLeavesItsNeighboursInTheQueue() throws Exception {
        onLoop(() -> deadlines.start(SHORT, () -> passed.add("one")));
        Deadlines.Deadline two = onLoop(() -> deadlines.start(SHORT, () -> passed.add("two")));
        onLoop(() -> deadlines.start(SHORT, () -> passed.add("three")));
        onLoop(() -> {
            two.cancel();
            two.cancel();
            two.touch();
            return two;
        });

        await().untilAsserted(() -> assertThat(passed).containsExactly("one", "three"));
    }

    @Test
    void touchingStartsTheTimeAnew() throws Exception {
        Deadlines.Deadline touched = onLoop(() -> deadlines.start(SHORT, () -> passed.add("touched")));
        onLoop(() -> deadlines.start(SHORT, () -> passed.add("other")));
        onLoop(() -> {
            touched.touch();
            return touched;
        });

        await().untilAsserted(() -> assertThat(passed).containsExactly("other", "touched"));
    }

    @Test
    void aSuspendedDeadlineWaitsUntilItIsResumed() throws Exception {
        Deadlines.Deadline suspended = onLoop(() -> deadlines.start(SHORT, () -> passed.add("suspended")));
        onLoop(() -> {
            suspended.suspend();
            return suspended;
        });
        onLoop(() -> deadlines.start(LONG, () -> passed.add("long")));

        await().untilAsserted(() -> assertThat(passed).containsExactly("long"));
        onLoop(() -> {
            suspended.resume();
            return suspended;
        });
        await().untilAsserted(() -> assertThat(passed).containsExactly("long", "suspended"));
    }

    @Test
    void aHandlerThatFailsDoesNotStopTheOthers() throws Exception {
        onLoop(() -> deadlines.start(SHORT, () -> {
            throw new IllegalStateException("from the test");
        }));
        onLoop(() -> deadlines.start(LONG, () -> passed.add("later")));

        await().untilAsserted(() -> assertThat(passed).containsExactly("later"));
    }

    @Test
    void zeroNeverPasses() throws Exception {
        onLoop(() -> deadlines.start(Duration.ZERO, () -> passed.add("zero")));

        assertThat(onLoop(deadlines::waiting)).isZero();
    }

    private <T> T onLoop(Callable<T> action) throws Exception {
        return eventLoop.submit(action).get();
    }
}
