package dev.mcpgateway.protocol;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a parser reports of a stream, in a form that compares. */
final class SseRecorder {

    final List<String> events = new ArrayList<>();
    int comments;
    boolean failed;

    @Nullable
    String lastEventId;

    static SseRecorder read(byte[] stream, List<Integer> sizes, int limit) {
        return read(stream, sizes, limit, event -> {});
    }

    static SseRecorder read(byte[] stream, List<Integer> sizes, int limit, Consumer<SseEvent> also) {
        SseRecorder recorder = new SseRecorder();
        // Looked at only at the end: what was reported must not change when more is read.
        List<SseEvent> reported = new ArrayList<>();
        SseParser parser = new SseParser(limit, reported::add, () -> recorder.comments++);
        try {
            SseParserFuzzTest.cut(stream, sizes).forEach(chunk -> parser.handle(Buffer.buffer(chunk)));
        } catch (SseEventTooLarge e) {
            recorder.failed = true;
        }
        for (SseEvent event : reported) {
            recorder.events.add(
                    show(event.id(), event.event(), event.retry(), event.data().getBytes()));
            also.accept(event);
        }
        recorder.lastEventId = parser.lastEventId();
        return recorder;
    }

    static String show(@Nullable String id, @Nullable String event, @Nullable Long retry, byte[] data) {
        return "id=" + id + "|event=" + event + "|retry=" + retry + "|"
                + new String(data, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
