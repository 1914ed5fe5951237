package dev.mcpgateway.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SseParserTest {

    static List<Arguments> streams() {
        return List.of(
                Arguments.of("data: a\n\n", List.of("id=null|event=null|retry=null|a")),
                Arguments.of("data:a\n\n", List.of("id=null|event=null|retry=null|a")),
                Arguments.of("data:  a \n\n", List.of("id=null|event=null|retry=null| a ")),
                Arguments.of(
                        "data: a\r\rdata: b\r\n\r\n",
                        List.of("id=null|event=null|retry=null|a", "id=null|event=null|retry=null|b")),
                Arguments.of("data: a\ndata: b\rdata\r\ndata:\n\n", List.of("id=null|event=null|retry=null|a\nb\n\n")),
                Arguments.of("\u00ef\u00bb\u00bfdata: a\n\n", List.of("id=null|event=null|retry=null|a")),
                Arguments.of(
                        "\n\n\ndata: \u00c3\u00a9\u00f0\u009f\u0098\u0080\n\n\n",
                        List.of("id=null|event=null|retry=null|\u00c3\u00a9\u00f0\u009f\u0098\u0080")),
                Arguments.of(
                        "id: 1\nevent: message\nretry: 3000\ndata: a\n\ndata: b\n\n",
                        List.of("id=1|event=message|retry=3000|a", "id=null|event=null|retry=null|b")),
                Arguments.of("id: 7\ndata:\n\n", List.of("id=7|event=null|retry=null|")),
                Arguments.of("id: 7\n\n", List.of("id=7|event=null|retry=null|")),
                Arguments.of("id\ndata: a\n\n", List.of("id=|event=null|retry=null|a")),
                Arguments.of("retry: 10\n\n", List.of("id=null|event=null|retry=10|")),
                Arguments.of("retry: 1x\nretry:\nretry: -1\nretry: 12345678901234567890\n\n", List.of()),
                Arguments.of("event: x\n\n", List.of()),
                Arguments.of("id: a\0b\ndata: c\n\n", List.of("id=null|event=null|retry=null|c")),
                Arguments.of(
                        ": hello\n:\ndata: a\n: between\ndata: b\n\n", List.of("id=null|event=null|retry=null|a\nb")),
                Arguments.of("Data: a\ndatax: b\ndat: c\n data: d\nunknown\n\n", List.of()),
                Arguments.of("data: a\n\ndata: lost", List.of("id=null|event=null|retry=null|a")),
                Arguments.of("data: a\n\ndata: lost\n", List.of("id=null|event=null|retry=null|a")));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void readsEventsHoweverTheStreamIsCut(String stream, List<String> expected) {
        byte[] bytes = stream.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

        assertThat(SseOracle.read(bytes).events).isEqualTo(expected);
        for (int size = 1; size <= bytes.length + 1; size++) {
            assertThat(SseRecorder.read(bytes, List.of(size), 1000).events).isEqualTo(expected);
        }
        for (int cut = 0; cut <= bytes.length; cut++) {
            assertThat(SseRecorder.read(bytes, List.of(cut, 0, bytes.length), 1000).events)
                    .isEqualTo(expected);
        }
    }

    @Test
    void randomStreamsInRandomChunksGiveTheEventsOfTheStandardsAlgorithm() {
        String[] parts = {
            "data: ",
            "data:",
            "data",
            "id: ",
            "id",
            "event: e",
            "retry: 5",
            ": c",
            ":",
            "\n",
            "\r",
            "\r\n",
            "\n\n",
            "\r\r",
            "x",
            "{\"a\":1}",
            "\u00e9",
            "\ud83d\ude00",
            " ",
            "\0",
            "\ufeff",
            "123",
            "abcdefghijklmnop"
        };
        Random random = new Random(925);
        for (int i = 0; i < 5000; i++) {
            StringBuilder stream = new StringBuilder();
            for (int k = random.nextInt(40); k > 0; k--) {
                stream.append(parts[random.nextInt(parts.length)]);
            }
            List<Integer> sizes = new ArrayList<>(Collections.nCopies(5, 0));
            sizes.replaceAll(none -> random.nextInt(30));
            byte[] bytes = stream.toString().getBytes(UTF_8);
            SseOracle expected = SseOracle.read(bytes);
            SseRecorder actual = SseRecorder.read(bytes, sizes, 10_000);
            assertThat(actual.events).as(stream.toString()).isEqualTo(expected.events);
            assertThat(actual.comments).isEqualTo(expected.comments);
            assertThat(actual.lastEventId).isEqualTo(expected.lastEventId);
        }
    }

    @Test
    void commentsAreActivityAndNothingElse() {
        List<String> activity = new ArrayList<>();
        SseParser parser = new SseParser(100, event -> activity.add("event"), () -> activity.add("comment"));

        parser.handle(Buffer.buffer(": keep-alive\n\n:\n"));

        assertThat(activity).containsExactly("comment", "comment");
        assertThat(parser.insideEvent()).isFalse();
    }

    @Test
    void remembersWhereToResume() {
        SseParser parser = new SseParser(100, event -> {}, () -> {});

        assertThat(parser.lastEventId()).isNull();
        parser.handle(Buffer.buffer("id: 1\ndata: a\n\nid: 2\n\ndata: b\n\nid: 3\ndata: cut"));
        assertThat(parser.lastEventId()).as("not that of the unfinished event").isEqualTo("2");
        assertThat(parser.insideEvent()).isTrue();
        parser.handle(Buffer.buffer("\n\n"));
        assertThat(parser.lastEventId()).isEqualTo("3");
        assertThat(parser.insideEvent()).isFalse();
        parser.handle(Buffer.buffer("id\n\n"));
        assertThat(parser.lastEventId()).isEmpty();
    }

    @Test
    void anUnfinishedEventIsKnownFromItsFirstField() {
        for (String begun : new String[] {"d", "id: 1\n", "event: x\n", "retry: 1\n", "data: x\n", "data\n"}) {
            SseParser parser = new SseParser(100, event -> {}, () -> {});
            parser.handle(Buffer.buffer(begun));
            assertThat(parser.insideEvent()).as(begun).isTrue();
        }
    }

    @Test
    void parsesAMessageWhereItIs() {
        String json = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}";
        List<SseEvent> events = new ArrayList<>();
        SseParser parser = new SseParser(1000, events::add, () -> {});

        parser.handle(Buffer.buffer("id: x\ndata: " + json
                + "\n\ndata: {\"jsonrpc\":\"2.0\",\ndata: \"method\":\"m\"}\n\ndata: no\n\ndata\n\n"));

        assertThat(events).hasSize(4);
        assertThat(events.get(0).message(JsonLimits.DEFAULT).toBuffer()).hasToString(json);
        assertThat(events.get(0).isEmpty()).isFalse();
        assertThat(events.get(0)).hasToString("SseEvent[id=x, event=null, retry=null, " + json.length() + " bytes]");
        assertThat(events.get(1).message(JsonLimits.DEFAULT).method()).isEqualTo("m");
        assertThat(events.get(1).message(JsonLimits.DEFAULT).toBuffer())
                .hasToString("{\"jsonrpc\":\"2.0\",\n\"method\":\"m\"}");
        assertThatExceptionOfType(InvalidMessage.class)
                .isThrownBy(() -> events.get(2).message(JsonLimits.DEFAULT));
        assertThat(events.get(3).isEmpty()).isTrue();
    }

    @Test
    void refusesAnEventAboveTheLimit() {
        String atLimit = "data:" + "x".repeat(95) + "\n\n";
        for (List<Integer> sizes : List.of(List.<Integer>of(), List.of(1), List.of(7))) {
            assertThat(SseRecorder.read(atLimit.getBytes(UTF_8), sizes, 100).failed)
                    .isFalse();
            assertThat(SseRecorder.read(("x" + atLimit).getBytes(UTF_8), sizes, 100).failed)
                    .isTrue();
            assertThat(SseRecorder.read("data: 123456789\n".repeat(12).getBytes(UTF_8), sizes, 100).failed)
                    .isTrue();
            assertThat(SseRecorder.read((":" + "c".repeat(100)).getBytes(UTF_8), sizes, 100).failed)
                    .isTrue();
        }
    }

    @Test
    void aStreamOfOneEndlessLineIsCutAtTheLimit() {
        SseParser parser = new SseParser(1 << 20, event -> {}, () -> {});
        Buffer chunk = Buffer.buffer("x".repeat(1 << 16));
        parser.handle(Buffer.buffer("data: "));

        assertThatExceptionOfType(SseEventTooLarge.class)
                .isThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        parser.handle(chunk);
                    }
                })
                .withMessageContaining("1048576")
                .satisfies(e -> assertThat(e.limit()).isEqualTo(1 << 20));
    }

    @Test
    void commentsInsideAnEventDoNotCountOrStay() {
        List<SseEvent> events = new ArrayList<>();
        SseParser parser = new SseParser(100, events::add, () -> {});
        parser.handle(Buffer.buffer("data: a\n"));
        for (int i = 0; i < 100_000; i++) {
            parser.handle(Buffer.buffer(": still here\n"));
        }
        parser.handle(Buffer.buffer("data: b\n\n"));

        assertThat(events).extracting(event -> event.data().toString()).containsExactly("a\nb");
    }

    @Test
    void aLimitBelowOneIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SseParser(0, event -> {}, () -> {}));
    }
}
