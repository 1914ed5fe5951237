package dev.mcpgateway.provider.google.document;

import java.time.Duration;

/**
 * What reading one file may take. A file that unpacks to more than its bounds is refused before anything of it is kept.
 *
 * @param pages of a PDF that are read
 * @param unpacked bytes that a file, or one stream of a PDF, may unpack to
 * @param until in {@link System#nanoTime}
 */
public record Bounds(int pages, long unpacked, long until) {

    /** Bounds whose time starts now. */
    public static Bounds of(int pages, long unpacked, Duration time) {
        return new Bounds(pages, unpacked, System.nanoTime() + time.toNanos());
    }

    /** @throws Unreadable when the time is over */
    void checkTime() {
        if (System.nanoTime() - until > 0) {
            throw new Unreadable(
                    "The file takes too long to read.", "Ask the person to open it, or for a smaller one.");
        }
    }

    /** @throws Unreadable when so many bytes are too many */
    void checkSize(long bytes) {
        if (bytes > unpacked) {
            throw new Unreadable(
                    "The file unpacks to more than " + unpacked + " bytes, which is more than is read.",
                    "Ask the person to open it, or for a smaller one.");
        }
    }
}
