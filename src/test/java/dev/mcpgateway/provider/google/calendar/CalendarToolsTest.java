package dev.mcpgateway.provider.google.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.testing.ScriptedGoogle;
import dev.mcpgateway.testing.ScriptedGoogle.Answer;
import dev.mcpgateway.testing.ScriptedGoogle.Asked;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarToolsTest {
    private static final String EVENTS = "/calendar/v3/calendars/primary/events";
    private static final String ALL_DAY = """
            {"id":"e1","status":"confirmed","summary":"Holiday","start":{"date":"2026-03-29"},"end":{"date":"2026-03-30"}}""";

    private final TimeZone zone = TimeZone.getDefault();
    private Vertx vertx;
    private ScriptedGoogle google;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        google = new ScriptedGoogle(vertx);
    }

    @AfterEach
    void stop() throws Exception {
        TimeZone.setDefault(zone);
        google.stop();
        vertx.close().await();
    }

    private static JsonObject args(String json) {
        return new JsonObject(json);
    }

    private String refused(String tool, String arguments) throws Exception {
        JsonObject told = google.failure(tool, args(arguments));
        assertThat(told.getString("code")).isEqualTo("invalid_argument");
        return told.getString("message");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin", "UTC"})
    void anAllDayEventKeepsItsDateInEveryZone(String zone) throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        google.on("GET " + EVENTS, Answer.ok("{\"timeZone\":\"" + zone + "\",\"items\":[" + ALL_DAY + "]}"));

        JsonObject event = google.result("calendar_list_events", new JsonObject())
                .getJsonArray("events")
                .getJsonObject(0);

        assertThat(event.getBoolean("allDay")).isTrue();
        assertThat(event.getJsonObject("start")).isEqualTo(args("{\"date\":\"2026-03-29\"}"));
        assertThat(event.getString("lastDay")).isEqualTo("2026-03-29");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pacific/Kiritimati", "Pacific/Pago_Pago"})
    void anAllDayEventIsCreatedOnItsDaysInEveryZone(String zone) throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        google.on("POST " + EVENTS, Answer.ok(ALL_DAY));

        google.result(
                "calendar_create_event",
                args(
                        "{\"summary\":\"Holiday\",\"start\":{\"date\":\"2026-03-29\"},\"end\":{\"date\":\"2026-03-29\"}}"));

        JsonObject sent = google.asked.getLast().json();
        assertThat(sent.getJsonObject("start").getString("date")).isEqualTo("2026-03-29");
        assertThat(sent.getJsonObject("end").getString("date")).isEqualTo("2026-03-30");
        assertThat(sent.getJsonObject("start").getString("dateTime")).isNull();
    }

    @Test
    void eventsAreThoseOfTheNextSevenDays() throws Exception {
        google.on("GET " + EVENTS, Answer.ok("{\"items\":[],\"nextPageToken\":\"p2\"}"));

        JsonObject page = google.result("calendar_list_events", args("{\"pageToken\":\"p1\"}"));

        Asked asked = google.asked.getFirst();
        assertThat(asked.one("timeMin")).isEqualTo("2026-03-28T12:00:00Z");
        assertThat(asked.one("timeMax")).isEqualTo("2026-04-04T12:00:00Z");
        assertThat(asked.one("singleEvents")).isEqualTo("true");
        assertThat(asked.one("orderBy")).isEqualTo("startTime");
        assertThat(asked.one("pageToken")).isEqualTo("p1");
        assertThat(page.getString("nextPageToken")).isEqualTo("p2");
        assertThat(page.getString("timeMin")).isEqualTo("2026-03-28T12:00:00Z");
    }

    @Test
    void timesHaveOffsetsAndTheirOrder() throws Exception {
        assertThat(refused("calendar_list_events", "{\"timeMin\":\"2026-03-29T10:00:00\"}"))
                .contains("timeMin", "offset");
        assertThat(refused(
                        "calendar_list_events",
                        "{\"timeMin\":\"2026-03-29T10:00:00Z\",\"timeMax\":\"2026-03-28T10:00:00Z\"}"))
                .contains("later");
    }

    @Test
    void calendarsAreListedWithTheNextPageToken() throws Exception {
        google.on("GET /calendar/v3/users/me/calendarList", Answer.ok("""
                {"nextPageToken":"p2","items":[{"id":"ann@example.com","summary":"Ann","summaryOverride":"Me",
                "primary":true,"accessRole":"owner","timeZone":"Europe/Berlin"}]}"""));

        JsonObject page = google.result("calendar_list_calendars", new JsonObject());

        assertThat(page.getString("nextPageToken")).isEqualTo("p2");
        assertThat(page.getJsonArray("calendars").getJsonObject(0).getString("summary"))
                .isEqualTo("Me");
    }

    @Test
    void anEventIsCreatedAndNobodyIsWrittenToUnlessToldSo() throws Exception {
        google.on(
                "POST " + EVENTS, Answer.ok("{\"id\":\"e2\",\"start\":{\"dateTime\":\"2026-03-30T10:00:00+02:00\"}}"));

        google.result("calendar_create_event", args("""
                {"summary":"Plan","start":{"dateTime":"2026-03-30T10:00:00","timeZone":"Europe/Berlin"},
                "end":{"dateTime":"2026-03-30T11:00:00+02:00"},"attendees":["bob@example.com"],"location":"Room 5"}"""));

        Asked asked = google.asked.getLast();
        assertThat(asked.one("sendUpdates")).isEqualTo("none");
        assertThat(asked.json().getJsonObject("start").getString("timeZone")).isEqualTo("Europe/Berlin");
        assertThat(asked.json().getJsonArray("attendees")).containsExactly(args("{\"email\":\"bob@example.com\"}"));
    }

    @Test
    void wrongTimesOfAnEventAreNamed() throws Exception {
        String plan = "{\"summary\":\"x\",\"start\":%s,\"end\":%s}";
        String day = "{\"date\":\"2026-03-30\"}";
        String time = "{\"dateTime\":\"2026-03-30T10:00:00Z\"}";
        assertThat(refused("calendar_create_event", plan.formatted(day, time))).contains("two dates, or two times");
        assertThat(refused("calendar_create_event", plan.formatted(day, "{\"date\":\"2026-03-29\"}")))
                .contains("later");
        assertThat(refused("calendar_create_event", plan.formatted(day, "{\"date\":\"2026-02-30\"}")))
                .contains("end.date");
        assertThat(refused("calendar_create_event", plan.formatted("{}", time))).contains("start");
        assertThat(refused("calendar_create_event", plan.formatted("{\"dateTime\":\"2026-03-30T10:00:00\"}", time)))
                .contains("offset");
        assertThat(refused(
                        "calendar_create_event",
                        plan.formatted("{\"dateTime\":\"2026-03-30T10:00:00\",\"timeZone\":\"Mars\"}", time)))
                .contains("IANA");
        assertThat(google.asked).isEmpty();
    }

    @Test
    void anUpdateSendsOnlyWhatIsGiven() throws Exception {
        google.on("PATCH " + EVENTS + "/e1", Answer.ok(ALL_DAY));

        google.result(
                "calendar_update_event", args("{\"eventId\":\"e1\",\"summary\":\"Other\",\"sendUpdates\":\"all\"}"));

        assertThat(google.asked.getLast().json()).isEqualTo(args("{\"summary\":\"Other\"}"));
        assertThat(google.asked.getLast().one("sendUpdates")).isEqualTo("all");
        assertThat(refused("calendar_update_event", "{\"eventId\":\"e1\"}")).contains("at least one");
    }

    @Test
    void anEventIsDeleted() throws Exception {
        google.on(
                "DELETE " + EVENTS + "/e1", new Answer(204, java.util.Map.of(), io.vertx.core.buffer.Buffer.buffer()));

        assertThat(google.result("calendar_delete_event", args("{\"eventId\":\"e1\"}"))
                        .getBoolean("deleted"))
                .isTrue();
    }

    @Test
    void anAnswerToAnInvitationTouchesNobodyElses() throws Exception {
        google.on("GET " + EVENTS + "/e1", Answer.ok("""
                {"id":"e1","attendees":[{"email":"bob@example.com","responseStatus":"needsAction"},
                {"email":"ann@example.com","self":true,"responseStatus":"needsAction"}]}"""));
        google.on("PATCH " + EVENTS + "/e1", Answer.ok("{\"id\":\"e1\"}"));

        google.result("calendar_rsvp", args("{\"eventId\":\"e1\",\"response\":\"accepted\"}"));

        assertThat(google.asked.getLast().json())
                .isEqualTo(args("{\"attendeesOmitted\":true,\"attendees\":[{\"email\":\"ann@example.com\","
                        + "\"responseStatus\":\"accepted\"}]}"));
    }

    @Test
    void whoIsNotInvitedCannotAnswer() throws Exception {
        google.on("GET " + EVENTS + "/e1", Answer.ok(ALL_DAY));

        assertThat(refused("calendar_rsvp", "{\"eventId\":\"e1\",\"response\":\"accepted\"}"))
                .contains("not invited");
    }

    @Test
    void freeTimeIsWhenAllAreFree() throws Exception {
        google.on("POST /calendar/v3/freeBusy", Answer.ok("""
                {"calendars":{
                "primary":{"busy":[{"start":"2026-03-30T09:00:00Z","end":"2026-03-30T10:00:00Z"}]},
                "bob@example.com":{"busy":[{"start":"2026-03-30T11:30:00+02:00","end":"2026-03-30T13:00:00+02:00"},
                {"start":"2026-03-30T13:30:00+02:00","end":"2026-03-30T14:00:00+02:00"}]},
                "eve@example.org":{"errors":[{"domain":"global","reason":"notFound"}]}}}"""));

        JsonObject found = google.result("calendar_find_free_time", args("""
                {"attendees":["bob@example.com","eve@example.org"],"durationMinutes":60,
                "timeMin":"2026-03-30T08:00:00Z","timeMax":"2026-03-30T16:00:00Z"}"""));

        assertThat(found.getJsonArray("free").encode())
                .isEqualTo("[{\"start\":\"2026-03-30T08:00:00Z\",\"end\":\"2026-03-30T09:00:00Z\"},"
                        + "{\"start\":\"2026-03-30T12:00:00Z\",\"end\":\"2026-03-30T16:00:00Z\"}]");
        assertThat(found.getJsonArray("unknown").getJsonObject(0).getString("calendar"))
                .isEqualTo("eve@example.org");
    }

    @Test
    void freeTimeIsAskedForAgainWhenGoogleIsBusy() throws Exception {
        google.on(
                "POST /calendar/v3/freeBusy",
                Answer.error(503, "backendError", "Backend Error"),
                Answer.ok("{\"calendars\":{\"primary\":{\"busy\":[]}}}"));

        assertThat(google.result("calendar_find_free_time", args("{\"durationMinutes\":15}"))
                        .getJsonArray("free"))
                .hasSize(1);
    }

    @Test
    void anIdOfACalendarIsOneSegment() throws Exception {
        google.on("GET /calendar/v3/calendars/*", Answer.ok("{}"));

        google.result("calendar_list_events", args("{\"calendarId\":\"team/a#holiday@group.v.calendar.google.com\"}"));

        assertThat(google.asked.getLast().path())
                .isEqualTo("/calendar/v3/calendars/team%2Fa%23holiday%40group.v.calendar.google.com/events");
    }
}
