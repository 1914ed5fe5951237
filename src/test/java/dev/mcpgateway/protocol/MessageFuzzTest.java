package dev.mcpgateway.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.buffer.Buffer;

/**
 * Any bytes are either refused with a typed failure or come out as they went in.
 *
 * <p>As a test this runs the inputs beside it in {@code src/test/resources}. To look for more, one method at a time:
 * {@code JAZZER_FUZZ=1 JAZZER_MAX_DURATION=60s ./mvnw test -Dtest=MessageFuzzTest#messages}. What it finds is written there
 * as {@code crash-…}, which git ignores: rename what is worth keeping.
 */
class MessageFuzzTest {

    private static final JsonLimits LIMITS = new JsonLimits(64, 16, 8);

    @FuzzTest
    void messages(byte[] bytes) {
        assertThat(accepts(bytes)).as("agrees with a second parser").isEqualTo(JacksonOracle.accepts(bytes, LIMITS));
        try {
            Message message = Message.parse(Buffer.buffer(bytes), LIMITS);
            assertThat(message.toBuffer().getBytes()).isEqualTo(bytes);
            touch(message.root());
            edit(message);
            message.progressToken();
            message.name();
            message.result();
            assertThat(HeaderCheck.era(name -> null, message)).isNotNull();
            if (message.kind() != Message.Kind.RESPONSE) {
                HeaderCheck.check(name -> null, message, ProtocolVersion.SUPPORTED);
            }
        } catch (InvalidMessage e) {
            assertThat(e.code() == ErrorCode.PARSE_ERROR).isEqualTo(!accepts(bytes));
            assertThat(JsonSlice.parse(e.toMessage(), LIMITS).type()).isEqualTo(JsonType.OBJECT);
        }
    }

    @FuzzTest
    void batches(byte[] bytes) {
        try {
            for (Message message : Message.parseBatch(bytes, LIMITS)) {
                Message again = Message.parse(message.toBuffer(), LIMITS);
                assertThat(again.kind()).isEqualTo(message.kind());
                assertThat(again.id()).isEqualTo(message.id());
            }
            assertThat(Message.isBatch(bytes)).isTrue();
        } catch (InvalidMessage e) {
            assertThat(e.code()).isIn(ErrorCode.PARSE_ERROR, ErrorCode.INVALID_REQUEST);
        }
    }

    @FuzzTest
    void paramHeaders(byte[] bytes) {
        if (!accepts(bytes)) {
            return;
        }
        JsonSlice schema = JsonSlice.parse(bytes, LIMITS);
        try {
            McpParamHeaders headers = McpParamHeaders.of(schema);
            var produced = headers.headers(schema);
            produced.values()
                    .forEach(value -> assertThat(value).matches("[\\x21-\\x7e]([\\t\\x20-\\x7e]*[\\x21-\\x7e])?"));
            assertThat(headers.check(produced::get, schema)).isNull();
        } catch (InvalidParamHeaders | InvalidHeaderValue e) {
            assertThat(e).hasMessageNotContaining("\n");
        }
    }

    private static boolean accepts(byte[] bytes) {
        try {
            JsonSlice.parse(bytes, LIMITS);
            return true;
        } catch (MalformedJson e) {
            assertThat(e.offset()).isBetween(0, bytes.length);
            return false;
        }
    }

    /** Goes through everything that can be asked of a value. */
    private static void touch(JsonSlice value) {
        assertThat(value.toString().getBytes(UTF_8)).isEqualTo(value.toByteArray());
        switch (value.type()) {
            case OBJECT -> {
                for (JsonSlice.Member member : value.members()) {
                    assertThat(value.get(member.name())).isNotNull();
                    assertThat(member.nameSlice().asString()).isEqualTo(member.name());
                    touch(member.value());
                }
                value.duplicateMember();
            }
            case ARRAY -> value.elements().forEach(MessageFuzzTest::touch);
            case STRING -> {
                String text = value.asString();
                assertThat(JsonSlice.parse(JsonEdit.quote(text).getBytes(UTF_8), LIMITS)
                                .asString())
                        .isEqualTo(text);
            }
            case NUMBER -> {
                value.asLong();
                value.asDouble();
            }
            case TRUE, FALSE -> value.asBoolean();
            case NULL -> {}
        }
    }

    private static void edit(Message message) {
        JsonSlice root = message.root();
        assertThat(JsonEdit.of(root).apply()).isEqualTo(root.toBuffer());
        JsonEdit edit = JsonEdit.of(root).insert(root, "inserted", "[1]");
        for (JsonSlice.Member member : root.members()) {
            if (!member.name().equals("inserted")) {
                edit.remove(root, member.name());
            }
        }
        JsonSlice edited = JsonSlice.parse(edit.apply(), LIMITS);
        assertThat(edited.get("inserted")).hasToString("[1]");
    }
}
