package dev.mcpgateway.provider.upstream.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.config.UpstreamConfig.Breaker;
import dev.mcpgateway.config.UpstreamConfig.Limits;
import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.provider.Provider;
import dev.mcpgateway.provider.upstream.channel.UpstreamFailure;
import dev.mcpgateway.provider.upstream.channel.UpstreamFailure.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class GuardTest {
    private final AtomicInteger started = new AtomicInteger();

    private static Guard guard(Vertx vertx, int concurrent, int queued, long bytes, int failures, Duration reset) {
        UpstreamConfig config = UpstreamConfig.http("up", URI.create("http://127.0.0.1/"))
                .withLimits(new Limits(concurrent, queued, bytes, 1))
                .withBreaker(new Breaker(failures, reset));
        return new Guard(vertx, config, new Failures("up"));
    }

    private Future<String> call(Guard guard, int bytes, Promise<String> work) {
        return guard.call(bytes, () -> {
            started.incrementAndGet();
            return work.future();
        });
    }

    @Test
    void whoFindsNoPlaceWaitsForTheNextOne(Vertx vertx) {
        Guard guard = guard(vertx, 1, 1, 100, 5, Duration.ofMinutes(1));
        Promise<String> first = Promise.promise();
        Promise<String> second = Promise.promise();

        call(guard, 10, first);
        Future<String> waiting = call(guard, 10, second);
        Future<String> refused = call(guard, 10, Promise.promise());
        assertThat(started).hasValue(1);
        assertThat(guard.waiting()).isEqualTo(1);
        first.complete("one");

        await().untilAtomic(started, org.hamcrest.Matchers.is(2));
        second.complete("two");
        await().until(waiting::succeeded);
        assertThat(waiting.result()).isEqualTo("two");
        assertThat(refused.cause())
                .isInstanceOfSatisfying(
                        McpError.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.OVERLOADED))
                .hasMessageContaining("'up'")
                .hasMessageContaining("limits.concurrentCalls");
        await().until(() -> guard.inFlight() == 0 && guard.waiting() == 0);
    }

    @Test
    void waitingIsBoundedByBytesToo(Vertx vertx) {
        Guard guard = guard(vertx, 1, 10, 100, 5, Duration.ofMinutes(1));
        call(guard, 10, Promise.promise());

        Future<String> large = call(guard, 1_000, Promise.promise());
        Future<String> another = call(guard, 1_000, Promise.promise());

        assertThat(large.isComplete()).isFalse();
        assertThat(another.failed()).isTrue();
    }

    @Test
    void noPlaceIsLostUnderConcurrency(Vertx vertx) {
        Guard guard = guard(vertx, 3, 10_000, 1 << 20, 5, Duration.ofMinutes(1));
        List<Future<String>> calls = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Promise<String> called = Promise.promise();
            calls.add(called.future());
            vertx.getOrCreateContext();
            new Thread(() -> vertx.runOnContext(now -> guard.call(1, () -> {
                                Promise<String> work = Promise.promise();
                                vertx.runOnContext(later -> work.complete("done"));
                                return work.future();
                            })
                            .onComplete(called)))
                    .start();
        }

        await().until(() -> calls.stream().allMatch(Future::succeeded));
        await().until(() -> guard.inFlight() == 0);
    }

    @Test
    void workThatThrowsGivesItsPlaceBack(Vertx vertx) {
        Guard guard = guard(vertx, 1, 0, 100, 5, Duration.ofMinutes(1));

        Future<String> failed = guard.call(1, () -> {
            throw new IllegalStateException("no");
        });

        assertThat(failed.cause()).hasMessage("no");
        assertThat(guard.inFlight()).isZero();
    }

    @Test
    void anUpstreamThatIsAwayIsNotAskedAgain(Vertx vertx) {
        Guard guard = guard(vertx, 10, 0, 100, 2, Duration.ofMinutes(1));
        assertThat(guard.state()).isEqualTo(Provider.State.UNKNOWN);
        fail(guard, Kind.UNREACHABLE);
        assertThat(guard.state()).isEqualTo(Provider.State.DOWN);
        fail(guard, Kind.TIMED_OUT);

        Future<String> refused = call(guard, 1, Promise.promise());
        await().until(refused::isComplete);

        assertThat(started).hasValue(0);
        assertThat(refused.cause())
                .isInstanceOfSatisfying(
                        McpError.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.UPSTREAM_UNAVAILABLE))
                .hasMessageContaining("'up' is unavailable")
                .hasMessageContaining("tried again in 60 s");
        assertThat(guard.inFlight()).isZero();
    }

    @Test
    void anUpstreamThatIsBackIsFoundByATrial(Vertx vertx) {
        Guard guard = guard(vertx, 10, 0, 100, 1, Duration.ofMillis(10));
        fail(guard, Kind.UNREACHABLE);
        fail(guard, Kind.UNREACHABLE);

        await().until(() -> succeeds(guard));
        await().until(() -> guard.state() == Provider.State.UP && succeeds(guard));
    }

    @Test
    void failuresOfOtherKindsAreNotThoseOfAnUpstreamThatIsAway(Vertx vertx) {
        Guard guard = guard(vertx, 10, 0, 100, 2, Duration.ofMinutes(1));
        for (int i = 0; i < 10; i++) {
            fail(guard, Kind.REFUSED);
            fail(guard, Kind.BROKEN);
        }
        fail(guard, Kind.UNREACHABLE);
        assertThat(succeeds(guard)).isTrue();
        fail(guard, Kind.UNREACHABLE);

        assertThat(succeeds(guard)).isTrue();
    }

    private static void fail(Guard guard, Kind kind) {
        Future<String> failed = guard.call(1, () -> Future.failedFuture(new UpstreamFailure(kind, "away")));
        await().until(failed::failed);
    }

    private static boolean succeeds(Guard guard) {
        Future<String> called = guard.exchange(() -> Future.succeededFuture("ok"));
        await().until(called::isComplete);
        return called.succeeded();
    }
}
