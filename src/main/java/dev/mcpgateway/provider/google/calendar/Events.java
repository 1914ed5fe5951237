package dev.mcpgateway.provider.google.calendar;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events of the service as results show them. */
final class Events {
    static final String TIME = """
            {"type":"object","properties":{"dateTime":{"type":"string"},"date":{"type":"string"},
            "timeZone":{"type":"string"}}}""";

    static final String SCHEMA = """
            {"type":"object","required":["id"],"properties":{"id":{"type":"string"},"summary":{"type":"string"},
            "status":{"type":"string"},"allDay":{"type":"boolean"},"start":""" + TIME + ",\"end\":" + TIME + """
            ,"lastDay":{"type":"string"},"location":{"type":"string"},"description":{"type":"string"},
            "descriptionCut":{"type":"boolean"},"organizer":{"type":"string"},"myResponse":{"type":"string"},
            "attendees":{"type":"array","items":{"type":"object","properties":{"email":{"type":"string"},
            "response":{"type":"string"}}}},"attendeeCount":{"type":"integer"},"recurringEventId":{"type":"string"},
            "recurrence":{"type":"array","items":{"type":"string"}},"meetingLink":{"type":"string"},
            "link":{"type":"string"}}}""";

    private static final int MOST_ATTENDEES = 100;
    private static final List<String> AS_THEY_ARE = List.of("id", "summary", "status", "location", "recurringEventId");

    private Events() {}

    /** @param most characters of the description */
    static JsonObject compact(JsonObject event, int most) {
        JsonObject compact = new JsonObject();
        for (String name : AS_THEY_ARE) {
            put(compact, name, event.getString(name));
        }
        if (!compact.containsKey("id")) {
            compact.put("id", "");
        }
        times(compact, event);
        String description = event.getString("description", "");
        put(compact, "description", description.length() <= most ? description : description.substring(0, most));
        if (description.length() > most) {
            compact.put("descriptionCut", true);
        }
        put(
                compact,
                "organizer",
                event.getJsonObject("organizer", new JsonObject()).getString("email"));
        attendees(compact, event.getJsonArray("attendees", new JsonArray()));
        if (event.getJsonArray("recurrence") != null) {
            compact.put("recurrence", event.getJsonArray("recurrence"));
        }
        put(compact, "meetingLink", event.getString("hangoutLink"));
        put(compact, "link", event.getString("htmlLink"));
        return compact;
    }

    /** Dates stay dates: no zone can move them. */
    private static void times(JsonObject compact, JsonObject event) {
        JsonObject start = event.getJsonObject("start", new JsonObject());
        JsonObject end = event.getJsonObject("end", new JsonObject());
        boolean allDay = start.getString("date") != null;
        compact.put("allDay", allDay).put("start", time(start)).put("end", time(end));
        if (allDay && end.getString("date") != null) {
            try {
                // The service's end is the day after.
                compact.put(
                        "lastDay",
                        LocalDate.parse(end.getString("date")).minusDays(1).toString());
            } catch (DateTimeException _) {
                // Then the end speaks for itself.
            }
        }
    }

    private static JsonObject time(JsonObject time) {
        JsonObject shown = new JsonObject();
        for (String name : List.of("date", "dateTime", "timeZone")) {
            put(shown, name, time.getString(name));
        }
        return shown;
    }

    private static void attendees(JsonObject compact, JsonArray all) {
        JsonArray attendees = new JsonArray();
        for (Object entry : all) {
            JsonObject attendee = (JsonObject) entry;
            if (attendee.getBoolean("self", false)) {
                put(compact, "myResponse", attendee.getString("responseStatus"));
            }
            if (attendees.size() < MOST_ATTENDEES) {
                attendees.add(new JsonObject()
                        .put("email", attendee.getString("email", ""))
                        .put("response", attendee.getString("responseStatus", "")));
            }
        }
        if (!all.isEmpty()) {
            compact.put("attendees", attendees).put("attendeeCount", all.size());
        }
    }

    private static void put(JsonObject json, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            json.put(name, value);
        }
    }
}
