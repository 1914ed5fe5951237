package dev.mcpgateway.dispatch.limit;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Token buckets, one for each key, kept as the time at which a bucket would be full again (the generic cell rate algorithm): a
 * bucket is one number, and a full one need not be kept.
 */
final class Rate {
    private static final int MOST_KEYS = 50_000;
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private final Map<String, AtomicLong> fullAt = new ConcurrentHashMap<>();

    /** @param nanoTime as {@link System#nanoTime} */
    Rate(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Takes a token from a bucket.
     *
     * @param perMinute how fast it fills
     * @param burst how long it takes to fill an empty one
     * @return 0, or the nanoseconds until there is a token
     */
    long take(String key, int perMinute, Duration burst) {
        long interval = MINUTE_NANOS / perMinute;
        long capacity = Math.max(interval, burst.toNanos());
        long now = nanoTime.getAsLong();
        AtomicLong bucket = bucket(key, now);
        while (true) {
            long full = bucket.get();
            long next = (full - now > 0 ? full : now) + interval;
            long missing = next - now - capacity;
            if (missing > 0) {
                return missing;
            }
            if (bucket.compareAndSet(full, next)) {
                return 0;
            }
        }
    }

    private AtomicLong bucket(String key, long now) {
        AtomicLong known = fullAt.get(key);
        if (known != null) {
            return known;
        }
        if (fullAt.size() >= MOST_KEYS) {
            fullAt.values().removeIf(full -> full.get() - now <= 0);
            if (fullAt.size() >= MOST_KEYS) {
                fullAt.clear();
            }
        }
        return fullAt.computeIfAbsent(key, absent -> new AtomicLong(now));
    }
}
