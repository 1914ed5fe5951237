package dev.mcpgateway.protocol;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.buffer.Buffer;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions, methods, ids, error codes and the messages made of them. */
class VocabularyTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "2024-11-05, 2024-11-05",
                "2025-03-26, 2025-03-26",
                "2025-06-18, 2025-06-18",
                "2025-11-25, 2025-11-25",
                "2026-07-28, 2025-11-25",
                "2027-01-01, 2025-11-25",
                "1.0, 2025-11-25",
                "'', 2025-11-25",
                "-, 2025-11-25"
            })
    void initializeIsNeverAnsweredWithAModernVersion(@Nullable String requested, String answer) {
        assertThat(ProtocolVersion.negotiate(requested)).hasToString(answer);
    }

    @Test
    void versionsKnowWhatTheyCanDo() {
        assertThat(ProtocolVersion.SUPPORTED)
                .startsWith(ProtocolVersion.V2026_07_28)
                .hasSize(5);
        assertThat(ProtocolVersion.LEGACY).hasSize(4).startsWith(ProtocolVersion.V2025_11_25);
        assertThat(ProtocolVersion.MODERN).containsExactly(ProtocolVersion.V2026_07_28);
        assertThat(ProtocolVersion.SUPPORTED.stream().filter(ProtocolVersion::batches))
                .containsExactly(ProtocolVersion.V2025_03_26);
        assertThat(ProtocolVersion.SUPPORTED.stream().filter(ProtocolVersion::primingEvents))
                .containsExactly(ProtocolVersion.V2025_11_25);
        assertThat(ProtocolVersion.V2024_11_05.streamableHttp()).isFalse();
        assertThat(ProtocolVersion.V2025_03_26.streamableHttp()).isTrue();
        assertThat(ProtocolVersion.V2025_03_26.versionHeader()).isFalse();
        assertThat(ProtocolVersion.V2025_06_18.versionHeader()).isTrue();
        assertThat(ProtocolVersion.V2025_03_26.structuredContent()).isFalse();
        assertThat(ProtocolVersion.V2026_07_28.structuredContent()).isTrue();
        assertThat(ProtocolVersion.of("2025-06-18")).isEqualTo(ProtocolVersion.V2025_06_18);
        assertThat(ProtocolVersion.of("2025-06-19")).isNull();
        assertThat(ProtocolVersion.isModern("2026-07-28")).isTrue();
        assertThat(ProtocolVersion.isModern("2031-01-01")).isTrue();
        assertThat(ProtocolVersion.isModern("2026-07-27")).isFalse();
        assertThat(ProtocolVersion.isModern("9")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "tools/call, NAME, name",
                "prompts/get, NAME, name",
                "resources/read, URI, uri",
                "resources/subscribe, URI, uri",
                "notifications/resources/updated, URI, uri",
                "completion/complete, REF, ref",
                "tasks/cancel, TASK_ID, taskId",
                "tools/list, NONE, -",
                "vendor/anything, NONE, -"
            })
    void methodsNameTheirTarget(String method, McpMethod.Target target, @Nullable String member) {
        assertThat(McpMethod.target(method)).isEqualTo(target);
        assertThat(target.member()).isEqualTo(member);
    }

    @Test
    void methodsExistInTheirEra() {
        assertThat(McpMethod.existsIn(McpMethod.INITIALIZE, Era.MODERN)).isFalse();
        assertThat(McpMethod.existsIn(McpMethod.INITIALIZE, Era.LEGACY)).isTrue();
        assertThat(McpMethod.existsIn(McpMethod.SERVER_DISCOVER, Era.LEGACY)).isFalse();
        assertThat(McpMethod.existsIn(McpMethod.SERVER_DISCOVER, Era.MODERN)).isTrue();
        assertThat(McpMethod.existsIn(McpMethod.SAMPLING_CREATE_MESSAGE, Era.MODERN))
                .isFalse();
        assertThat(McpMethod.existsIn("vendor/anything", Era.MODERN)).isTrue();
        assertThat(McpMethod.existsIn("vendor/anything", Era.LEGACY)).isTrue();
        assertThat(McpMethod.isServerRequest(McpMethod.ROOTS_LIST)).isTrue();
        assertThat(McpMethod.isServerRequest(McpMethod.TOOLS_LIST)).isFalse();
        assertThat(McpMethod.isList(McpMethod.RESOURCES_TEMPLATES_LIST)).isTrue();
        assertThat(McpMethod.isList(McpMethod.ROOTS_LIST)).isFalse();
        assertThat(McpMethod.mayRequireInput(McpMethod.PROMPTS_GET)).isTrue();
        assertThat(McpMethod.mayRequireInput(McpMethod.COMPLETION_COMPLETE)).isFalse();
    }

    @Test
    void theGatewaysOwnCodesAreDistinctAndOutsideTheReservedRange() throws IllegalAccessException {
        List<Integer> codes = new ArrayList<>();
        List<Integer> own = new ArrayList<>();
        for (Field field : ErrorCode.class.getFields()) {
            assertThat(Modifier.isFinal(field.getModifiers())).isTrue();
            int code = field.getInt(null);
            codes.add(code);
            if (code < -32768 || code > -32000) {
                own.add(code);
            }
        }
        assertThat(codes).doesNotHaveDuplicates();
        assertThat(own)
                .as("clients know these; a code never changes")
                .containsExactly(-31001, -31002, -31003, -31004, -31005, -31006, -31007, -31008, -31009);
    }

    @Test
    void errorsBecomeMessages() {
        Buffer message = McpError.unsupportedProtocolVersion(ProtocolVersion.SUPPORTED, "x\"\n")
                .toMessage(JsonRpcId.of("a"));

        assertThat(message)
                .hasToString(
                        "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"error\":{\"code\":-32022,\"message\":\"Unsupported protocol version\","
                                + "\"data\":{\"supported\":[\"2026-07-28\",\"2025-11-25\",\"2025-06-18\",\"2025-03-26\",\"2024-11-05\"],"
                                + "\"requested\":\"x\\\"\\n\"}}}");
        assertThat(McpError.missingClientCapability("needs sampling", "{\"sampling\":{}}")
                        .data())
                .isEqualTo("{\"requiredCapabilities\":{\"sampling\":{}}}");
        assertThat(McpError.denied("no").toMessage(null))
                .hasToString("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-31005,\"message\":\"no\"}}");
        assertThat(McpError.internal("x").getStackTrace()).isEmpty();
    }

    @Test
    void eachFailureHasItsCodeAndStatus() {
        assertThat(List.of(
                        McpError.invalidRequest("x"),
                        McpError.methodNotFound("x"),
                        McpError.invalidParams("x"),
                        McpError.internal("x"),
                        McpError.headerMismatch("x"),
                        McpError.resourceNotFound("x", Era.MODERN),
                        McpError.resourceNotFound("x", Era.LEGACY),
                        McpError.outcomeUnknown("x"),
                        McpError.upstreamUnavailable("x"),
                        McpError.upstreamTimedOut("x"),
                        McpError.eraCannotCarry("x"),
                        McpError.denied("x"),
                        McpError.overloaded("x"),
                        McpError.responseTooLarge("x"),
                        McpError.sessionLost("x")))
                .extracting(error -> error.code() + " " + error.httpStatus())
                .containsExactly(
                        "-32600 400",
                        "-32601 404",
                        "-32602 400",
                        "-32603 500",
                        "-32020 400",
                        "-32602 200",
                        "-32002 200",
                        "-31001 502",
                        "-31002 502",
                        "-31003 504",
                        "-31004 501",
                        "-31005 403",
                        "-31006 503",
                        "-31007 502",
                        "-31008 404");
    }

    @Test
    void messagesAreMadeOfRawJson() {
        assertThat(Messages.resultMessage(JsonRpcId.of(1), "{}"))
                .hasToString("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
        assertThat(Messages.resultMessage(JsonRpcId.of("\u00e9"), Buffer.buffer("{\"a\":1e400}")))
                .hasToString("{\"jsonrpc\":\"2.0\",\"id\":\"\u00e9\",\"result\":{\"a\":1e400}}");
        assertThat(Messages.requestMessage(JsonRpcId.of(2), "a\"b", null))
                .hasToString("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"a\\\"b\"}");
        assertThat(Messages.requestMessage(JsonRpcId.of(2), "a", "{}"))
                .hasToString("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"a\",\"params\":{}}");
        assertThat(Messages.notificationMessage("n", "{}"))
                .hasToString("{\"jsonrpc\":\"2.0\",\"method\":\"n\",\"params\":{}}");
        assertThat(Message.parse(Messages.errorMessage(JsonRpcId.of(3), -1, "m\n", "[1]"), JsonLimits.DEFAULT)
                        .error())
                .hasToString("{\"code\":-1,\"message\":\"m\\n\",\"data\":[1]}");
    }

    @Test
    void idsCompareAsJsonRpcMeansThem() {
        assertThat(id("1")).isEqualTo(JsonRpcId.of(1)).hasSameHashCodeAs(JsonRpcId.of(1));
        assertThat(id("1")).isNotEqualTo(id("\"1\"")).isNotEqualTo(id("1.0")).isNotEqualTo(id("1e0"));
        assertThat(id("\"a\\u0062\\/\"")).isEqualTo(JsonRpcId.of("ab/")).hasSameHashCodeAs(JsonRpcId.of("ab/"));
        assertThat(id("\"a\\u0062\\/\"").raw()).isEqualTo("\"a\\u0062\\/\"");
        assertThat(JsonRpcId.of("\"\n").raw()).isEqualTo("\"\\\"\\n\"");
        assertThat(JsonRpcId.of("\"\n")).isEqualTo(id("\"\\u0022\\u000a\""));
        assertThat(id("null")).isEqualTo(JsonRpcId.NULL);
        assertThat(id("null").isNull()).isTrue();
        assertThat(id("\"null\"").isNull()).isFalse();
        assertThat(id("\"a\\n\"").string()).isEqualTo("a\n");
        assertThat(id("12").string()).isNull();
        assertThat(id("0")).hasToString("0").isNotEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false", "{}", "[1]"})
    void anIdIsAStringOrANumber(String token) {
        assertThatIllegalArgumentException().isThrownBy(() -> id(token));
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void everyVersionIsFoundByItsName(ProtocolVersion version) {
        assertThat(ProtocolVersion.of(version.toString())).isEqualTo(version);
        assertThat(requireNonNull(ProtocolVersion.of(version.toString())).era()).isEqualTo(version.era());
    }

    private static JsonRpcId id(String token) {
        return JsonRpcId.of(JsonSlice.parse(Buffer.buffer(token), JsonLimits.DEFAULT));
    }
}
