package dev.mcpgateway.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {

    @Test
    void readsWhatTheGatewayDecidesBy() {
        Buffer bytes = Buffer.buffer("""
                {"jsonrpc":"2.0","id":7,"method":"tools/call",
                 "params":{"name":"get\\u005fweather","uri":"file:///x","arguments":{"name":"other","a":1,"a":2},
                           "_meta":{"progressToken":"p1","io.modelcontextprotocol/protocolVersion":"2026-07-28"}},
                 "unknown":1e400}
                """);

        Message message = Message.parse(bytes, JsonLimits.DEFAULT);

        assertThat(message.kind()).isEqualTo(Message.Kind.REQUEST);
        assertThat(message.id()).isEqualTo(JsonRpcId.of(7));
        assertThat(message.requireId()).isEqualTo(JsonRpcId.of(7));
        assertThat(message.idSlice()).hasToString("7");
        assertThat(message.method()).isEqualTo("tools/call");
        assertThat(message.requireMethod()).isEqualTo("tools/call");
        assertThat(message.is(McpMethod.TOOLS_CALL)).isTrue();
        assertThat(message.is(McpMethod.TOOLS_LIST)).isFalse();
        assertThat(message.name()).isEqualTo("get_weather");
        assertThat(message.uri()).isEqualTo("file:///x");
        assertThat(message.ref()).isNull();
        assertThat(message.progressToken()).isEqualTo(JsonRpcId.of("p1"));
        assertThat(requireNonNull(message.meta()).string(MetaKeys.PROTOCOL_VERSION))
                .isEqualTo("2026-07-28");
        assertThat(message.result()).isNull();
        assertThat(message.error()).isNull();
        assertThat(message.toBuffer()).isSameAs(bytes);
    }

    @Test
    void readsAReference() {
        Message message = parse(
                "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"completion/complete\",\"params\":{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"p\"}}}");

        assertThat(requireNonNull(message.ref()).string("name")).isEqualTo("p");
        assertThat(message.name()).isNull();
        assertThat(message.meta()).isNull();
        assertThat(message.progressToken()).isNull();
    }

    @Test
    void readsNotifications() {
        Message message = parse("{\"method\":\"notifications/initialized\",\"jsonrpc\":\"2.0\"}");

        assertThat(message.kind()).isEqualTo(Message.Kind.NOTIFICATION);
        assertThat(message.id()).isNull();
        assertThat(message.params()).isNull();
        assertThat(message.name()).isNull();
        assertThatIllegalStateException().isThrownBy(message::requireId);
    }

    @Test
    void readsResults() {
        Message message =
                parse("{\"jsonrpc\":\"2.0\",\"id\":\"s\",\"result\":{\"resultType\":\"complete\",\"a\":1,\"a\":2}}");

        assertThat(message.kind()).isEqualTo(Message.Kind.RESPONSE);
        assertThat(message.method()).isNull();
        assertThat(requireNonNull(message.result()).string("resultType")).isEqualTo("complete");
        assertThat(message.error()).isNull();
        assertThat(message.toBuffer()).hasToString(message.root().toString());
        assertThatIllegalStateException().isThrownBy(message::requireMethod);
        assertThat(parse("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null}").result())
                .hasToString("null");
        assertThat(parse("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[1],\"error\":null}")
                        .result())
                .hasToString("[1]");
    }

    @Test
    void readsErrors() {
        Message message = parse("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32601,\"message\":\"no\"}}");

        assertThat(message.kind()).isEqualTo(Message.Kind.RESPONSE);
        assertThat(requireNonNull(message.error()).string("message")).isEqualTo("no");
        assertThat(message.result()).isNull();
        assertThat(parse("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{}}").id()).isEqualTo(JsonRpcId.NULL);
        assertThat(parse("{\"jsonrpc\":\"2.0\",\"error\":{}}").id()).isNull();
        assertThat(parse("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{},\"result\":null}")
                        .result())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "-1", "0", "1.5", "1e3", "12345678901234567890", "\"\"", "\"x\\u0000\""})
    void takesAnyStringOrNumberAsAnId(String id) {
        Message message = parse("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"ping\",\"params\":null}");

        assertThat(message.requireId().raw()).isEqualTo(id);
        assertThat(message.params()).as("null params are none").isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                                                                  | null",
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\"}]                    | null",
                "1                                                                   | null",
                "\"x\"                                                               | null",
                "{}                                                                  | null",
                "{\"jsonrpc\":\"2.0\"}                                               | null",
                "{\"jsonrpc\":\"2.0\",\"id\":1}                                       | 1",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"a\"}                       | 1",
                "{\"jsonrpc\":2.0,\"id\":1,\"method\":\"a\"}                           | 1",
                "{\"id\":1,\"method\":\"a\"}                                          | 1",
                "{\"method\":\"a\",\"id\":\"x\"}                                      | \"x\"",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"a\"}                    | null",
                "{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"a\"}                    | null",
                "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"a\"}                      | null",
                "{\"jsonrpc\":\"2.0\",\"id\":[1],\"result\":{}}                        | null",
                "{\"jsonrpc\":\"2.0\",\"method\":7,\"id\":1}                           | 1",
                "{\"jsonrpc\":\"2.0\",\"method\":null,\"id\":1}                        | 1",
                "{\"jsonrpc\":\"2.0\",\"method\":\"a\",\"params\":[],\"id\":1}          | 1",
                "{\"jsonrpc\":\"2.0\",\"method\":\"a\",\"params\":\"x\",\"id\":1}       | 1",
                "{\"jsonrpc\":\"2.0\",\"method\":\"a\",\"result\":{},\"id\":1}          | 1",
                "{\"jsonrpc\":\"2.0\",\"method\":\"a\",\"error\":{},\"id\":1}           | 1",
                "{\"jsonrpc\":\"2.0\",\"result\":{},\"error\":{},\"id\":1}              | 1",
                "{\"jsonrpc\":\"2.0\",\"error\":\"x\",\"id\":1}                        | 1",
                "{\"jsonrpc\":\"2.0\",\"error\":null,\"id\":1}                         | 1",
                "{\"jsonrpc\":\"2.0\",\"result\":{}}                                  | null",
                "{\"jsonrpc\":\"2.0\",\"result\":{},\"id\":null}                       | null"
            })
    void refusesWhatIsNoMessageAndKeepsTheIdForTheAnswer(String json, String id) {
        InvalidMessage invalid = invalid(json);

        assertThat(invalid.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(invalid.httpStatus()).isEqualTo(400);
        assertThat(invalid).hasMessageStartingWith("Invalid request: ");
        JsonSlice answer = JsonSlice.parse(invalid.toMessage(), JsonLimits.DEFAULT);
        assertThat(answer.get("id")).hasToString(id);
        assertThat(requireNonNull(answer.get("error")).get("code")).hasToString("-32600");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\"",
                "{\"id\":1,}",
                "[1,]",
                "{}{}",
                "{\"id\":01}"
            })
    void refusesWhatIsNoJson(String json) {
        InvalidMessage invalid = invalid(json);

        assertThat(invalid.code()).isEqualTo(ErrorCode.PARSE_ERROR);
        assertThat(invalid.id()).isNull();
        assertThat(invalid).hasMessageStartingWith("Parse error: ").hasMessageContaining("at byte");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"method\":\"b\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"m\\u0065thod\":\"b\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"x\":1,\"x\":2}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{},\"params\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"name\":\"a\",\"name\":\"b\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"name\":\"a\",\"n\\u0061me\":\"b\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"cursor\":\"a\",\"cursor\":\"b\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"_meta\":{\"\u00e9\":1,\"\\u00e9\":2}}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"_meta\":{},\"_meta\":{}}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"ref\":{\"name\":\"a\",\"name\":\"b\"}}}",
                // what a parser that ignores case would read in place of the name that was checked
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"Method\":\"b\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"name\":\"a\",\"NAME\":\"b\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"Name\":\"a\",\"name\":\"b\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"arguments\":{},\"argument\u017f\":{}}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"_meta\":{\"progressToken\":1,\"progressTo\u212aen\":2}}}"
            })
    @Attack(WayIn.TWO_NAMES)
    void refusesTwoMembersThatReadAsOneName(String json) {
        InvalidMessage invalid = invalid(json);

        assertThat(invalid.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(invalid).hasMessageContaining("more than one member of ");
    }

    @Test
    @Attack(WayIn.TWO_NAMES)
    void refusesTwoMembersThatReadAsOneNameAmongManyOthers() {
        StringBuilder params = new StringBuilder("{\"name\":\"a\"");
        for (int i = 0; i < 50; i++) {
            params.append(",\"m")
                    .append(i)
                    .append("\":")
                    .append(i)
                    .append(",\"M")
                    .append(i)
                    .append("\":")
                    .append(i);
        }
        String head = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":";

        assertThat(parse(head + params + "}}").name())
                .as("names that nobody decides by differ in case")
                .isEqualTo("a");
        assertThat(invalid(head + params + ",\"Name\":\"b\"}}"))
                .hasMessageContaining("params reads as \\\"Name\\\"".replace("\\", ""));
        assertThat(invalid(head + params + ",\"m7\":\"b\"}}")).hasMessageContaining("\"m7\"");
    }

    @Test
    void aDuplicateIdIsNotAnswered() {
        assertThat(invalid("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"id\":2}")
                        .id())
                .isNull();
        assertThat(invalid("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"x\":1,\"x\":1}}")
                        .id())
                .isEqualTo(JsonRpcId.of(1));
    }

    @Test
    void aNameInAnErrorIsCut() {
        String name = "x".repeat(1000);

        assertThat(invalid("{\"" + name + "\":1,\"" + name + "\":2}").getMessage())
                .hasSizeLessThan(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"arguments\":{\"a\":1,\"a\":2,\"A\":3}}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"a\":1,\"a\":2}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1,\"message\":\"\",\"data\":{\"a\":1,\"a\":2}}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"_meta\":{\"x\":{\"a\":1,\"a\":2}}}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"extra\":1,\"Extra\":2}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"_meta\":5,\"ref\":\"x\",\"name\":7}}"
            })
    void payloadsMayHaveWhatTheyLike(String json) {
        assertThat(parse(json).toBuffer()).hasToString(json);
    }

    @Test
    void limitsTheMembersThatItCompares() {
        JsonLimits limits = new JsonLimits(8, 1, 4);
        String result =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"resultType\":\"x\"}}";
        String params =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5}}";

        assertThat(requireNonNull(Message.parse(result.getBytes(UTF_8), limits).result())
                        .string("resultType"))
                .isEqualTo("x");
        assertThatExceptionOfType(InvalidMessage.class)
                .isThrownBy(() -> Message.parse(params.getBytes(UTF_8), limits))
                .withMessageContaining("params has more than 4 members")
                .satisfies(e -> assertThat(e.id()).isEqualTo(JsonRpcId.of(1)));
    }

    @Test
    void longNamesAreComparedToo() {
        String name = "x".repeat(300);
        String head = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"name\":\"n\",\"" + name + "\":1";

        assertThat(parse(head + "}}").name()).isEqualTo("n");
        assertThat(invalid(head + ",\"" + name + "\":2}}").code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void readsBatches() {
        byte[] bytes =
                " [ {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"name\":\"n\"}} , {\"jsonrpc\":\"2.0\",\"method\":\"b\"}] "
                        .getBytes(UTF_8);

        List<Message> messages = Message.parseBatch(Buffer.buffer(bytes), JsonLimits.DEFAULT);

        assertThat(messages).extracting(Message::method).containsExactly("a", "b");
        assertThat(messages.getFirst().name()).isEqualTo("n");
        assertThat(messages.getLast().toBuffer()).hasToString("{\"jsonrpc\":\"2.0\",\"method\":\"b\"}");
        assertThat(Message.isBatch(bytes)).isTrue();
        assertThat(Message.isBatch(Buffer.buffer(bytes))).isTrue();
        assertThat(Message.isBatch(Buffer.buffer(" {\"a\":[]}"))).isFalse();
        assertThat(Message.isBatch("\n\t\r {".getBytes(UTF_8))).isFalse();
        assertThat(Message.isBatch(new byte[0])).isFalse();
        assertThat(Message.isBatch(Buffer.buffer())).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                                     | -32600",
                "{\"jsonrpc\":\"2.0\",\"method\":\"a\"} | -32600",
                "[1]                                    | -32600",
                "[{\"jsonrpc\":\"2.0\",\"method\":\"a\"},{\"method\":\"a\"}] | -32600",
                "[{\"jsonrpc\":\"2.0\",\"method\":\"a\"},]  | -32700",
                "[{\"jsonrpc\":\"2.0\",\"method\":\"a\"}    | -32700",
                "[{\"jsonrpc\":\"2.0\",\"method\":\"a\"}]]  | -32700"
            })
    void takesABatchWholeOrNotAtAll(String json, int code) {
        assertThatExceptionOfType(InvalidMessage.class)
                .isThrownBy(() -> Message.parseBatch(json.getBytes(UTF_8), JsonLimits.DEFAULT))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void limitsTheSizeOfABatch() {
        String message = "{\"jsonrpc\":\"2.0\",\"method\":\"a\"}";
        byte[] three = ("[" + message + "," + message + "," + message + "]").getBytes(UTF_8);

        assertThat(Message.parseBatch(three, new JsonLimits(8, 3, 8))).hasSize(3);
        assertThatExceptionOfType(InvalidMessage.class)
                .isThrownBy(() -> Message.parseBatch(three, new JsonLimits(8, 2, 8)))
                .withMessageContaining("more than 2 messages");
    }

    private static Message parse(String json) {
        return Message.parse(json.getBytes(UTF_8), JsonLimits.DEFAULT);
    }

    private static InvalidMessage invalid(String json) {
        return requireNonNull(catchThrowableOfType(
                InvalidMessage.class, () -> Message.parse(Buffer.buffer(json), JsonLimits.DEFAULT)));
    }
}
