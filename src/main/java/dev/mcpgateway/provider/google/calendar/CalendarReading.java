package dev.mcpgateway.provider.google.calendar;

import dev.mcpgateway.provider.google.api.GoogleCall;
import dev.mcpgateway.provider.google.api.GoogleScope;
import dev.mcpgateway.provider.google.api.GoogleTool;
import dev.mcpgateway.provider.tool.ToolHints;
import dev.mcpgateway.provider.tool.ToolResult;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.List;

/** Looking into calendars. */
final class CalendarReading {
    private static final int LISTED_DESCRIPTION = 200;

    /** What stands in schemas. */
    static final String CALENDAR_ID = "\"calendarId\":{\"type\":\"string\",\"maxLength\":300,\"default\":\"primary\"}";

    static final String EVENT_ID = "\"eventId\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":1100}";

    private final InstantSource clock;

    CalendarReading(InstantSource clock) {
        this.clock = clock;
    }

    List<GoogleTool> tools() {
        return List.of(
                GoogleTool.of(
                        "calendar_list_calendars",
                        "List calendars",
                        "Lists the person's calendars with their ids.",
                        """
                        {"type":"object","additionalProperties":false,"properties":{
                        "pageToken":{"type":"string","maxLength":1000}}}""",
                        """
                        {"type":"object","required":["calendars"],"properties":{"nextPageToken":{"type":"string"},
                        "calendars":{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"},
                        "summary":{"type":"string"},"primary":{"type":"boolean"},"accessRole":{"type":"string"},
                        "timeZone":{"type":"string"}}}}}}""",
                        ToolHints.READS,
                        GoogleScope.CALENDAR_LIST,
                        CalendarReading::calendars),
                GoogleTool.of(
                        "calendar_list_events",
                        "List events",
                        "Lists events by start, repeating ones singly; the next 7 days unless told otherwise.",
                        "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{" + CALENDAR_ID + ","
                                + Span.SCHEMA + """
                        ,"query":{"type":"string","maxLength":500},
                        "maxResults":{"type":"integer","minimum":1,"maximum":250,"default":25},
                        "pageToken":{"type":"string","maxLength":1000,
                        "description":"nextPageToken, with the timeMin and timeMax that came with it"}}}""",
                        """
                        {"type":"object","required":["events","timeMin","timeMax"],"properties":{
                        "timeZone":{"type":"string"},"timeMin":{"type":"string"},"timeMax":{"type":"string"},
                        "nextPageToken":{"type":"string"},"events":{"type":"array","items":""" + Events.SCHEMA + "}}}",
                        ToolHints.READS,
                        GoogleScope.CALENDAR_READ,
                        this::events),
                GoogleTool.of(
                        "calendar_get_event",
                        "Get an event",
                        "Gets an event with its whole description and attendees.",
                        "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"eventId\"],\"properties\":{"
                                + EVENT_ID + "," + CALENDAR_ID + "}}",
                        Events.SCHEMA,
                        ToolHints.READS,
                        GoogleScope.CALENDAR_READ,
                        call -> call.json(CalendarTools.get(
                                        "calendars",
                                        call.call().required("calendarId"),
                                        "events",
                                        call.call().required("eventId")))
                                .map(event -> ToolResult.of(
                                        Events.compact(event, call.limits().textLength())))));
    }

    private static Future<ToolResult> calendars(GoogleCall call) {
        return call.json(CalendarTools.get("users", "me", "calendarList")
                        .with("maxResults", 250)
                        .with("pageToken", call.call().string("pageToken")))
                .map(page -> {
                    JsonArray calendars = new JsonArray();
                    for (Object entry : page.getJsonArray("items", new JsonArray())) {
                        JsonObject calendar = (JsonObject) entry;
                        String own = calendar.getString("summaryOverride");
                        calendars.add(new JsonObject()
                                .put("id", calendar.getString("id", ""))
                                .put("summary", own == null ? calendar.getString("summary", "") : own)
                                .put("primary", calendar.getBoolean("primary", false))
                                .put("accessRole", calendar.getString("accessRole", ""))
                                .put("timeZone", calendar.getString("timeZone", "")));
                    }
                    return ToolResult.of(paged(new JsonObject().put("calendars", calendars), page));
                });
    }

    private Future<ToolResult> events(GoogleCall call) {
        Span span = Span.of(call.call().string("timeMin"), call.call().string("timeMax"), clock);
        return call.json(CalendarTools.get("calendars", call.call().required("calendarId"), "events")
                        .with("timeMin", span.from())
                        .with("timeMax", span.to())
                        .with("singleEvents", true)
                        .with("orderBy", "startTime")
                        .with("q", call.call().string("query"))
                        .with("maxResults", call.call().integer("maxResults"))
                        .with("pageToken", call.call().string("pageToken")))
                .map(page -> {
                    JsonArray events = new JsonArray();
                    page.getJsonArray("items", new JsonArray())
                            .forEach(event -> events.add(Events.compact((JsonObject) event, LISTED_DESCRIPTION)));
                    JsonObject result = new JsonObject()
                            .put("timeZone", page.getString("timeZone", ""))
                            .put("timeMin", span.from().toString())
                            .put("timeMax", span.to().toString())
                            .put("events", events);
                    return ToolResult.of(paged(result, page));
                });
    }

    private static JsonObject paged(JsonObject result, JsonObject page) {
        String next = page.getString("nextPageToken");
        return next == null ? result : result.put("nextPageToken", next);
    }
}
