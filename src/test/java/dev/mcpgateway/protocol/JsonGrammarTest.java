package dev.mcpgateway.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is JSON and what is not, by the grammar of RFC 8259, in a corpus after the manner of JSONTestSuite. */
class JsonGrammarTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "false",
                "0",
                "-0",
                "7",
                "-1",
                "10",
                "0.1",
                "-0.0",
                "1e1",
                "1E1",
                "1e+1",
                "1e-1",
                "0e0",
                "123456789012345678901234567890",
                "1e400",
                "-1e-400",
                "0.10",
                "1.000000000000000000000000000001",
                "\"\"",
                "\"a\"",
                "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
                "\"\\u0000\"",
                "\"\\u00e9\\u00E9\"",
                "\"\\ud83d\\ude00\"",
                "\"\\ud800\"",
                "\"\\udc00\\ud800\"",
                "\"\\uFFFF\"",
                "\"\u007f\"",
                "\"\u0080\"",
                "\"\u07ff\u0800\uffff\"",
                "\"\ud83d\ude00\"",
                "\"\udbff\udfff\"",
                "\"\u2028\u2029\"",
                "\"\ufeff\"",
                "\"12345678\"",
                "\"1234567\\\"9\"",
                "[]",
                "[ ]",
                "[1]",
                "[1,2]",
                "[ 1 , 2 ]",
                "[[]]",
                "[[],[]]",
                "[{}]",
                "[null,true,false,0,\"\"]",
                "{}",
                "{ }",
                "{\"a\":1}",
                "{\"a\" : 1 , \"b\":2}",
                "{\"\":0}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":{\"a\":{}}}",
                "{\"\\u0061\":[]}",
                " \t\r\n{\r\n\t} \t\r\n",
                "[1,[2,[3,[4]]],{\"a\":[{}]}]",
                "[{\"a\":[]},{\"b\":{}}]"
            })
    void acceptsWhatTheGrammarAllows(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        JsonSlice value = JsonSlice.parse(bytes, JsonLimits.DEFAULT);

        assertThat(value).hasToString(json.strip());
        assertThat(value.start()).isEqualTo(json.length() - json.stripLeading().length());
        assertThat(JacksonOracle.accepts(bytes, JsonLimits.DEFAULT)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nul",
                "nulL",
                "nullx",
                "True",
                "tru",
                "fals",
                "falsee",
                "NaN",
                "Infinity",
                "-Infinity",
                "undefined",
                "-",
                "+1",
                "01",
                "-01",
                "00",
                "1.",
                ".1",
                "-.1",
                "1.e1",
                "1e",
                "1e+",
                "1E-",
                "1e1.5",
                "0x10",
                "1_000",
                "1 2",
                "0 0",
                "--1",
                "1-",
                "1a",
                "\u0661",
                "\"",
                "\"a",
                "\"\\",
                "\"\\\"",
                "\"\\x\"",
                "\"\\u\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\\u+123\"",
                "\"\\U0041\"",
                "\"\\a\"",
                "\"\\'\"",
                "\"\u0000\"",
                "\"\u001f\"",
                "\"\n\"",
                "\"\t\"",
                "\"1234567\n\"",
                "'a'",
                "a",
                "\"a\"b",
                "\"a\"\"b\"",
                "\"\\ud800\\u\"",
                "\"\uff11\\u\uff11\uff11\uff11\uff11\"",
                "[",
                "]",
                "[1",
                "[1,",
                "[1,]",
                "[,1]",
                "[,]",
                "[1 2]",
                "[1,,2]",
                "[}",
                "[1}",
                "[]]",
                "[][]",
                "[\"a\":1]",
                "[1;2]",
                "{",
                "}",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,",
                "{\"a\":1,}",
                "{,}",
                "{,\"a\":1}",
                "{\"a\" 1}",
                "{\"a\":}",
                "{\"a\"::1}",
                "{a:1}",
                "{1:1}",
                "{'a':1}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":1,,\"b\":2}",
                "{]",
                "{}}",
                "{\"a\"}",
                "{\"a\",1}",
                "{[]:1}",
                "{\"a\":1]",
                "{null:1}",
                "[{\"a\":[}]]",
                "// c\n1",
                "/**/1",
                "#\n1",
                "1//",
                "\ufeff1",
                "\u00a01",
                "\f1",
                "\u000b1",
                "1\u0000",
                "\u20281"
            })
    void refusesWhatItDoesNot(String json) {
        byte[] bytes = json.getBytes(UTF_8);

        assertThatExceptionOfType(MalformedJson.class)
                .isThrownBy(() -> JsonSlice.parse(bytes, JsonLimits.DEFAULT))
                .satisfies(e -> assertThat(e.offset()).isBetween(0, bytes.length));
        assertThat(JacksonOracle.accepts(bytes, JsonLimits.DEFAULT)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "c2 80, true",
        "df bf, true",
        "e0 a0 80, true",
        "ed 9f bf, true",
        "ee 80 80, true",
        "ef bf bf, true",
        "f0 90 80 80, true",
        "f4 8f bf bf, true",
        // continuation alone, lead alone, overlong, surrogate, above U+10FFFF, cut, never used
        "80, false",
        "bf, false",
        "c2, false",
        "c2 22, false",
        "c0 80, false",
        "c1 bf, false",
        "e0 80 80, false",
        "e0 9f bf, false",
        "ed a0 80, false",
        "ed bf bf, false",
        "f0 80 80 80, false",
        "f0 8f bf bf, false",
        "f4 90 80 80, false",
        "f5 80 80 80, false",
        "e2 82, false",
        "f0 9f 98, false",
        "e2 28 a1, false",
        "fe, false",
        "ff, false",
        "c3 a9 80, false",
        "f0 9f 98 41, false"
    })
    void holdsStringsToWellFormedUtf8(String hex, boolean wellFormed) {
        byte[] character = HexFormat.ofDelimiter(" ").parseHex(hex);
        byte[] json = ("\"" + new String(character, ISO_8859_1) + "\"").getBytes(ISO_8859_1);

        assertThat(accepts(json, JsonLimits.DEFAULT)).isEqualTo(wellFormed);
        assertThat(accepts(member(json), JsonLimits.DEFAULT)).as("in a name").isEqualTo(wellFormed);
    }

    @Test
    void findsTheSpecialByteWhereverItStands() {
        for (int before = 0; before < 20; before++) {
            for (int after = 0; after < 20; after++) {
                String text = "x".repeat(before) + "\u00e9\\n\ud83d\ude00" + "y".repeat(after);
                JsonSlice value = JsonSlice.parse(("[\"" + text + "\",1]").getBytes(UTF_8), JsonLimits.DEFAULT);
                assertThat(value.elements().getFirst().asString()).isEqualTo(text.replace("\\n", "\n"));
                assertThat(accepts(("\"" + "x".repeat(before) + "\n" + "y".repeat(after) + "\"").getBytes(UTF_8)))
                        .isFalse();
            }
        }
    }

    @Test
    void stopsAtTheDepthLimitAndNotBefore() {
        JsonLimits limits = new JsonLimits(200);
        for (String pair : new String[] {"[]", "{}"}) {
            String open = pair.equals("[]") ? "[" : "{\"a\":";
            String close = pair.substring(1);
            String deepest = open.repeat(199) + pair + close.repeat(199);
            assertThat(accepts(deepest.getBytes(UTF_8), limits)).isTrue();
            assertThatExceptionOfType(MalformedJson.class)
                    .isThrownBy(() -> JsonSlice.parse((open + deepest + close).getBytes(UTF_8), limits))
                    .withMessageContaining("deeper than the limit of 200");
        }
        String siblings = "[" + "[[]],".repeat(1000) + "{}]";
        assertThat(accepts(siblings.getBytes(UTF_8), new JsonLimits(3))).isTrue();
        assertThat(accepts(siblings.getBytes(UTF_8), new JsonLimits(2))).isFalse();
    }

    @Test
    @Attack(WayIn.MONSTROUS_JSON)
    void aDeepTextCostsNoStack() {
        int depth = 1_000_000;
        byte[] bytes = ("[".repeat(depth) + "]".repeat(depth)).getBytes(UTF_8);

        JsonSlice value = JsonSlice.parse(bytes, new JsonLimits(depth));

        assertThat(value.elements()).hasSize(1);
        assertThat(accepts(bytes, JsonLimits.DEFAULT)).isFalse();
    }

    @Test
    void saysWhereItStoppedAndNeverWhatWasThere() {
        assertThatExceptionOfType(MalformedJson.class)
                .isThrownBy(() -> JsonSlice.parse(Buffer.buffer("{\"password\": hunter2}"), JsonLimits.DEFAULT))
                .withMessage("expected a value at byte 13")
                .satisfies(e -> assertThat(e.offset()).isEqualTo(13))
                .satisfies(e -> assertThat(e.getStackTrace()).isEmpty());
        assertThatExceptionOfType(MalformedJson.class)
                .isThrownBy(() -> JsonSlice.parse(Buffer.buffer("[1"), JsonLimits.DEFAULT))
                .withMessage("unexpected end: expected ',' or ']' at byte 2");
    }

    /** One changed byte at a time, which is where parsers differ. */
    @Test
    void agreesWithAnotherParserOnChangedTexts() {
        String[] seeds = {
            "{\"jsonrpc\":\"2.0\",\"id\":-1.5e+3,\"method\":\"a\\u00e9\\n\u00e9\ud83d\ude00\",\"params\":{\"x\":[true,false,null,{}]}}",
            "[0,-0,1.5E-7,\"\\\\\\\"\",[],{\"a\":{\"b\":[[\"\"]]}} , 12345678901234567890]",
            "\"plain text of more than eight bytes, then \\ud83d\\ude00 \u20ac and the rest\""
        };
        String likely = "{}[]\",:\\ 0123456789eE+-.truefalsnu/\n\t\u0001\u007f";
        Random random = new Random(20260728);
        for (int i = 0; i < 60_000; i++) {
            byte[] bytes = seeds[i % seeds.length].getBytes(UTF_8);
            int changes = 1 + random.nextInt(3);
            for (int k = 0; k < changes; k++) {
                int at = random.nextInt(bytes.length);
                bytes[at] = random.nextInt(4) == 0
                        ? (byte) random.nextInt(256)
                        : (byte) likely.charAt(random.nextInt(likely.length()));
            }
            byte[] text = random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
            assertThat(accepts(text))
                    .as(() -> new String(text, UTF_8))
                    .isEqualTo(JacksonOracle.accepts(text, JsonLimits.DEFAULT));
        }
    }

    @Test
    void limitsBelowOneAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new JsonLimits(0)).withMessageContaining("maxDepth");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JsonLimits(1, 0, 1))
                .withMessageContaining("maxBatchSize");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JsonLimits(1, 1, 0))
                .withMessageContaining("maxMembers");
    }

    private static byte[] member(byte[] string) {
        return Buffer.buffer("{").appendBytes(string).appendString(":1}").getBytes();
    }

    private static boolean accepts(byte[] bytes) {
        return accepts(bytes, JsonLimits.DEFAULT);
    }

    private static boolean accepts(byte[] bytes, JsonLimits limits) {
        try {
            JsonSlice.parse(bytes, limits);
            return true;
        } catch (MalformedJson e) {
            return false;
        }
    }
}
