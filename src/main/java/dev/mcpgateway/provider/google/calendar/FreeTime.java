package dev.mcpgateway.provider.google.calendar;

import dev.mcpgateway.provider.google.api.GoogleCall;
import dev.mcpgateway.provider.google.api.GoogleRequest;
import dev.mcpgateway.provider.google.api.GoogleScope;
import dev.mcpgateway.provider.google.api.GoogleService;
import dev.mcpgateway.provider.google.api.GoogleTool;
import dev.mcpgateway.provider.tool.ToolHints;
import dev.mcpgateway.provider.tool.ToolResult;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** When several people are free at once. */
final class FreeTime {
    private static final int MOST_SLOTS = 50;
    private static final String ME = "primary";

    private FreeTime() {}

    static List<GoogleTool> tools(InstantSource clock) {
        return List.of(GoogleTool.of(
                "calendar_find_free_time",
                "Find free time",
                "Finds spans in which the person and all attendees are free, around the clock; whose calendar cannot be seen is"
                        + " told.",
                """
                {"type":"object","additionalProperties":false,"required":["durationMinutes"],"properties":{
                "attendees":{"type":"array","items":{"type":"string","maxLength":300},"maxItems":49,"default":[]},
                "durationMinutes":{"type":"integer","minimum":15,"maximum":480},
                """ + Span.SCHEMA + "}}",
                """
                {"type":"object","required":["free","timeMin","timeMax","unknown"],"properties":{
                "timeMin":{"type":"string"},"timeMax":{"type":"string"},"more":{"type":"boolean"},
                "free":{"type":"array","items":{"type":"object","properties":{"start":{"type":"string"},
                "end":{"type":"string"}}}},
                "unknown":{"type":"array","items":{"type":"object","properties":{"calendar":{"type":"string"},
                "reason":{"type":"string"}}}}}}""",
                ToolHints.READS,
                GoogleScope.CALENDAR_FREE_BUSY,
                call -> find(call, clock)));
    }

    private record Busy(Instant from, Instant to) {}

    private static Future<ToolResult> find(GoogleCall call, InstantSource clock) {
        Span span = Span.of(call.call().string("timeMin"), call.call().string("timeMax"), clock);
        Duration least = Duration.ofMinutes(call.call().integer("durationMinutes"));
        JsonArray items = new JsonArray().add(new JsonObject().put("id", ME));
        call.call()
                .arguments()
                .getJsonArray("attendees")
                .forEach(email -> items.add(new JsonObject().put("id", email)));
        JsonObject question = new JsonObject()
                .put("timeMin", span.from().toString())
                .put("timeMax", span.to().toString())
                .put("items", items);
        return call.json(GoogleRequest.query(GoogleService.CALENDAR, "freeBusy").json(question))
                .map(answer -> result(answer, items, span, least));
    }

    /** Somebody whose calendar cannot be seen is not free, but unknown. */
    private static ToolResult result(JsonObject answer, JsonArray items, Span span, Duration least) {
        JsonObject calendars = answer.getJsonObject("calendars", new JsonObject());
        List<Busy> busy = new ArrayList<>();
        JsonArray unknown = new JsonArray();
        for (Object item : items) {
            String id = ((JsonObject) item).getString("id");
            JsonObject calendar = calendars.getJsonObject(id);
            JsonArray errors = calendar == null ? new JsonArray() : calendar.getJsonArray("errors", new JsonArray());
            if (calendar == null || !errors.isEmpty()) {
                String reason =
                        errors.isEmpty() ? "notFound" : errors.getJsonObject(0).getString("reason", "");
                unknown.add(new JsonObject().put("calendar", id).put("reason", reason));
                continue;
            }
            for (Object entry : calendar.getJsonArray("busy", new JsonArray())) {
                JsonObject taken = (JsonObject) entry;
                busy.add(new Busy(moment(taken.getString("start")), moment(taken.getString("end"))));
            }
        }
        List<Busy> gaps = gaps(busy, span, least);
        JsonArray free = new JsonArray();
        gaps.stream()
                .limit(MOST_SLOTS)
                .forEach(gap -> free.add(new JsonObject()
                        .put("start", gap.from().toString())
                        .put("end", gap.to().toString())));
        JsonObject result = new JsonObject()
                .put("timeMin", span.from().toString())
                .put("timeMax", span.to().toString())
                .put("free", free)
                .put("unknown", unknown);
        return ToolResult.of(gaps.size() > MOST_SLOTS ? result.put("more", true) : result);
    }

    private static List<Busy> gaps(List<Busy> busy, Span span, Duration least) {
        List<Busy> sorted =
                busy.stream().sorted(Comparator.comparing(Busy::from)).toList();
        List<Busy> gaps = new ArrayList<>();
        Instant from = span.from();
        for (Busy taken : sorted) {
            addGap(gaps, from, taken.from(), least);
            from = taken.to().isAfter(from) ? taken.to() : from;
        }
        addGap(gaps, from, span.to(), least);
        return gaps;
    }

    private static void addGap(List<Busy> gaps, Instant from, Instant to, Duration least) {
        if (Duration.between(from, to).compareTo(least) >= 0) {
            gaps.add(new Busy(from, to));
        }
    }

    private static Instant moment(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
