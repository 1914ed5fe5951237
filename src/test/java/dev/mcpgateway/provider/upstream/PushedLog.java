package dev.mcpgateway.provider.upstream;

import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.PushedEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Keeps what was pushed to a client, and can answer it. */
final class PushedLog implements Push {
    private final List<PushedEvent> events = new CopyOnWriteArrayList<>();
    private volatile boolean begun;
    private volatile Consumer<PushedEvent> reaction;

    /** Does this with each event, too. */
    public PushedLog onEvent(Consumer<PushedEvent> what) {
        reaction = what;
        return this;
    }

    @Override
    public void begin() {
        begun = true;
    }

    @Override
    public void send(PushedEvent event) {
        events.add(event);
        Consumer<PushedEvent> what = reaction;
        if (what != null) {
            what.accept(event);
        }
    }

    @Override
    public boolean writeQueueFull() {
        return false;
    }

    @Override
    public void onDrain(Runnable handler) {
        handler.run();
    }

    public boolean isBegun() {
        return begun;
    }

    public List<PushedEvent> events() {
        return List.copyOf(events);
    }

    /** The messages of the events, priming events left out. */
    public List<Message> messages() {
        return events.stream()
                .map(PushedEvent::message)
                .filter(message -> message != null)
                .toList();
    }

    /** The messages of one method. */
    public List<Message> messages(String method) {
        return messages().stream().filter(message -> message.is(method)).toList();
    }
}
