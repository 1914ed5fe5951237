package dev.mcpgateway.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The algorithm of WHATWG HTML, section 9.2.6, written down as it reads, over a whole stream. */
final class SseOracle {

    final List<String> events = new ArrayList<>();
    int comments;

    @Nullable
    String lastEventId;

    private @Nullable String id;
    private @Nullable String event;
    private @Nullable Long retry;
    private @Nullable String data;

    static SseOracle read(byte[] stream) {
        // One character a byte, so that broken UTF-8 in data stays what it is.
        String text = new String(stream, ISO_8859_1);
        SseOracle oracle = new SseOracle();
        List<String> lines = new ArrayList<>(List.of(text.split("\r\n|\r|\n", -1)));
        lines.removeLast();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            oracle.line(i == 0 && line.startsWith("\u00ef\u00bb\u00bf") ? line.substring(3) : line);
        }
        return oracle;
    }

    private void line(String line) {
        if (line.isEmpty()) {
            dispatch();
            return;
        }
        int colon = line.indexOf(':');
        if (colon == 0) {
            comments++;
            return;
        }
        String field = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(colon + 1);
        value = value.startsWith(" ") ? value.substring(1) : value;
        switch (field) {
            case "data" -> data = data == null ? value : data + "\n" + value;
            case "event" -> event = utf8(value);
            case "id" -> id = value.contains("\0") ? id : utf8(value);
            case "retry" -> retry = value.matches("[0-9]{1,18}") ? Long.valueOf(value) : retry;
            default -> {}
        }
    }

    private void dispatch() {
        if (data != null || id != null || retry != null) {
            events.add(SseRecorder.show(id, event, retry, (data == null ? "" : data).getBytes(ISO_8859_1)));
        }
        lastEventId = id == null ? lastEventId : id;
        id = null;
        event = null;
        retry = null;
        data = null;
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(ISO_8859_1), UTF_8);
    }
}
