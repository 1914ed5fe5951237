package dev.mcpgateway.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event stream (WHATWG HTML, section 9.2) from chunks that may end anywhere. Each byte is copied once when a chunk
 * holds whole events, and a bounded number of times else; what is kept between chunks is the unfinished event alone, at most
 * twice the limit and one chunk.
 *
 * <p>Not thread-safe. After a failure, the consumer's own included, the stream is lost and the parser is not used again.
 */
public final class SseParser {

    private static final byte[] NOTHING = {};

    private final int maxEventBytes;
    private final Consumer<SseEvent> events;
    private final Runnable comments;

    /** Holds the data of the unfinished event, if any, and behind it the unfinished line. */
    private byte[] buffer = NOTHING;
    /** The chunk of which {@link #buffer} is a plain copy. */
    private @Nullable Buffer chunk;

    private int limit;
    private int lineStart;
    private int scanned;
    private int dataStart = -1;
    private int dataEnd;
    private boolean joined;

    private boolean beginning = true;
    private boolean afterCr;

    private @Nullable String id;
    private @Nullable String event;
    private @Nullable Long retry;
    private @Nullable String lastEventId;

    /**
     * A parser at the beginning of a stream.
     *
     * @param maxEventBytes how large the data of one event together with its unfinished line may be; 1 or more
     * @param events gets each event
     * @param comments runs for each comment line: the other side is alive
     */
    public SseParser(int maxEventBytes, Consumer<SseEvent> events, Runnable comments) {
        if (maxEventBytes < 1) {
            throw new IllegalArgumentException("maxEventBytes must be at least 1, not " + maxEventBytes);
        }
        this.maxEventBytes = maxEventBytes;
        this.events = events;
        this.comments = comments;
    }

    /**
     * Reads the next bytes of the stream and reports what they complete. The chunk must not change afterwards.
     *
     * @throws SseEventTooLarge when an event passes the limit, finished or not
     */
    public void handle(Buffer next) {
        append(next);
        while (true) {
            int eol = Words.indexOfEither(buffer, scanned, limit, '\n', '\r');
            require(eol);
            if (eol == limit) {
                break;
            }
            int start = lineStart;
            lineStart = afterLine(eol);
            scanned = lineStart;
            line(start, eol);
        }
        scanned = limit;
        if (lineStart == limit && dataStart < 0) {
            buffer = NOTHING;
            chunk = null;
            limit = 0;
            lineStart = 0;
            scanned = 0;
        }
    }

    /** Whether the stream so far ends inside an event, which is lost when nothing follows. */
    public boolean insideEvent() {
        return dataStart >= 0 || lineStart < limit || id != null || event != null || retry != null;
    }

    /** The id to resume behind: that of the last finished event with an id field; null when there was none. */
    public @Nullable String lastEventId() {
        return lastEventId;
    }

    private void append(Buffer next) {
        int from = 0;
        if (afterCr && next.length() > 0) {
            afterCr = false;
            from = next.getByte(0) == '\n' ? 1 : 0;
        }
        if (lineStart == limit && dataStart < 0) {
            buffer = next.getBytes();
            chunk = next;
            limit = buffer.length;
            lineStart = from;
            scanned = from;
            return;
        }
        chunk = null;
        int added = next.length() - from;
        if (buffer.length - limit < added) {
            grow(added);
        }
        next.getBytes(from, next.length(), buffer, limit);
        limit += added;
    }

    /** Moves what is unfinished to the front of a new array; the old one may belong to events that were reported. */
    private void grow(int added) {
        int data = dataLength();
        int line = limit - lineStart;
        byte[] larger = new byte[Math.max(2 * (data + line), data + line + added)];
        if (data > 0) {
            System.arraycopy(buffer, dataStart, larger, 0, data);
        }
        System.arraycopy(buffer, lineStart, larger, data, line);
        scanned = data + scanned - lineStart;
        if (dataStart >= 0) {
            dataStart = 0;
            dataEnd = data;
        }
        lineStart = data;
        limit = data + line;
        buffer = larger;
    }

    private void require(int eol) {
        if ((long) dataLength() + eol - lineStart > maxEventBytes) {
            throw new SseEventTooLarge(maxEventBytes);
        }
    }

    private int dataLength() {
        return dataStart < 0 ? 0 : dataEnd - dataStart;
    }

    private int afterLine(int eol) {
        int next = eol + 1;
        if (buffer[eol] == '\r') {
            if (next == limit) {
                afterCr = true;
            } else if (buffer[next] == '\n') {
                next++;
            }
        }
        return next;
    }

    private void line(int lineStart, int end) {
        int start = lineStart;
        if (beginning) {
            beginning = false;
            if (end - start >= 3 && at(start, "\u00ef\u00bb\u00bf")) {
                start += 3;
            }
        }
        if (start == end) {
            dispatch();
        } else if (buffer[start] == ':') {
            comments.run();
        } else {
            int colon = Words.indexOfEither(buffer, start, end, ':', ':');
            int value = Math.min(colon + 1, end);
            if (value < end && buffer[value] == ' ') {
                value++;
            }
            field(start, colon - start, value, end);
        }
    }

    private void field(int start, int length, int value, int end) {
        if (length == 4 && at(start, "data")) {
            data(value, end);
        } else if (length == 5 && at(start, "event")) {
            event = text(value, end);
        } else if (length == 2 && at(start, "id")) {
            String candidate = text(value, end);
            if (candidate.indexOf('\0') < 0) {
                id = candidate;
            }
        } else if (length == 5 && at(start, "retry")) {
            retry(text(value, end));
        }
    }

    private void data(int start, int end) {
        if (dataStart < 0) {
            dataStart = start;
            dataEnd = end;
            joined = false;
        } else {
            // Moves it over its own field name, and over nothing that is still needed.
            buffer[dataEnd] = '\n';
            System.arraycopy(buffer, start, buffer, dataEnd + 1, end - start);
            dataEnd += 1 + end - start;
            joined = true;
        }
    }

    private void retry(String millis) {
        // 18 digits fit a long and are longer than anybody waits.
        if (!millis.isEmpty() && millis.length() <= 18 && millis.chars().allMatch(c -> c >= '0' && c <= '9')) {
            retry = Long.parseLong(millis);
        }
    }

    private void dispatch() {
        SseEvent finished = null;
        if (dataStart >= 0 || id != null || retry != null) {
            int start = Math.max(dataStart, 0);
            finished = new SseEvent(id, event, retry, buffer, start, start + dataLength(), joined ? null : chunk);
        }
        if (id != null) {
            lastEventId = id;
        }
        dataStart = -1;
        id = null;
        event = null;
        retry = null;
        if (finished != null) {
            events.accept(finished);
        }
    }

    private boolean at(int start, String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            if ((buffer[start + i] & 0xff) != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private String text(int start, int end) {
        return new String(buffer, start, end - start, UTF_8);
    }
}
