package dev.mcpgateway.provider.openapi.call;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads {@code Retry-After} (RFC 9110, section 10.2.3). */
final class RetryAfter {
    private RetryAfter() {}

    /** How long to wait; null when the service does not say. */
    static @Nullable Long millis(MultiMap headers) {
        String value = headers.get(HttpHeaders.RETRY_AFTER);
        if (value == null) {
            return null;
        }
        if (value.strip().matches("[0-9]{1,9}")) {
            return Long.parseLong(value.strip()) * 1000;
        }
        try {
            Instant until = ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Math.max(0, Duration.between(Instant.now(), until).toMillis());
        } catch (DateTimeException _) {
            return null;
        }
    }
}
