package dev.mcpgateway.provider.upstream.channel;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads lines of bytes up to a limit. Blocks; not safe for threads. */
final class LineReader {

    /** A line is longer than the limit. */
    static final class LineTooLong extends IOException {
        LineTooLong(int limit) {
            super("a line is longer than " + limit + " bytes");
        }
    }

    private static final int ROOM = 8 * 1024;

    private final InputStream in;
    private final int limit;
    private byte[] buffer = new byte[ROOM];
    private int start;
    private int scanned;
    private int end;

    /**
     * @param limit bytes of a line, without what ends it
     */
    LineReader(InputStream in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    /** The next line that is not empty, without its end; the last one needs none. Null at the end. */
    byte @Nullable [] next() throws IOException {
        while (true) {
            while (scanned < end) {
                if (buffer[scanned++] == '\n') {
                    byte[] line = line(scanned - 1);
                    start = scanned;
                    if (line.length > limit) {
                        throw new LineTooLong(limit);
                    }
                    if (line.length > 0) {
                        return line;
                    }
                }
            }
            if (end - start > limit) {
                throw new LineTooLong(limit);
            }
            makeRoom();
            int count = in.read(buffer, end, buffer.length - end);
            if (count < 0) {
                byte[] line = line(end);
                start = end;
                return line.length > 0 ? line : null;
            }
            end += count;
        }
    }

    private byte[] line(int to) {
        int last = to > start && buffer[to - 1] == '\r' ? to - 1 : to;
        return Arrays.copyOfRange(buffer, start, last);
    }

    private void makeRoom() {
        int kept = end - start;
        if (kept == 0 && buffer.length > ROOM) {
            // One large message is no reason to keep its room.
            buffer = new byte[ROOM];
        } else if (kept == buffer.length) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(buffer.length * 2L, limit + 2L));
        } else if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, kept);
        }
        start = 0;
        scanned = kept;
        end = kept;
    }
}
