package dev.mcpgateway.provider.upstream.channel;

/**
 * Bounds what a duplex channel has read and its receivers have not taken yet. Past the limit the source is paused, below half
 * of it the source goes on. Callable from any thread; the handlers run on the thread that crossed the mark, one at a time.
 */
final class ReadAhead {
    private final long limit;
    private final Runnable pause;
    private final Runnable resume;
    private long bytes;
    private boolean paused;

    ReadAhead(long limit, Runnable pause, Runnable resume) {
        this.limit = limit;
        this.pause = pause;
        this.resume = resume;
    }

    synchronized void read(int length) {
        bytes += length;
        if (!paused && bytes > limit) {
            paused = true;
            pause.run();
        }
    }

    synchronized void taken(int length) {
        bytes -= length;
        if (paused && bytes <= limit / 2) {
            paused = false;
            resume.run();
        }
    }
}
