package dev.mcpgateway.provider.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mcpgateway.provider.google.api.GoogleTool;
import dev.mcpgateway.provider.google.calendar.CalendarTools;
import dev.mcpgateway.provider.google.docs.DocsTools;
import dev.mcpgateway.provider.google.drive.DriveTools;
import dev.mcpgateway.provider.google.gmail.GmailTools;
import dev.mcpgateway.provider.google.sheets.SheetsTools;
import dev.mcpgateway.provider.google.slides.SlidesTools;
import dev.mcpgateway.testing.GoogleDiscovery;
import dev.mcpgateway.testing.ScriptedGoogle;
import dev.mcpgateway.testing.ScriptedGoogle.Answer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The scope that a person is asked for is enough for what the tool then asks of Google, by Google's own description. */
class GoogleScopesTest {
    private static final String MAIL = "{\"to\":[\"bob@example.com\"],\"subject\":\"Hi\",\"body\":\"Hi\"}";
    private static final String EVENT =
            "{\"summary\":\"Day off\",\"start\":{\"date\":\"2026-05-01\"},\"end\":{\"date\":\"2026-05-02\"}}";

    private static final Map<String, String> CALLS = Map.ofEntries(
            Map.entry("gmail_search", "{\"query\":\"from:ann\"}"),
            Map.entry("gmail_list", "{}"),
            Map.entry("gmail_list_labels", "{}"),
            Map.entry("gmail_get", "{\"messageId\":\"m1\"}"),
            Map.entry("gmail_get_thread", "{\"threadId\":\"t1\"}"),
            Map.entry("gmail_get_attachment", "{\"messageId\":\"m1\",\"attachmentId\":\"a1\"}"),
            Map.entry("gmail_create_draft", MAIL),
            Map.entry("gmail_send", MAIL),
            Map.entry("gmail_modify_labels", "{\"messageId\":\"m1\",\"addLabelIds\":[\"STARRED\"]}"),
            Map.entry("calendar_list_calendars", "{}"),
            Map.entry("calendar_list_events", "{}"),
            Map.entry("calendar_get_event", "{\"eventId\":\"e1\"}"),
            Map.entry("calendar_create_event", EVENT),
            Map.entry("calendar_update_event", "{\"eventId\":\"e1\",\"summary\":\"Other\"}"),
            Map.entry("calendar_delete_event", "{\"eventId\":\"e1\",\"sendUpdates\":\"none\"}"),
            Map.entry("calendar_rsvp", "{\"eventId\":\"e1\",\"response\":\"accepted\"}"),
            Map.entry(
                    "calendar_find_free_time",
                    "{\"attendees\":[\"bob@example.com\"],\"durationMinutes\":30,"
                            + "\"timeMin\":\"2026-05-01T08:00:00Z\",\"timeMax\":\"2026-05-01T18:00:00Z\"}"),
            Map.entry("drive_search", "{\"query\":\"plan\"}"),
            Map.entry("drive_list", "{}"),
            Map.entry("drive_get_content", "{\"fileId\":\"f1\"}"),
            Map.entry("drive_get_xlsx", "{\"fileId\":\"f1\"}"),
            Map.entry("drive_upload", "{\"name\":\"a\",\"mimeType\":\"text/plain\",\"content\":\"QQ==\"}"),
            Map.entry("drive_create_folder", "{\"name\":\"a\"}"),
            Map.entry("drive_move", "{\"fileId\":\"f1\",\"folderId\":\"d1\"}"),
            Map.entry("drive_copy", "{\"fileId\":\"f1\"}"),
            Map.entry("drive_rename", "{\"fileId\":\"f1\",\"name\":\"a\"}"),
            Map.entry("drive_trash", "{\"fileId\":\"f1\"}"),
            Map.entry("drive_restore", "{\"fileId\":\"f1\"}"),
            Map.entry("drive_delete_permanently", "{\"fileId\":\"f1\"}"),
            Map.entry("drive_share", "{\"fileId\":\"f1\",\"email\":\"bob@example.com\",\"role\":\"reader\"}"),
            Map.entry("drive_get_permissions", "{\"fileId\":\"f1\"}"),
            Map.entry("docs_get_content", "{\"documentId\":\"d1\"}"),
            Map.entry("docs_create", "{\"title\":\"Plan\",\"content\":\"a\"}"),
            Map.entry("docs_insert_text", "{\"documentId\":\"d1\",\"text\":\"a\",\"index\":1}"),
            Map.entry("docs_append_text", "{\"documentId\":\"d1\",\"text\":\"a\"}"),
            Map.entry("docs_replace_text", "{\"documentId\":\"d1\",\"find\":\"a\",\"replace\":\"b\"}"),
            Map.entry("sheets_get_values", "{\"spreadsheetId\":\"s1\",\"range\":\"A1:B2\"}"),
            Map.entry("sheets_get_metadata", "{\"spreadsheetId\":\"s1\"}"),
            Map.entry("sheets_update_values", "{\"spreadsheetId\":\"s1\",\"range\":\"A1\",\"values\":[[1]]}"),
            Map.entry("sheets_append_row", "{\"spreadsheetId\":\"s1\",\"range\":\"A1\",\"values\":[[1]]}"),
            Map.entry("sheets_clear_range", "{\"spreadsheetId\":\"s1\",\"range\":\"A1:B2\"}"),
            Map.entry("sheets_create", "{\"title\":\"Plan\",\"sheets\":[\"A\"]}"),
            Map.entry("sheets_add_sheet", "{\"spreadsheetId\":\"s1\",\"title\":\"B\"}"),
            Map.entry("sheets_delete_sheet", "{\"spreadsheetId\":\"s1\",\"title\":\"B\"}"),
            Map.entry(
                    "sheets_batch_update",
                    "{\"spreadsheetId\":\"s1\",\"requests\":[{\"deleteSheet\":{\"sheetId\":7}}]}"),
            Map.entry("slides_get_presentation", "{\"presentationId\":\"p1\"}"),
            Map.entry("slides_get_slide", "{\"presentationId\":\"p1\",\"slideIndex\":1}"),
            Map.entry("slides_get_thumbnail", "{\"presentationId\":\"p1\",\"slideIndex\":1}"),
            Map.entry("slides_list_images", "{\"presentationId\":\"p1\"}"));

    static Stream<Arguments> tools() {
        return Stream.of(
                        GmailTools.all(),
                        CalendarTools.all(() -> ScriptedGoogle.NOW),
                        DriveTools.all(),
                        DocsTools.all(),
                        SheetsTools.all(),
                        SlidesTools.all())
                .flatMap(List::stream)
                .map(tool -> Arguments.argumentSet(tool.definition().name(), tool));
    }

    @ParameterizedTest
    @MethodSource("tools")
    void theNarrowestScopeOfAToolIsEnoughForItsRequests(GoogleTool tool) throws Exception {
        assumeTrue(GoogleDiscovery.get() != null, "the discovery documents cannot be had here");
        Vertx vertx = Vertx.vertx();
        ScriptedGoogle google = new ScriptedGoogle(vertx);
        google.granted = Set.of(tool.scope().value());
        google.on("GET /gmail/v1/users/me/messages", Answer.ok("{\"messages\":[{\"id\":\"m1\",\"threadId\":\"t1\"}]}"));
        google.on("GET /gmail/v1/*", Answer.ok("{}"));
        google.on("POST /gmail/v1/*", Answer.ok("{}"));
        String attendees = "{\"attendees\":[{\"email\":\"ann@example.com\",\"self\":true}]}";
        for (String method : new String[] {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
            google.on(method + " /calendar/v3/calendars/*", Answer.ok("{}"));
        }
        google.on("GET /calendar/v3/calendars/primary/events/e1", Answer.ok(attendees));
        google.on("GET /calendar/v3/users/me/calendarList", Answer.ok("{}"));
        google.on("POST /calendar/v3/freeBusy", Answer.ok("{\"calendars\":{}}"));
        google.on(
                "GET /drive/v3/files/f1",
                asked -> asked.one("alt").equals("media")
                        ? new Answer(200, Map.of("content-type", "text/plain"), Buffer.buffer("a"))
                        : Answer.ok("{\"id\":\"f1\",\"mimeType\":\"text/plain\",\"parents\":[\"d0\"]}"));
        for (String method : new String[] {"GET", "POST", "PATCH", "DELETE"}) {
            google.on(method + " /drive/v3/files*", Answer.ok("{}"));
        }
        google.on("POST /upload/drive/v3/files", Answer.ok("{}"));
        google.on("POST /v1/documents*", Answer.ok("{\"documentId\":\"d1\"}"));
        google.on(
                "GET /v1/documents/d1",
                Answer.ok(
                        "{\"documentId\":\"d1\",\"tabs\":[{\"documentTab\":{\"body\":{\"content\":[{\"endIndex\":9}]}}}]}"));
        for (String method : new String[] {"GET", "POST", "PUT"}) {
            google.on(method + " /v4/spreadsheets*", Answer.ok("{}"));
        }
        google.on(
                "GET /v4/spreadsheets/s1",
                Answer.ok("{\"sheets\":[{\"properties\":{\"sheetId\":7,\"title\":\"B\"}}]}"));
        google.on("GET /v1/presentations/p1", Answer.ok("{\"slides\":[{\"objectId\":\"a\"}]}"));
        google.on("GET /v1/presentations/p1/pages/*", Answer.ok("{}"));
        String name = tool.definition().name();

        google.call(name, new JsonObject(CALLS.get(name)));

        assertThat(google.asked).isNotEmpty();
        google.stop();
        vertx.close().await();
    }
}
