package dev.mcpgateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseFrameTest {

    @Test
    void writesEvents() {
        assertThat(SseFrame.event(Buffer.buffer("{}"))).hasToString("data: {}\n\n");
        assertThat(SseFrame.event("up/7", "message", Buffer.buffer("{}")))
                .hasToString("id: up/7\nevent: message\ndata: {}\n\n");
        assertThat(SseFrame.event("1", null, 500L, Buffer.buffer())).hasToString("id: 1\nretry: 500\ndata: \n\n");
        assertThat(SseFrame.retry(0, null)).hasToString("retry: 0\n\n");
        assertThat(SseFrame.retry(3000, "9")).hasToString("id: 9\nretry: 3000\n\n");
        assertThat(SseFrame.comment("")).hasToString(":\n\n");
        assertThat(SseFrame.comment("keep-alive")).hasToString(": keep-alive\n\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\n  \"a\": 1\n}",
                "{\r\n  \"a\": 1\r\n}",
                "{\r  \"a\": 1\r}",
                "\n{\"a\":1}\n\n",
                "{\"a\"\n\r:1}"
            })
    void jsonWithNewlinesBetweenTokensArrivesValid(String json) {
        Buffer frame = SseFrame.event(Buffer.buffer(json));

        List<String> events = SseRecorder.read(frame.getBytes(), List.of(3), 1000).events;

        assertThat(events).hasSize(1);
        String data = events.getFirst().substring(events.getFirst().lastIndexOf('|') + 1);
        JsonSlice arrived = JsonSlice.parse(Buffer.buffer(data), JsonLimits.DEFAULT);
        assertThat(arrived.get("a")).hasToString("1");
        assertThat(data).hasLineCount((int) json.lines().count());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\n  \"a\": 1\n}", "{\r\n  \"a\": 1\r\n}", "\n{\"a\":1}\n\n", "{\"a\":1}", "{\"a\"\n\r:1}"})
    void aMessageIsOneDataLineWhateverNewlinesItHas(String json) {
        Buffer given = Buffer.buffer(json);

        String frame = SseFrame.message("up/7", 500L, given).toString();

        assertThat(frame)
                .startsWith("id: up/7\nevent: message\nretry: 500\ndata: ")
                .endsWith("}\n\n".substring(1));
        assertThat(frame.lines()).hasSize(5);
        String data = frame.lines().toList().get(3).substring("data: ".length());
        assertThat(data).hasSize(json.length());
        assertThat(JsonSlice.parse(Buffer.buffer(data), JsonLimits.DEFAULT).get("a"))
                .hasToString("1");
        assertThat(given).hasToString(json);
    }

    @Test
    void aMessageNeedsNoIdAndNoRetry() {
        assertThat(SseFrame.message(null, null, Buffer.buffer("{}"))).hasToString("event: message\ndata: {}\n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "a\r\ndata: forged", "\n"})
    void nothingCanForgeAField(String value) {
        Buffer data = Buffer.buffer("x");

        assertThatIllegalArgumentException().isThrownBy(() -> SseFrame.event(value, null, data));
        assertThatIllegalArgumentException().isThrownBy(() -> SseFrame.event(null, value, data));
        assertThatIllegalArgumentException().isThrownBy(() -> SseFrame.comment(value));
        assertThatIllegalArgumentException().isThrownBy(() -> SseFrame.retry(1, value));
        assertThat(SseFrame.event(Buffer.buffer(value)).toString().lines())
                .allMatch(line -> line.isEmpty() || line.startsWith("data: "));
    }

    @Test
    void refusesWhatReceiversIgnore() {
        assertThatIllegalArgumentException().isThrownBy(() -> SseFrame.event("a\0b", null, Buffer.buffer()));
        assertThatIllegalArgumentException().isThrownBy(() -> SseFrame.retry(-1, null));
    }
}
