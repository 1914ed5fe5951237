package dev.mcpgateway.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The check that all tests of Google's tools rely on, each rule of it seen to refuse something. */
class GoogleDiscoveryTest {
    private static final String MESSAGES = "/gmail/v1/users/me/messages";
    private static final String EVENTS = "/calendar/v3/calendars/primary/events";
    private static final Set<String> ALL =
            Set.of("https://mail.google.com/", "https://www.googleapis.com/auth/calendar");

    private final GoogleDiscovery discovery = GoogleDiscovery.get();

    @BeforeEach
    void documents() {
        assumeTrue(discovery != null, "the discovery documents cannot be had here");
    }

    private List<String> get(String path, Map<String, List<String>> query) {
        return discovery.faults("GET", path, query, null, Buffer.buffer(), ALL);
    }

    private List<String> post(String path, String body) {
        return discovery.faults("POST", path, Map.of(), "application/json", Buffer.buffer(body), ALL);
    }

    @Test
    void aRequestThatGoogleDescribesHasNoFault() {
        assertThat(get(MESSAGES, Map.of("q", List.of("x"), "maxResults", List.of("50"), "labelIds", List.of("A", "B"))))
                .isEmpty();
        assertThat(post(EVENTS, "{\"start\":{\"date\":\"2026-01-02\"},\"end\":{\"date\":\"2026-01-03\"}}"))
                .isEmpty();
    }

    @Test
    void anUnknownPathIsAFault() {
        assertThat(get("/gmail/v1/users/me/mails", Map.of())).hasSize(1);
        assertThat(discovery.faults("PUT", MESSAGES, Map.of(), null, Buffer.buffer(), ALL))
                .hasSize(1);
    }

    @Test
    void anUnknownParameterIsAFault() {
        assertThat(get(MESSAGES, Map.of("query", List.of("x"))))
                .containsExactly("gmail.users.messages.list: there is no parameter query");
    }

    @Test
    void aParameterOfTheWrongTypeOrRangeIsAFault() {
        assertThat(get(MESSAGES, Map.of("maxResults", List.of("many")))).hasSize(1);
        assertThat(get(MESSAGES, Map.of("includeSpamTrash", List.of("yes")))).hasSize(1);
        assertThat(get(MESSAGES + "/m1", Map.of("format", List.of("short")))).hasSize(1);
        assertThat(get(EVENTS, Map.of("timeMin", List.of("tomorrow")))).hasSize(1);
    }

    @Test
    void aParameterThatIsThereTwiceIsAFaultWhereGoogleReadsOne() {
        assertThat(get(MESSAGES, Map.of("q", List.of("x", "y")))).hasSize(1);
    }

    @Test
    void aSelectorOfUnknownFieldsIsAFault() {
        assertThat(get(
                        MESSAGES,
                        Map.of("fields", List.of("nextPageToken,messages(id,threadId),messages/payload/headers"))))
                .isEmpty();
        assertThat(get(MESSAGES, Map.of("fields", List.of("messages(id,sender)"))))
                .isNotEmpty();
        assertThat(get(MESSAGES, Map.of("fields", List.of("messages(id")))).isNotEmpty();
    }

    @Test
    void anUnknownFieldOfABodyIsAFaultHoweverDeepItIs() {
        assertThat(post(EVENTS, "{\"start\":{\"day\":\"2026-01-02\"},\"end\":{\"date\":\"2026-01-03\"}}"))
                .containsExactly("calendar.events.insert: the body.start.day is unknown to Google");
        assertThat(post(EVENTS, "{\"start\":{},\"end\":{},\"attendees\":[{\"mail\":\"a@b\"}]}"))
                .hasSize(1);
    }

    @Test
    void aFieldOfTheWrongTypeIsAFault() {
        assertThat(post(EVENTS, "{\"start\":{\"date\":\"02.01.2026\"},\"end\":{}}"))
                .hasSize(1);
        assertThat(post(EVENTS, "{\"start\":{\"dateTime\":\"2026-01-02T10:00:00\"},\"end\":{}}"))
                .hasSize(1);
        assertThat(post(EVENTS, "{\"start\":[],\"end\":{},\"summary\":7}")).hasSize(2);
        assertThat(post(MESSAGES + "/send", "{\"raw\":\"?\"}")).hasSize(1);
    }

    @Test
    void aMissingFieldIsAFault() {
        assertThat(post(EVENTS, "{\"start\":{}}")).containsExactly("calendar.events.insert: the body.end is missing");
    }

    @Test
    void aTokenWithoutAScopeOfTheMethodIsAFault() {
        assertThat(discovery.faults("GET", MESSAGES, Map.of(), null, Buffer.buffer(), Set.of("openid")))
                .hasSize(1);
    }

    @Test
    void theFirstPartOfAnUploadIsChecked() {
        String kind = "multipart/related; boundary=b";
        Map<String, List<String>> query = Map.of("uploadType", List.of("multipart"));
        Set<String> granted = Set.of("https://www.googleapis.com/auth/drive.file");
        for (String field : List.of("name", "title")) {
            Buffer body = Buffer.buffer("--b\r\nContent-Type: application/json\r\n\r\n{\"" + field
                    + "\":\"n\"}\r\n--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--");
            assertThat(discovery.faults("POST", "/upload/drive/v3/files", query, kind, body, granted))
                    .hasSize(field.equals("name") ? 0 : 1);
        }
        assertThat(discovery.faults("POST", "/upload/drive/v3/files", Map.of(), kind, Buffer.buffer(), granted))
                .hasSize(1);
    }

    @Test
    void anAnswerWithWhatGoogleNeverAnswersIsAFault() {
        Buffer good = new JsonObject("{\"messages\":[{\"id\":\"1\"}],\"resultSizeEstimate\":3}").toBuffer();
        Buffer bad = new JsonObject("{\"messages\":[{\"id\":1}],\"total\":3}").toBuffer();

        assertThat(discovery.answerFaults("GET", MESSAGES, Map.of(), good)).isEmpty();
        assertThat(discovery.answerFaults("GET", MESSAGES, Map.of(), bad)).hasSize(2);
    }
}
