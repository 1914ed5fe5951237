package dev.mcpgateway.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class McpParamHeadersTest {

    private static final McpParamHeaders HEADERS = McpParamHeaders.of(parse("""
            {"type":"object","properties":{
              "region":{"type":"string","x-mcp-header":"Region"},
              "count":{"type":"integer","x-mcp-header":"Count"},
              "dry":{"type":"boolean","x-mcp-header":"Dry-Run"},
              "target":{"type":"object","properties":{"zone":{"type":"string","x-mcp-header":"Zone"}}},
              "x-mcp-header":{"type":"string","default":{"x-mcp-header":"data, no annotation"}},
              "query":{"type":"string","examples":[{"x-mcp-header":1}],"enum":[{"x-mcp-header":2}]}}}
            """));

    @Test
    void mirrorsWhatTheSchemaMarks() {
        assertThat(
                        HEADERS.headers(
                                parse(
                                        "{\"region\":\"us-west1\",\"count\":42,\"dry\":false,\"target\":{\"zone\":\" b\"},\"query\":\"x\"}")))
                .containsExactly(
                        entry("Mcp-Param-Region", "us-west1"),
                        entry("Mcp-Param-Count", "42"),
                        entry("Mcp-Param-Dry-Run", "false"),
                        entry("Mcp-Param-Zone", "=?base64?IGI=?="));
    }

    @ParameterizedTest
    @CsvSource({
        "42, 42",
        "42.0, 42",
        "4.2e1, 42",
        "-7, -7",
        "-0, 0",
        "9007199254740991, 9007199254740991",
        "9007199254740993, 9007199254740993",
        "1.5, 1.5",
        "1e400, 1e400",
        "true, true"
    })
    void writesIntegersAsDecimals(String token, String header) {
        assertThat(HEADERS.headers(parse("{\"count\":" + token + "}")))
                .containsExactly(entry("Mcp-Param-Count", header));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"region\":null,\"count\":null,\"dry\":null}",
                "{\"region\":{},\"count\":[1]}",
                "{\"target\":\"zone\"}",
                "{\"target\":{\"zone\":null}}",
                "[1]",
                "{\"count\":1000000000000000000000000000000000000000000000000000000000000000000000000000000}"
            })
    void absentAndNullHaveNoHeader(String arguments) {
        assertThat(HEADERS.headers(parse(arguments))).isEmpty();
        assertThat(HEADERS.headers(null)).isEmpty();
        assertThat(HEADERS.check(name -> "anything", parse(arguments))).isNull();
        assertThat(HEADERS.check(name -> null, null)).isNull();
    }

    @Test
    void readsTheArgumentThatTheUpstreamWillRead() {
        assertThat(HEADERS.headers(parse("{\"region\":\"a\",\"region\":\"b\"}")))
                .containsExactly(entry("Mcp-Param-Region", "b"));
    }

    @Test
    void aSchemaWithoutAnnotationsHasNone() {
        assertThat(McpParamHeaders.of(parse("{\"type\":\"object\"}")).isEmpty()).isTrue();
        assertThat(McpParamHeaders.of(parse("true")).isEmpty()).isTrue();
        assertThat(HEADERS.isEmpty()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"x-mcp-header\":\"A\",\"type\":\"string\"}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"a b\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"a:b\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"a\\r\\nX: y\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"\u00e9\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":7}}}",
                "{\"properties\":{\"a\":{\"type\":\"number\",\"x-mcp-header\":\"A\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"object\",\"x-mcp-header\":\"A\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"array\",\"x-mcp-header\":\"A\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"null\",\"x-mcp-header\":\"A\"}}}",
                "{\"properties\":{\"a\":{\"type\":[\"string\"],\"x-mcp-header\":\"A\"}}}",
                "{\"properties\":{\"a\":{\"x-mcp-header\":\"A\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"},\"b\":{\"type\":\"string\",\"x-mcp-header\":\"a\"}}}",
                "{\"properties\":{\"a\":{\"items\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}}",
                "{\"properties\":{\"a\":{\"items\":{\"properties\":{\"b\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}}}}",
                "{\"anyOf\":[{\"properties\":{\"b\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}]}",
                "{\"if\":{\"properties\":{\"b\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}}",
                "{\"$defs\":{\"d\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}",
                "{\"additionalProperties\":{\"type\":\"string\",\"x-mcp-\\u0068eader\":\"A\"}}",
                "{\"properties\":{\"a\":{\"patternProperties\":{\".*\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}}}"
            })
    void anAnnotationThatIsNotAllowedMakesTheToolInvalid(String schema) {
        assertThatExceptionOfType(InvalidParamHeaders.class)
                .isThrownBy(() -> McpParamHeaders.of(parse(schema)))
                .withMessageStartingWith("x-mcp-header at ");
    }

    @Test
    void aVeryDeepSchemaIsNotSearchedToTheEnd() {
        String deep = "{\"properties\":{\"a\":".repeat(100) + "{\"x-mcp-header\":\"\"}" + "}}".repeat(100);

        assertThat(McpParamHeaders.of(parse(deep)).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "Region,us-west1,`{\"region\":\"us-west1\"}`",
                "Region,=?base64?dXMtd2VzdDE=?=,`{\"region\":\"us-west1\"}`",
                "Count,42,`{\"count\":42}`",
                "Count,42.0,`{\"count\":42}`",
                "Count,42,`{\"count\":42.0}`",
                "Count,042,`{\"count\":42}`",
                "Count,1.5,`{\"count\":1.5}`",
                "Dry-Run,true,`{\"dry\":true}`",
                "Zone,a,`{\"target\":{\"zone\":\"a\"}}`"
            })
    void aHeaderThatSaysTheSameIsNoError(String name, String value, String arguments) {
        assertThat(HEADERS.check(lookup(name, value), parse(arguments))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "Region,US-WEST1,`{\"region\":\"us-west1\"}`",
                "Region,=?base64?dXMtd2VzdDE?=,`{\"region\":\"us-west1\"}`",
                "Region,caf\u00e9,`{\"region\":\"caf\u00e9\"}`",
                "Region,42.0,`{\"region\":\"42\"}`",
                "Other,x,`{\"region\":\"x\"}`",
                "Count,43,`{\"count\":42}`",
                "Count,0x2a,`{\"count\":42}`",
                "Count,4.2e1,`{\"count\":42}`",
                "Count,+42,`{\"count\":42}`",
                "Count,=?base64?2aTZog==?=,`{\"count\":42}`",
                "Count,42,`{\"count\":\"42.0\"}`",
                "Dry-Run,True,`{\"dry\":true}`",
                "Dry-Run,1,`{\"dry\":true}`"
            })
    void aHeaderThatSaysSomethingElseIsAMismatch(String name, String value, String arguments) {
        McpError error = requireNonNull(HEADERS.check(lookup(name, value), parse(arguments)));

        assertThat(error.code()).isEqualTo(-32020);
        assertThat(error.httpStatus()).isEqualTo(400);
        assertThat(error.getMessage()).contains("Mcp-Param-").doesNotContain("us-west1");
    }

    private static java.util.function.Function<String, String> lookup(String name, String value) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("mcp-param-" + name, value);
        return headers::get;
    }

    private static JsonSlice parse(String json) {
        return JsonSlice.parse(json.getBytes(UTF_8), JsonLimits.DEFAULT);
    }
}
