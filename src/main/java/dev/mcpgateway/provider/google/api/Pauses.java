package dev.mcpgateway.provider.google.api;

import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** How long to wait before something is asked again. */
final class Pauses {
    private static final int MOST_DOUBLINGS = 10;

    private Pauses() {}

    /**
     * A pause with full jitter, not shorter than {@code Retry-After} (RFC 9110, section 10.2.3).
     *
     * @param attempt how often it was tried, from 1
     * @param first the longest pause before the first repetition
     * @return milliseconds
     */
    static long before(int attempt, Duration first, @Nullable MultiMap headers) {
        long longest = first.toMillis() << Math.min(attempt - 1, MOST_DOUBLINGS);
        long jitter = ThreadLocalRandom.current().nextLong(longest + 1);
        return headers == null ? jitter : asked(headers) + jitter;
    }

    /** What the header asks for, in milliseconds; zero without one. */
    static long asked(MultiMap headers) {
        String text = headers.get("retry-after");
        if (text == null) {
            return 0;
        }
        if (text.strip().matches("[0-9]{1,6}")) {
            return Long.parseLong(text.strip()) * 1000;
        }
        try {
            Instant then = ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Math.max(0, Duration.between(Instant.now(), then).toMillis());
        } catch (DateTimeException _) {
            return 0;
        }
    }
}
