package dev.mcpgateway.provider.google.calendar;

import dev.mcpgateway.provider.google.api.GoogleRequest;
import dev.mcpgateway.provider.google.api.GoogleService;
import dev.mcpgateway.provider.google.api.GoogleTool;
import dev.mcpgateway.provider.tool.ToolFailure;
import io.vertx.core.http.HttpMethod;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** All tools for Google Calendar. */
public final class CalendarTools {
    private CalendarTools() {}

    /** In the order in which they are listed. */
    public static List<GoogleTool> all(InstantSource clock) {
        return Stream.of(new CalendarReading(clock).tools(), CalendarWriting.tools(), FreeTime.tools(clock))
                .flatMap(List::stream)
                .toList();
    }

    static GoogleRequest get(String... path) {
        return GoogleRequest.get(GoogleService.CALENDAR, path);
    }

    static GoogleRequest write(HttpMethod method, String... path) {
        return GoogleRequest.write(GoogleService.CALENDAR, method, path);
    }

    static ToolFailure invalid(String what) {
        return new ToolFailure(ToolFailure.INVALID_ARGUMENT, what, "Correct the arguments, then call again.");
    }
}
