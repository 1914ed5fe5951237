package dev.mcpgateway.provider.google.calendar;

import dev.mcpgateway.provider.google.api.GoogleCall;
import dev.mcpgateway.provider.google.api.GoogleScope;
import dev.mcpgateway.provider.google.api.GoogleTool;
import dev.mcpgateway.provider.tool.ToolHints;
import dev.mcpgateway.provider.tool.ToolResult;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changing calendars. Nobody is written to unless {@code sendUpdates} says so. */
final class CalendarWriting {
    private static final String TIME = """
            {"type":"object","additionalProperties":false,"properties":{
            "dateTime":{"type":"string","maxLength":40},"date":{"type":"string","pattern":"^\\\\d{4}-\\\\d{2}-\\\\d{2}$"},
            "timeZone":{"type":"string","maxLength":60}}}""";

    private static final String DETAILS = """
            "description":{"type":"string","maxLength":8000},"location":{"type":"string","maxLength":1000},
            "attendees":{"type":"array","items":{"type":"string","maxLength":300},"maxItems":200},""";

    private static final String SEND_UPDATES = """
            "sendUpdates":{"enum":["all","externalOnly","none"],"default":"none","description":"who gets an e-mail"}""";

    private static final String EVENT =
            CalendarReading.CALENDAR_ID + "," + DETAILS + "\"start\":" + TIME + ",\"end\":" + TIME + "," + SEND_UPDATES;

    private static final List<String> FIELDS = List.of("summary", "description", "location");

    private CalendarWriting() {}

    static List<GoogleTool> tools() {
        return List.of(
                GoogleTool.of(
                        "calendar_create_event",
                        "Create an event",
                        "Creates an event. start and end have dateTime (with offset or timeZone), or, all day, date (first and"
                                + " last day).",
                        input(
                                "[\"summary\",\"start\",\"end\"]",
                                "\"summary\":{\"type\":\"string\",\"maxLength\":1000}," + EVENT),
                        Events.SCHEMA,
                        ToolHints.ADDS,
                        GoogleScope.CALENDAR_WRITE,
                        CalendarWriting::create),
                GoogleTool.of(
                        "calendar_update_event",
                        "Change an event",
                        "Changes what is given of an event; attendees replaces all of them. Times as in"
                                + " calendar_create_event.",
                        input(
                                "[\"eventId\"]",
                                CalendarReading.EVENT_ID + ",\"summary\":{\"type\":\"string\",\"maxLength\":1000},"
                                        + EVENT),
                        Events.SCHEMA,
                        ToolHints.SETS,
                        GoogleScope.CALENDAR_WRITE,
                        CalendarWriting::update),
                GoogleTool.of(
                        "calendar_delete_event",
                        "Delete an event",
                        "Deletes an event, for all attendees if the person organizes it.",
                        input(
                                "[\"eventId\"]",
                                CalendarReading.EVENT_ID + "," + CalendarReading.CALENDAR_ID + "," + SEND_UPDATES),
                        """
                        {"type":"object","required":["deleted","eventId"],"properties":{"deleted":{"type":"boolean"},
                        "eventId":{"type":"string"}}}""",
                        ToolHints.DESTROYS,
                        GoogleScope.CALENDAR_WRITE,
                        CalendarWriting::delete),
                GoogleTool.of(
                        "calendar_rsvp",
                        "Answer an invitation",
                        "Answers an invitation for the person; the organizer sees it.",
                        input(
                                "[\"eventId\",\"response\"]",
                                CalendarReading.EVENT_ID
                                        + ",\"response\":{\"enum\":[\"accepted\",\"declined\",\"tentative\"]},"
                                        + CalendarReading.CALENDAR_ID + "," + SEND_UPDATES),
                        Events.SCHEMA,
                        ToolHints.SETS,
                        GoogleScope.CALENDAR_WRITE,
                        CalendarWriting::rsvp));
    }

    private static String input(String required, String properties) {
        return "{\"type\":\"object\",\"additionalProperties\":false,\"required\":" + required + ",\"properties\":{"
                + properties + "}}";
    }

    private static Future<ToolResult> create(GoogleCall call) {
        return changed(
                call,
                call.json(CalendarTools.write(
                                HttpMethod.POST, "calendars", call.call().required("calendarId"), "events")
                        .with("sendUpdates", call.call().required("sendUpdates"))
                        .json(event(call.call().arguments()))));
    }

    private static Future<ToolResult> update(GoogleCall call) {
        JsonObject change = event(call.call().arguments());
        if (change.isEmpty()) {
            throw CalendarTools.invalid("Name at least one thing to change.");
        }
        return changed(call, patch(call, change));
    }

    private static Future<JsonObject> patch(GoogleCall call, JsonObject change) {
        return call.json(CalendarTools.write(
                        HttpMethod.PATCH,
                        "calendars",
                        call.call().required("calendarId"),
                        "events",
                        call.call().required("eventId"))
                .with("sendUpdates", call.call().required("sendUpdates"))
                .json(change));
    }

    private static Future<ToolResult> changed(GoogleCall call, Future<JsonObject> answer) {
        return answer.map(
                event -> ToolResult.of(Events.compact(event, call.limits().textLength())));
    }

    private static Future<ToolResult> delete(GoogleCall call) {
        String id = call.call().required("eventId");
        return call.json(CalendarTools.write(
                                HttpMethod.DELETE, "calendars", call.call().required("calendarId"), "events", id)
                        .with("sendUpdates", call.call().required("sendUpdates")))
                .map(gone -> ToolResult.of(new JsonObject().put("deleted", true).put("eventId", id)));
    }

    /** Only the person's own answer is sent, so that it touches no other attendee, whoever answers at the same time. */
    private static Future<ToolResult> rsvp(GoogleCall call) {
        String response = call.call().required("response");
        return call.json(CalendarTools.get(
                        "calendars",
                        call.call().required("calendarId"),
                        "events",
                        call.call().required("eventId")))
                .compose(event -> {
                    JsonObject self = self(event.getJsonArray("attendees", new JsonArray()));
                    if (self == null) {
                        throw CalendarTools.invalid(
                                "The person is not invited to this event, so there is nothing to answer.");
                    }
                    JsonObject answer = new JsonObject()
                            .put("email", self.getString("email", ""))
                            .put("responseStatus", response);
                    return changed(
                            call,
                            patch(
                                    call,
                                    new JsonObject()
                                            .put("attendeesOmitted", true)
                                            .put("attendees", new JsonArray().add(answer))));
                });
    }

    private static @Nullable JsonObject self(JsonArray attendees) {
        for (Object entry : attendees) {
            if (entry instanceof JsonObject attendee && attendee.getBoolean("self", false)) {
                return attendee;
            }
        }
        return null;
    }

    private static JsonObject event(JsonObject arguments) {
        JsonObject event = new JsonObject();
        for (String field : FIELDS) {
            if (arguments.getString(field) != null) {
                event.put(field, arguments.getString(field));
            }
        }
        EventTimes.put(event, arguments.getJsonObject("start"), arguments.getJsonObject("end"));
        JsonArray attendees = arguments.getJsonArray("attendees");
        if (attendees != null) {
            JsonArray people = new JsonArray();
            attendees.forEach(email -> people.add(new JsonObject().put("email", email)));
            event.put("attendees", people);
        }
        return event;
    }
}
