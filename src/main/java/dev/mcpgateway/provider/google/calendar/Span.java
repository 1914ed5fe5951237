package dev.mcpgateway.provider.google.calendar;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** A span of time that a call asks about (RFC 3339). */
record Span(Instant from, Instant to) {
    static final Duration WEEK = Duration.ofDays(7);

    /** What stands in schemas. */
    static final String SCHEMA = """
            "timeMin":{"type":"string","maxLength":40,"description":"RFC 3339 with offset; now if left out"},
            "timeMax":{"type":"string","maxLength":40,"description":"7 days after timeMin if left out"}""";

    /** The arguments, or a week from now on. */
    static Span of(@Nullable String timeMin, @Nullable String timeMax, InstantSource clock) {
        Instant from = timeMin == null ? clock.instant().truncatedTo(ChronoUnit.SECONDS) : moment("timeMin", timeMin);
        Instant to = timeMax == null ? from.plus(WEEK) : moment("timeMax", timeMax);
        if (!from.isBefore(to)) {
            throw CalendarTools.invalid("timeMax has to be later than timeMin.");
        }
        return new Span(from, to);
    }

    private static Instant moment(String name, String text) {
        try {
            return OffsetDateTime.parse(text.strip()).toInstant();
        } catch (DateTimeException _) {
            throw CalendarTools.invalid(
                    name + " has to be a time with its offset, for example 2026-03-01T09:00:00+01:00.");
        }
    }
}
