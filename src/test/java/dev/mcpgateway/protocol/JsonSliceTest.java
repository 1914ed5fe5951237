package dev.mcpgateway.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSliceTest {

    @Test
    void findsMembersByTheirUnescapedName() {
        JsonSlice object = parse("{\"n\\u0061me\":1,\"\u00e9\":2,\"\\u00c9\":3,\"a\\/b\":4,\"\":5,\"na\":6}");

        assertThat(object.get("name")).hasToString("1");
        assertThat(object.get("\u00e9")).hasToString("2");
        assertThat(object.get("\u00c9")).hasToString("3");
        assertThat(object.get("a/b")).hasToString("4");
        assertThat(object.get("")).hasToString("5");
        assertThat(object.get("na")).hasToString("6");
        assertThat(object.get("n")).isNull();
        assertThat(object.get("names")).isNull();
        assertThat(object.members())
                .extracting(JsonSlice.Member::name)
                .containsExactly("name", "\u00e9", "\u00c9", "a/b", "", "na");
        assertThat(object.members().getFirst().nameSlice()).hasToString("\"n\\u0061me\"");
    }

    @Test
    void ofSeveralMembersWithOneNameTheLastCounts() {
        JsonSlice object = parse("{\"a\":1,\"b\":2,\"\\u0061\":3}");

        assertThat(object.get("a")).hasToString("3");
        assertThat(object.members()).hasSize(3);
        assertThat(object.duplicateMember()).isEqualTo("a");
        assertThat(parse("{\"a\":1,\"A\":2}").duplicateMember()).isNull();
        assertThat(parse("[1]").duplicateMember()).isNull();
    }

    @Test
    void findsADuplicateAmongMany() {
        String members =
                IntStream.range(0, 100).mapToObj(i -> "\"m" + i + "\":" + i).collect(Collectors.joining(","));

        assertThat(parse("{" + members + "}").duplicateMember()).isNull();
        assertThat(parse("{" + members + ",\"\\u006d42\":0}").duplicateMember()).isEqualTo("m42");
        assertThat(parse("{" + members + "}").get("m99")).hasToString("99");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"}\",\"b\":\"]\\\"}\",\"wanted\":7}",
                "{\"a\":{\"x\":[{\"y\":\"\\\\\"}]},\"wanted\":7 }",
                "{ \"a\" : [ [ ] , \"{[\" , { } ] , \"wanted\" : 7 , \"z\" : null }",
                "{\"a\":\"12345\\\\\",\"b\":\"123456\\\"\",\"c\":\"1234567\\\\\\\"8\",\"wanted\":7}",
                "{\"a\":-1.5e+10,\"b\":true,\"c\":null,\"wanted\":7,\"d\":false}"
            })
    void stepsOverWhateverStandsBefore(String json) {
        for (int indent = 0; indent < 9; indent++) {
            JsonSlice object =
                    parse("[" + " ".repeat(indent) + json + ",[8]]").elements().getFirst();
            assertThat(object.get("wanted")).hasToString("7");
            assertThat(object).hasToString(json);
        }
    }

    @Test
    void stepsOverEscapedQuotationMarksAtEveryOffset() {
        for (int before = 0; before < 20; before++) {
            for (String tricky : new String[] {"\\\"", "\\\\", "\\\\\\\"", "}\\\"{", "\\u007d\\\""}) {
                String nested = "{\"k\":[\"" + "x".repeat(before) + tricky + "\",{\"d\":\"]\"}]}";
                JsonSlice array = parse("[" + nested + ",\"next\"]");
                assertThat(array.elements()).hasSize(2);
                assertThat(array.elements().getFirst()).hasToString(nested);
                assertThat(array.elements().getLast().asString()).isEqualTo("next");
            }
        }
    }

    @Test
    void decodesStringsWithEveryEscape() {
        assertThat(parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00E9\u20ac\"").asString())
                .isEqualTo("\"\\/\b\f\n\r\tA\u00e9\u20ac");
        assertThat(parse("\"\\ud83d\\ude00\"").asString()).isEqualTo("\ud83d\ude00");
        assertThat(parse("\"x\\ud800y\"").asString()).isEqualTo("x\ud800y");
        assertThat(parse("\"\"").asString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "42, 42",
        "-7, -7",
        "0, 0",
        "-0, 0",
        "42.0, 42",
        "4.2e1, 42",
        "420e-1, 42",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808",
        "1e18, 1000000000000000000"
    })
    void readsIntegersInWhateverForm(String token, long value) {
        assertThat(parse(token).asLong()).hasValue(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.5",
                "1e400",
                "1e-400",
                "9223372036854775808",
                "1e19",
                "1e999999999999999999",
                "1e-99999999999999999999",
                "0.10",
                "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void hasNoLongForWhatIsNone(String token) {
        assertThat(parse(token).asLong()).isEmpty();
    }

    @Test
    void tellsTypesApart() {
        assertThat(parse("[{},[],\"\",0,-1,true,false,null]").elements())
                .extracting(JsonSlice::type)
                .containsExactly(
                        JsonType.OBJECT,
                        JsonType.ARRAY,
                        JsonType.STRING,
                        JsonType.NUMBER,
                        JsonType.NUMBER,
                        JsonType.TRUE,
                        JsonType.FALSE,
                        JsonType.NULL);
        assertThat(parse("true").asBoolean()).isTrue();
        assertThat(parse("false").asBoolean()).isFalse();
        assertThat(parse("1e400").asDouble()).isInfinite();
        assertThat(parse("{\"a\":1,\"b\":\"x\"}").string("a")).isNull();
        assertThat(parse("{\"a\":1,\"b\":\"x\"}").string("b")).isEqualTo("x");
        assertThat(parse("[1]").get("a")).isNull();
        assertThat(parse("[1]").members()).isEmpty();
        assertThat(parse("{\"a\":1}").elements()).isEmpty();
    }

    @Test
    void refusesToReadOneTypeAsAnother() {
        assertThatIllegalStateException()
                .isThrownBy(() -> parse("1").asString())
                .withMessage("expected STRING, not NUMBER");
        assertThatIllegalStateException().isThrownBy(() -> parse("\"1\"").asLong());
        assertThatIllegalStateException().isThrownBy(() -> parse("null").asDouble());
        assertThatIllegalStateException().isThrownBy(() -> parse("0").asBoolean());
    }

    @Test
    void copiesAndComparesBytes() {
        JsonSlice array = parse("[1e400, 1e400 ,\"\u00e9\",\"\\u00e9\",1.0]");
        JsonSlice first = array.elements().get(0);

        assertThat(first)
                .isEqualTo(array.elements().get(1))
                .hasSameHashCodeAs(array.elements().get(1));
        assertThat(first.sameBytes(array.elements().get(4))).isFalse();
        assertThat(array.elements().get(2))
                .as("other bytes for the same string")
                .isNotEqualTo(array.elements().get(3));
        assertThat(first.equals("1e400")).isFalse();
        assertThat(first.toBuffer()).hasToString("1e400");
        assertThat(first.toByteArray()).isEqualTo("1e400".getBytes(UTF_8));
        assertThat(first.start()).isEqualTo(1);
        assertThat(first.end()).isEqualTo(6);
        assertThat(first.length()).isEqualTo(5);
        var target = io.vertx.core.buffer.Buffer.buffer("x");
        first.appendTo(target);
        assertThat(target).hasToString("x1e400");
    }

    private static JsonSlice parse(String json) {
        return JsonSlice.parse(json.getBytes(UTF_8), JsonLimits.DEFAULT);
    }
}
