package dev.mcpgateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The value encoding of 2026-07-28, with the examples of the specification. */
class McpHeadersTest {

    static List<Arguments> examples() {
        return List.of(
                Arguments.of("us-west1", "us-west1"),
                Arguments.of("Hello, \u4e16\u754c", "=?base64?SGVsbG8sIOS4lueVjA==?="),
                Arguments.of(" padded ", "=?base64?IHBhZGRlZCA=?="),
                Arguments.of("line1\nline2", "=?base64?bGluZTEKbGluZTI=?="),
                Arguments.of("=?base64?literal?=", "=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?="),
                Arguments.of("a b\tc", "a b\tc"),
                Arguments.of("\ttab", "=?base64?CXRhYg==?="),
                Arguments.of("", "=?base64??="),
                Arguments.of("\r\nX-Forged: 1", "=?base64?DQpYLUZvcmdlZDogMQ==?="),
                Arguments.of("nul\0", "=?base64?bnVsAA==?="),
                Arguments.of("\u007f", "=?base64?fw==?="),
                Arguments.of("\u00e9", "=?base64?w6k=?="),
                Arguments.of("\ud83d\ude00", "=?base64?8J+YgA==?="),
                Arguments.of("=?BASE64?eA==?=", "=?BASE64?eA==?="),
                Arguments.of("=?base64?=", "=?base64?="),
                Arguments.of("=?base64?eA==", "=?base64?eA=="),
                Arguments.of("file:///a?b=c", "file:///a?b=c"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    @Attack(WayIn.HEADER_INJECTION)
    void encodesOnlyWhatAHeaderCannotCarry(String value, String header) {
        assertThat(McpHeaders.encode(value)).isEqualTo(header);
        assertThat(McpHeaders.decode(header)).isEqualTo(value);
        assertThat(McpHeaders.decode(" \t" + header + "\t ")).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=?base64?SGVsbG8?=",
                "=?base64?SGVsbG8sIOS4lueVjA=?=",
                "=?base64?SGVs!G8=?=",
                "=?base64? SGVs?=",
                "=?base64?fx==?=",
                "=?base64?/w==?=",
                "=?base64?7aCA?=",
                "=?base64?wIA=?=",
                "=?base64?=?=",
                "=?base64?_-8=?=",
                "caf\u00e9",
                "a\nb",
                "a\0b",
                "a\u007fb",
                "\u4e16"
            })
    void refusesValuesThatHaveNoOneMeaning(String header) {
        assertThatExceptionOfType(InvalidHeaderValue.class)
                .isThrownBy(() -> McpHeaders.decode(header))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(header));
    }

    @Test
    void refusesWhatIsNoText() {
        assertThatExceptionOfType(InvalidHeaderValue.class).isThrownBy(() -> McpHeaders.encode("x\ud800"));
    }

    @Test
    void sessionIdsAreVisibleAscii() {
        assertThat(McpHeaders.isSessionId("1868a90c-!~")).isTrue();
        for (String none : List.of("", " ", "a b", "a\r\nb", "\u00e9", "\0", "\u007f")) {
            assertThat(McpHeaders.isSessionId(none)).as(none).isFalse();
        }
    }

    @Test
    void headerNamesAreTokens() {
        assertThat(McpHeaders.isToken("Region-1_x.!#$%&'*+^`|~")).isTrue();
        for (String none : List.of("", "a b", "a:b", "a\r\nb", "\u00e9", "a/b", "\0")) {
            assertThat(McpHeaders.isToken(none)).as(none).isFalse();
        }
    }
}
