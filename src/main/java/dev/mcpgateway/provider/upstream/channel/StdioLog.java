package dev.mcpgateway.provider.upstream.channel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the log what a process says on its standard error: bounded lines, a bounded number of them each second, no control
 * characters. Blocks.
 */
final class StdioLog {
    private static final Logger log = LoggerFactory.getLogger(StdioLog.class);

    private static final int LINE = 2_000;
    private static final int LINES_PER_SECOND = 200;
    private static final long SECOND = 1_000_000_000L;

    private final String upstream;
    private final byte[] line = new byte[LINE];
    private int length;
    private long second = System.nanoTime();
    private int lines;

    StdioLog(String upstream) {
        this.upstream = upstream;
    }

    /** Logs until the end of the stream. */
    void copy(InputStream in) throws IOException {
        byte[] chunk = new byte[4096];
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            for (int i = 0; i < count; i++) {
                if (chunk[i] == '\n') {
                    write();
                } else if (length < LINE) {
                    line[length++] = chunk[i];
                }
            }
        }
        write();
    }

    private void write() {
        String text = printable(line, length);
        length = 0;
        if (System.nanoTime() - second >= SECOND) {
            if (lines > LINES_PER_SECOND) {
                log.info("[{}] {} more lines were left out", upstream, lines - LINES_PER_SECOND);
            }
            second = System.nanoTime();
            lines = 0;
        }
        if (!text.isBlank() && ++lines <= LINES_PER_SECOND) {
            log.info("[{}] {}", upstream, text);
        }
    }

    /** The beginning of a text from outside, fit for a line of the log. */
    static String printable(byte[] bytes, int length) {
        return new String(bytes, 0, Math.min(length, LINE), StandardCharsets.UTF_8)
                .replaceAll("\\p{Cntrl}", " ")
                .strip();
    }
}
