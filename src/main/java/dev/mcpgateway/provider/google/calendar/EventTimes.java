package dev.mcpgateway.provider.google.calendar;

import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** When an event begins and ends: two moments, or the first and the last of its days. */
final class EventTimes {
    private EventTimes() {}

    /** Checks both and puts them; nothing where both are null. */
    static void put(JsonObject event, @Nullable JsonObject start, @Nullable JsonObject end) {
        boolean startsAllDay = start != null && isDate("start", start);
        boolean endsAllDay = end != null && isDate("end", end);
        if (start != null && end != null && startsAllDay != endsAllDay) {
            throw CalendarTools.invalid("start and end have to be two dates, or two times.");
        }
        if ((startsAllDay || endsAllDay) && (start == null || end == null)) {
            throw CalendarTools.invalid("An all-day event is moved by start and end together.");
        }
        if (start != null && end != null && startsAllDay) {
            LocalDate first = date("start", start);
            LocalDate last = date("end", end);
            if (last.isBefore(first)) {
                throw CalendarTools.invalid("end has to be on the day of start or later.");
            }
            // The service counts the end as the first day that is free again. The other member is cleared for events
            // that were
            // at a time before.
            event.put("start", new JsonObject().put("date", first.toString()).putNull("dateTime"));
            event.put(
                    "end",
                    new JsonObject().put("date", last.plusDays(1).toString()).putNull("dateTime"));
            return;
        }
        if (start != null) {
            event.put("start", time("start", start));
        }
        if (end != null) {
            event.put("end", time("end", end));
        }
    }

    private static boolean isDate(String name, JsonObject time) {
        boolean date = time.getString("date") != null;
        if (date == (time.getString("dateTime") != null)) {
            throw CalendarTools.invalid(name + " has to have either date or dateTime.");
        }
        return date;
    }

    private static LocalDate date(String name, JsonObject time) {
        try {
            return LocalDate.parse(time.getString("date"));
        } catch (DateTimeException _) {
            throw CalendarTools.invalid(name + ".date is no day of the calendar.");
        }
    }

    private static JsonObject time(String name, JsonObject time) {
        String text = time.getString("dateTime");
        String zone = time.getString("timeZone");
        JsonObject checked = new JsonObject().put("dateTime", text).putNull("date");
        if (zone != null) {
            if (!parses(ZoneId::of, zone)) {
                throw CalendarTools.invalid(name + ".timeZone is no IANA zone such as Europe/Berlin.");
            }
            checked.put("timeZone", zone);
        }
        if (!parses(OffsetDateTime::parse, text)) {
            requireLocal(name, text, zone);
        }
        return checked;
    }

    private static boolean parses(Function<String, ?> parser, String text) {
        try {
            return parser.apply(text) != null;
        } catch (DateTimeException _) {
            return false;
        }
    }

    private static void requireLocal(String name, String text, @Nullable String zone) {
        if (!parses(LocalDateTime::parse, text)) {
            throw CalendarTools.invalid(name + ".dateTime has to look like 2026-03-01T09:00:00+01:00.");
        }
        if (zone == null) {
            throw CalendarTools.invalid(name + ".dateTime needs an offset, or a timeZone beside it.");
        }
    }
}
