package dev.mcpgateway.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the gateway changes on the way through (id, name, a token) and nothing else. */
class ByteFidelityTest {

    private static final String ODD =
            "{ \"n\":[1e400,0.10,12345678901234567890,-0,1E+2], \"a\\u0062c\" : \"\\ud83d\\ude00\ud83d\ude00\\/\u2028\u0000\",\t\"x\":{}, \"x\":[ ] }"
                    .replace("\u0000", "\\u0000");

    @Test
    void changingIdAndNameLeavesThePayload() {
        String json = "{\"params\": {\"name\":\"up_echo\", \"arguments\":" + ODD + "},\r\n\"id\":1, \"x-unknown\":"
                + ODD + ",\"jsonrpc\":\"2.0\",\"method\":\"tools/call\"}";
        Message message = Message.parse(Buffer.buffer(json), JsonLimits.DEFAULT);

        Buffer edited = JsonEdit.of(message.root())
                .replace(requireNonNull(message.idSlice()), JsonRpcId.of("u/1").raw())
                .put(requireNonNull(message.params()), "name", JsonEdit.quote("echo"))
                .apply();

        assertThat(edited)
                .hasToString(json.replace("\"id\":1", "\"id\":\"u/1\"").replace("up_echo", "echo"));
    }

    @Test
    void tenMebibytesGoThroughAStreamUntouched() {
        String text = (ODD + ",").repeat(10 * 1024 * 1024 / ODD.length());
        String json = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[" + text + "null]}}";
        byte[] bytes = json.getBytes(UTF_8);
        Buffer frame = SseFrame.event("up/1", "message", Buffer.buffer(bytes));
        List<Message> messages = new ArrayList<>();
        SseParser parser =
                new SseParser(bytes.length + 16, event -> messages.add(event.message(JsonLimits.DEFAULT)), () -> {});

        for (int from = 0; from < frame.length(); from += 10_000) {
            parser.handle(frame.getBuffer(from, Math.min(frame.length(), from + 10_000)));
        }

        assertThat(messages).hasSize(1);
        Message message = messages.getFirst();
        assertThat(message.toBuffer().getBytes()).isEqualTo(bytes);
        Buffer edited = JsonEdit.of(message.root())
                .replace(requireNonNull(message.idSlice()), "\"client\"")
                .apply();
        assertThat(edited).isEqualTo(Buffer.buffer(json.replaceFirst("\"id\":1", "\"id\":\"client\"")));
    }
}
