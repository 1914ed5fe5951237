package dev.mcpgateway.example.tasks;

import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Reads what a body or a query says. */
final class Fields {
    private static final int MAX_TITLE = 200;
    private static final int MAX_TEXT = 10_000;
    private static final int DATE_LENGTH = 10;

    private Fields() {}

    static String title(JsonObject body) {
        if (body.getValue("title") instanceof String title
                && !title.isBlank()
                && title.codePointCount(0, title.length()) <= MAX_TITLE) {
            return title;
        }
        throw new BadRequest("title has to be a text of 1 to " + MAX_TITLE + " characters");
    }

    static @Nullable String text(JsonObject body, String name) {
        Object value = body.getValue(name);
        if (value == null || (value instanceof String text && text.length() <= MAX_TEXT)) {
            return (String) value;
        }
        throw new BadRequest(name + " has to be a text of at most " + MAX_TEXT + " characters");
    }

    static boolean flag(JsonObject body, String name) {
        if (body.getValue(name) instanceof Boolean flag) {
            return flag;
        }
        throw new BadRequest(name + " has to be true or false");
    }

    static @Nullable Instant due(JsonObject body) {
        Object value = body.getValue("due_date");
        return value == null ? null : time("due_date", value.toString());
    }

    static Instant time(String name, String text) {
        try {
            return text.length() == DATE_LENGTH
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            throw new BadRequest(name + " has to be a date such as 2026-12-24, or with a time, 2026-12-24T18:00:00Z");
        }
    }

    static int number(String name, @Nullable String text, int otherwise, int most) {
        if (text == null) {
            return otherwise;
        }
        if (text.matches("[1-9][0-9]{0,8}") && Integer.parseInt(text) <= most) {
            return Integer.parseInt(text);
        }
        throw new BadRequest(name + " has to be a whole number from 1 to " + most);
    }
}
