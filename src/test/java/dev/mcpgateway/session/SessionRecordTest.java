package dev.mcpgateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpgateway.provider.UpstreamState;
import dev.mcpgateway.store.StoredRecord;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionRecordTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.123456Z");
    private static final Instant LATER = NOW.plusSeconds(3600);
    private static final Buffer CLIENT_INFO = Buffer.buffer("{\"name\":\"cursor\", \"x\":\"\\ud800\"}");
    private static final Buffer CAPABILITIES = Buffer.buffer("{ \"sampling\" : {}, \"n\":1e400, \"m\":0.10 }");

    @Test
    void aSessionComesBackAsItWasStored() {
        SessionRecord session = session()
                .withClient("client-1")
                .withLogLevel("debug")
                .withUpstream(
                        "files",
                        new UpstreamState("upstream-session", "2025-06-18", Set.of("file:///a b", "file:///ä")))
                .withUpstream("clock", new UpstreamState(null, "2026-07-28", Set.of()))
                .withLastSeen(NOW.plusSeconds(60));

        StoredRecord stored = session.toStored(7, LATER);

        assertThat(SessionRecord.fromStored(session.id(), stored)).isEqualTo(session);
        assertThat(stored.version()).isEqualTo(7);
        assertThat(stored.kind()).isEqualTo("mcp-session");
        assertThat(stored.expiresAt()).isEqualTo(Instant.parse("2026-11-21T11:00:00.123Z"));
    }

    @Test
    void whatTheClientSentComesBackByteForByte() {
        byte[] notEvenText = {'{', (byte) 0xff, 0, (byte) 0xc3, '}'};
        SessionRecord session = SessionRecord.create(
                SessionRecord.newId(),
                "alice",
                "/mcp",
                SessionTransport.HTTP_SSE,
                "2024-11-05",
                Buffer.buffer(notEvenText),
                CAPABILITIES,
                NOW);

        SessionRecord back = SessionRecord.fromStored(session.id(), session.toStored(0, LATER));

        assertThat(back.clientInfo().getBytes()).isEqualTo(notEvenText);
        assertThat(back.clientCapabilities()).isEqualTo(CAPABILITIES);
    }

    @Test
    void anIdHas256BitsAndNoTwoAreEqual() {
        assertThat(SessionRecord.newId()).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(SessionRecord.newId());
    }

    @Test
    void theIdIsNeitherInTheRecordNorInItsText() {
        SessionRecord session = session().withUpstream("files", new UpstreamState("secret", "2025-06-18", Set.of()));

        StoredRecord stored = session.toStored(0, LATER);

        assertThat(stored.key() + stored.value() + stored + session).doesNotContain(session.id());
        assertThat(session.toString() + session.upstreams()).doesNotContain("secret");
    }

    @Test
    void whatIsKnownOfAnUpstreamIsReplacedAsAWholeAndForgottenAsAWhole() {
        UpstreamState newer = new UpstreamState(null, "2025-11-25", Set.of("file:///b"));
        SessionRecord session = session()
                .withUpstream("files", new UpstreamState("s", "2025-06-18", Set.of("file:///a")))
                .withUpstream("files", newer);

        assertThat(session.upstreams()).isEqualTo(Map.of("files", newer));
        assertThat(session.withoutUpstream("files").upstreams()).isEmpty();
    }

    @Test
    void theLastUseNeverMovesBack() {
        SessionRecord session = session().withLastSeen(LATER);

        assertThat(session.withLastSeen(NOW).lastSeen()).isEqualTo(session.lastSeen());
    }

    @Test
    void aRecordOfAnotherSessionIsRefused() {
        SessionRecord session = session();
        StoredRecord stored = session.toStored(0, LATER);

        assertThatThrownBy(() -> SessionRecord.fromStored(SessionRecord.newId(), stored))
                .isInstanceOf(MalformedSessionRecord.class)
                .hasMessageContaining("is not the record of this session");
        assertThatThrownBy(() -> SessionRecord.fromStored(
                        session.id(),
                        StoredRecord.create(stored.key(), "token", "sessions/alice", LATER, stored.value())))
                .isInstanceOf(MalformedSessionRecord.class);
    }

    @Test
    void aMemberOfANewerGatewayIsPassedOver() {
        SessionRecord session = session().withUpstream("files", new UpstreamState("s", "2025-06-18", Set.of()));
        JsonObject json = encoded(session);
        json.put("owner", "10.0.0.7");
        json.getJsonObject("upstreams").getJsonObject("files").put("lastEventId", 4);

        assertThat(decode(session, json.toBuffer())).isEqualTo(session);
    }

    @Test
    void aFormatOfANewerGatewayIsRefused() {
        SessionRecord session = session();

        assertThatThrownBy(
                        () -> decode(session, encoded(session).put("format", 2).toBuffer()))
                .isInstanceOf(MalformedSessionRecord.class)
                .hasMessage("the session was written in format 2, this gateway reads format 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "format",
                "principal",
                "endpoint",
                "transport",
                "protocolVersion",
                "clientInfo",
                "clientCapabilities",
                "upstreams",
                "createdAt",
                "lastSeen"
            })
    void aMemberThatIsMissingOrOfAnotherTypeIsNamed(String member) {
        SessionRecord session = session();
        JsonObject missing = encoded(session);
        missing.remove(member);

        assertThatThrownBy(() -> decode(session, missing.toBuffer()))
                .isInstanceOf(MalformedSessionRecord.class)
                .hasMessageContaining("\"" + member + "\" is missing");
        assertThatThrownBy(
                        () -> decode(session, encoded(session).put(member, true).toBuffer()))
                .isInstanceOf(MalformedSessionRecord.class)
                .hasMessageContaining("\"" + member + "\" is not a ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"format\":1e400}",
                "{\"transport\":\"pigeon\"}",
                "{\"clientInfo\":\"###\"}",
                "{\"logLevel\":7}",
                "{\"upstreams\":{\"files\":[]}}",
                "{\"upstreams\":{\"files\":{}}}",
                "{\"upstreams\":{\"files\":{\"protocolVersion\":\"1\"}}}",
                "{\"upstreams\":{\"files\":{\"protocolVersion\":\"1\",\"subscriptions\":[1]}}}",
                "{\"createdAt\":1e300}"
            })
    void whatIsNotASessionIsRefused(String text) {
        SessionRecord session = session();
        Buffer value = text.startsWith("{\"")
                ? encoded(session).mergeIn(new JsonObject(text)).toBuffer()
                : Buffer.buffer(text);

        assertThatThrownBy(() -> decode(session, value)).isInstanceOf(MalformedSessionRecord.class);
    }

    private static SessionRecord session() {
        return SessionRecord.create(
                SessionRecord.newId(),
                "alice",
                "/mcp/files",
                SessionTransport.STREAMABLE_HTTP,
                "2025-11-25",
                CLIENT_INFO,
                CAPABILITIES,
                NOW);
    }

    private static JsonObject encoded(SessionRecord session) {
        return new JsonObject(session.toStored(0, LATER).value());
    }

    private static SessionRecord decode(SessionRecord session, Buffer value) {
        return SessionRecord.fromStored(
                session.id(),
                StoredRecord.create(
                        SessionRecord.key(session.id()), SessionRecord.KIND, "sessions/alice", LATER, value));
    }
}
