package dev.mcpgateway.dispatch.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final Rate rate = new Rate(now::get);

    private long take(String key) {
        return rate.take(key, 60, TEN_SECONDS);
    }

    @Test
    void aBurstPassesAndThenOneForEachInterval() {
        for (int i = 0; i < 10; i++) {
            assertThat(take("alice")).isZero();
        }
        assertThat(take("alice")).isEqualTo(Duration.ofSeconds(1).toNanos());
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(take("alice")).isZero();
        assertThat(take("alice")).isPositive();
    }

    @Test
    void refusedTriesCostNothing() {
        for (int i = 0; i < 100; i++) {
            take("alice");
        }
        now.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(take("alice")).isZero();
        assertThat(take("alice")).isZero();
        assertThat(take("alice")).isPositive();
    }

    @Test
    void keysHaveBucketsOfTheirOwn() {
        for (int i = 0; i < 11; i++) {
            take("alice");
        }
        assertThat(take("bob")).isZero();
    }

    @Test
    void aBurstOfNothingStillLetsOneThrough() {
        assertThat(rate.take("alice", 60, Duration.ZERO)).isZero();
        assertThat(rate.take("alice", 60, Duration.ZERO)).isPositive();
    }
}
