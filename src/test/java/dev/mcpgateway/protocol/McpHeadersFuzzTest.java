package dev.mcpgateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** No characters make a header that HTTP cannot carry, and a header has one meaning or none. */
class McpHeadersFuzzTest {

    @FuzzTest
    void values(FuzzedDataProvider data) {
        String value = data.consumeRemainingAsString();
        boolean text = value.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
        if (text) {
            String encoded = McpHeaders.encode(value);
            assertThat(encoded).matches("[\\x21-\\x7e]([\\t\\x20-\\x7e]*[\\x21-\\x7e])?");
            assertThat(McpHeaders.decode(encoded)).isEqualTo(value);
        } else {
            assertThatExceptionOfType(InvalidHeaderValue.class).isThrownBy(() -> McpHeaders.encode(value));
        }
        try {
            String decoded = McpHeaders.decode(value);
            String stripped = McpHeaders.stripWhitespace(value);
            // Either it was plain, or it is the one way to write what it stands for.
            assertThat(decoded.equals(stripped)
                            || stripped.equals(McpHeaders.encode(decoded))
                            || stripped.startsWith("=?base64?"))
                    .isTrue();
            assertThat(McpHeaders.decode(McpHeaders.encode(decoded))).isEqualTo(decoded);
        } catch (InvalidHeaderValue e) {
            assertThat(e.getMessage()).doesNotContain("\n");
        }
    }
}
