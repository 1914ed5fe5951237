package dev.mcpgateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** However a stream is cut into chunks, the same events come out, and they are those of the specification's algorithm. */
class SseParserFuzzTest {

    @FuzzTest
    void chunks(FuzzedDataProvider data) {
        int limit = data.consumeInt(1, 4096);
        List<Integer> sizes = new ArrayList<>();
        int count = data.consumeInt(0, 16);
        for (int i = 0; i < count; i++) {
            sizes.add(data.consumeInt(0, 40));
        }
        byte[] stream = data.consumeRemainingAsBytes();

        SseOracle expected = SseOracle.read(stream);
        SseRecorder unlimited = SseRecorder.read(stream, sizes, Integer.MAX_VALUE);
        assertThat(unlimited.events).isEqualTo(expected.events);
        assertThat(unlimited.comments).isEqualTo(expected.comments);
        assertThat(unlimited.lastEventId).isEqualTo(expected.lastEventId);

        SseRecorder limited = SseRecorder.read(stream, sizes, limit);
        assertThat(limited.failed).isEqualTo(SseRecorder.read(stream, List.of(), limit).failed);
        assertThat(limited.events).isEqualTo(unlimited.events.subList(0, limited.events.size()));

        Buffer frames = Buffer.buffer();
        SseRecorder.read(
                stream,
                sizes,
                Integer.MAX_VALUE,
                event -> frames.appendBuffer(SseFrame.event(event.id(), event.event(), event.retry(), event.data())));
        assertThat(SseRecorder.read(frames.getBytes(), sizes, Integer.MAX_VALUE).events)
                .isEqualTo(unlimited.events);
    }

    static List<byte[]> cut(byte[] stream, List<Integer> sizes) {
        List<byte[]> chunks = new ArrayList<>();
        int from = 0;
        for (int i = 0; from < stream.length && !sizes.isEmpty(); i++) {
            // Always goes on, even when all sizes are 0.
            int size = sizes.get(i % sizes.size()) + (i >= sizes.size() ? 1 : 0);
            int to = Math.min(stream.length, from + size);
            chunks.add(Arrays.copyOfRange(stream, from, to));
            from = to;
        }
        if (from < stream.length) {
            chunks.add(Arrays.copyOfRange(stream, from, stream.length));
        }
        return chunks;
    }
}
