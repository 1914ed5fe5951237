package dev.mcpgateway.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonEditTest {

    @Test
    void leavesEveryOtherByteAsItWas() {
        String json =
                " { \"id\" : 1.0 ,\t\"n\" : 1e400,\"d\":0.10, \"big\":12345678901234567890, \"\\u0061\" : \"\u00e9\ud83d\ude00\\ud83d\" ,\n\"params\":{ } } ";
        JsonSlice root = parse(json);

        String edited = JsonEdit.of(root)
                .insert(member(root, "params"), "name", "\"x\"")
                .replace(member(root, "id"), "\"seven\"")
                .apply()
                .toString();

        assertThat(edited)
                .isEqualTo(json.strip().replace(": 1.0 ,", ": \"seven\" ,").replace("{ } }", "{\"name\":\"x\" } }"));
    }

    @Test
    void noEditIsACopy() {
        JsonSlice root = parse("{\"a\": [1, 2]}");

        assertThat(JsonEdit.of(root).apply()).isEqualTo(root.toBuffer());
        assertThat(JsonEdit.of(member(root, "a")).apply()).hasToString("[1, 2]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                     | a   | {}",
                "{ \"a\" : 1 }          | a   | {  }",
                "{\"a\":1,\"b\":2}      | a   | {\"b\":2}",
                "{\"a\":1, \"b\":2 }    | b   | {\"a\":1 }",
                "{\"a\":1 , \"b\":2}    | b   | {\"a\":1}",
                "{\"a\":1,\"b\":2,\"c\":3} | b | {\"a\":1,\"c\":3}",
                "{\"a\":1,\"b\":2,\"\\u0061\":3} | a | {\"b\":2}",
                "{\"a\":1,\"a\":2}      | a   | {}",
                "{\"b\":0,\"a\":1,\"a\":2,\"c\":3,\"a\":4} | a | {\"b\":0,\"c\":3}",
                "{\"b\":{\"a\":1}}      | a   | {\"b\":{\"a\":1}}"
            })
    void removesMembersWithTheirComma(String json, String member, String expected) {
        JsonSlice root = parse(json);

        assertThat(JsonEdit.of(root).remove(root, member).apply()).hasToString(expected);
        String inserted = JsonEdit.of(root)
                .insert(root, "x", "true")
                .remove(root, member)
                .insert(root, "y", Buffer.buffer("[]"))
                .apply()
                .toString();
        JsonSlice result = parse(inserted);
        assertThat(result.get("x")).hasToString("true");
        assertThat(result.members().getLast().name()).isEqualTo("y");
        assertThat(result.members()).hasSize(parse(expected).members().size() + 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[ ]", "[1]", "[1 , [2] ]", "[{}]"})
    void addsElementsAfterTheLast(String json) {
        JsonSlice root = parse(json);
        int before = root.elements().size();

        JsonSlice result = parse(JsonEdit.of(root)
                .insertElement(root, "\"x\"")
                .insertElement(root, Buffer.buffer("{}"))
                .insertElement(root, "3".getBytes(UTF_8))
                .apply()
                .toString());

        assertThat(result.elements()).hasSize(before + 3);
        assertThat(result.elements().subList(0, before)).isEqualTo(root.elements());
        assertThat(result.elements().subList(before, before + 3))
                .extracting(JsonSlice::toString)
                .containsExactly("\"x\"", "{}", "3");
    }

    @Test
    void takesEditsInAnyOrderAndAnyForm() {
        JsonSlice root = parse("{\"a\":{\"b\":{\"c\":1}},\"d\":[1,2],\"e\":null}");
        JsonSlice inner = member(member(root, "a"), "b");

        String edited = JsonEdit.of(root)
                .replace(member(root, "e"), Buffer.buffer("\"e\""))
                .put(root, "f", "6")
                .insertElement(member(root, "d"), "3")
                .replace(member(inner, "c"), "2".getBytes(UTF_8))
                .put(inner, "x", "0")
                .remove(inner, "nothing")
                .put(root, "g", "7")
                .apply()
                .toString();

        assertThat(edited).isEqualTo("{\"a\":{\"b\":{\"c\":2,\"x\":0}},\"d\":[1,2,3],\"e\":\"e\",\"f\":6,\"g\":7}");
    }

    @Test
    void aMemberPutTwiceIsThereOnce() {
        JsonSlice root = parse("{}");

        assertThat(JsonEdit.of(root).put(root, "a", "1").put(root, "a", "2").apply())
                .hasToString("{\"a\":2}");
    }

    @Test
    void replacesTheRoot() {
        JsonSlice root = parse("[1]");

        assertThat(JsonEdit.of(root).replace(root, "{}").apply()).hasToString("{}");
    }

    @Test
    void refusesEditsThatOverlap() {
        JsonSlice root = parse("{\"a\":{\"b\":1}}");
        JsonSlice a = member(root, "a");

        assertThatIllegalStateException()
                .isThrownBy(() ->
                        JsonEdit.of(root).replace(a, "1").insert(a, "c", "2").apply())
                .withMessageContaining("overlap");
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        JsonEdit.of(root).replace(a, "1").remove(root, "a").apply());
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> JsonEdit.of(root).replace(a, "1").replace(a, "2").apply());
    }

    @Test
    void refusesWhatIsNoPartOfTheRoot() {
        JsonSlice root = parse("{\"a\":[1],\"b\":2}");
        JsonSlice a = member(root, "a");

        assertThatIllegalArgumentException().isThrownBy(() -> JsonEdit.of(root).replace(parse("1"), "2"));
        assertThatIllegalArgumentException().isThrownBy(() -> JsonEdit.of(a).replace(root, "2"));
        assertThatIllegalArgumentException().isThrownBy(() -> JsonEdit.of(a).replace(member(root, "b"), "2"));
        assertThatIllegalArgumentException().isThrownBy(() -> JsonEdit.of(root).insert(a, "b", "2"));
        assertThatIllegalArgumentException().isThrownBy(() -> JsonEdit.of(root).insertElement(root, "2"));
    }

    @Test
    void quotesAnyCharactersOnOneLine() {
        String all = "\0\u0001\b\f\n\r\t\u001f \"\\/\u007f\u0085\u2028\u2029\u00e9\ud83d\ude00\ud800x\udc00";

        String quoted = JsonEdit.quote(all);

        assertThat(quoted.chars()).allMatch(c -> c >= ' ');
        assertThat(parse(quoted).asString()).isEqualTo(all);
        assertThat(JsonEdit.quote("\ud800")).isEqualTo("\"\\ud800\"");
        assertThat(JsonEdit.quote("\udc00\ud800")).isEqualTo("\"\\udc00\\ud800\"");
        assertThat(JsonEdit.quote("plain")).isEqualTo("\"plain\"");
    }

    private static JsonSlice member(JsonSlice object, String name) {
        return requireNonNull(object.get(name));
    }

    private static JsonSlice parse(String json) {
        return JsonSlice.parse(json.getBytes(UTF_8), JsonLimits.DEFAULT);
    }
}
