package dev.mcpgateway.provider.upstream.channel;

import dev.mcpgateway.protocol.Message;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Remembers what an upstream sent, and is full when a test says so. */
final class RecordingInbound implements Inbound {
    final List<String> log = new CopyOnWriteArrayList<>();
    volatile boolean full;
    volatile boolean accepting = true;
    private volatile @Nullable Runnable drained;

    @Override
    public void begin() {
        log.add("begin");
    }

    @Override
    public void event(@Nullable Message message, @Nullable String eventId, @Nullable Long retryMillis) {
        String what = message == null ? "priming" : message.method() == null ? "response" : message.method();
        log.add(what + (eventId == null ? "" : " #" + eventId) + (retryMillis == null ? "" : " retry " + retryMillis));
    }

    @Override
    public boolean accepts(Message message) {
        return accepting;
    }

    @Override
    public boolean writeQueueFull() {
        return full;
    }

    @Override
    public void onDrain(Runnable handler) {
        if (full) {
            drained = handler;
        } else {
            handler.run();
        }
    }

    boolean isWaitingForDrain() {
        return drained != null;
    }

    /** Makes room again. */
    void drain() {
        full = false;
        Runnable handler = drained;
        drained = null;
        if (handler != null) {
            handler.run();
        }
    }
}
