package dev.mcpgateway.testing;

import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.PushedEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what was pushed. */
public final class RecordingPush implements Push {
    public final List<PushedEvent> events = new CopyOnWriteArrayList<>();
    private final List<Runnable> drainHandlers = new CopyOnWriteArrayList<>();
    public volatile boolean begun;
    private volatile boolean full;

    /** Says that no more can be taken, or that it can again. */
    public void full(boolean now) {
        full = now;
        if (!now) {
            List<Runnable> waiting = List.copyOf(drainHandlers);
            drainHandlers.clear();
            waiting.forEach(Runnable::run);
        }
    }

    /** The messages as text; "-" for an event without one. */
    public List<String> texts() {
        return events.stream()
                .map(event ->
                        event.message() == null ? "-" : event.message().root().toString())
                .toList();
    }

    /** The event ids. */
    public List<String> ids() {
        return events.stream().map(event -> String.valueOf(event.eventId())).toList();
    }

    @Override
    public void begin() {
        begun = true;
    }

    @Override
    public void send(PushedEvent event) {
        events.add(event);
    }

    @Override
    public boolean writeQueueFull() {
        return full;
    }

    @Override
    public void onDrain(Runnable handler) {
        if (full) {
            drainHandlers.add(handler);
        } else {
            handler.run();
        }
    }
}
