package dev.mcpgateway.session;

import dev.mcpgateway.dispatch.EventCursor;
import dev.mcpgateway.dispatch.KeptListening;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.Provider;
import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.PushedEvent;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stream of what belongs to no call: all providers into one, with a cursor over all of them as event id. The connection
 * behind it comes and goes; a newer one replaces the older, and what arrives in between waits in a small queue.
 */
public final class StandaloneStream implements Push {
    /** Enough for the moments between two connections; what is older than this much is dropped. */
    private static final int MOST_WAITING = 256;

    private static final long MOST_WAITING_BYTES = 16L << 20;

    private final Vertx vertx;
    private final Deque<PushedEvent> waiting = new ArrayDeque<>();
    private final Map<String, KeptListening> listening = new HashMap<>();
    private EventCursor.OfStandalone cursor = new EventCursor.OfStandalone(Map.of());
    private @Nullable Push connection;
    private long waitingBytes;
    private List<Runnable> drainHandlers = new ArrayList<>();

    StandaloneStream(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Makes this connection the one that is sent to, and listens to the providers.
     *
     * @param after where to go on, from {@code Last-Event-ID}; null to go on where the stream is
     * @return the connection that it replaces, to be ended by the caller; null when there was none
     */
    public @Nullable Push attach(
            Client client, Collection<Provider> providers, Push next, EventCursor.@Nullable OfStandalone after) {
        Push replaced;
        List<KeptListening> outdated = List.of();
        synchronized (this) {
            replaced = connection;
            connection = next;
            if (after != null && !after.equals(cursor)) {
                // Something was lost on the way: the providers are asked again from where the client is.
                cursor = after;
                waiting.removeIf(event -> event.eventId() != null);
                outdated = List.copyOf(listening.values());
                listening.clear();
            }
            while (!waiting.isEmpty()) {
                next.send(waiting.poll());
            }
            waitingBytes = 0;
        }
        outdated.forEach(KeptListening::close);
        drained();
        listen(client, providers);
        return replaced;
    }

    private void listen(Client client, Collection<Provider> providers) {
        for (Provider provider : providers) {
            synchronized (this) {
                if (connection != null && !listening.containsKey(provider.name())) {
                    String after = cursor.eventIds().get(provider.name());
                    listening.put(
                            provider.name(), KeptListening.open(vertx, provider, client, null, after, this, null));
                }
            }
        }
    }

    /** Ends listening when this is still the connection; a connection that was replaced changes nothing. */
    @SuppressWarnings("ReferenceEquality") // the same connection, not an equal one
    public void detach(Push gone) {
        List<KeptListening> ended;
        synchronized (this) {
            if (connection != gone) {
                return;
            }
            connection = null;
            ended = List.copyOf(listening.values());
            listening.clear();
        }
        ended.forEach(KeptListening::close);
        drained();
    }

    /** The connection that is sent to now; null when the client has none. */
    public synchronized @Nullable Push connection() {
        return connection;
    }

    @Override
    public void begin() {
        // The connection began when the client opened it.
    }

    @Override
    public void send(PushedEvent event) {
        synchronized (this) {
            PushedEvent moved = event.eventId() == null ? event : atCursor(event, event.eventId());
            if (connection != null) {
                connection.send(moved);
            } else {
                await(moved);
            }
        }
    }

    private void await(PushedEvent event) {
        waiting.add(event);
        waitingBytes += size(event);
        while (waiting.size() > MOST_WAITING || (waitingBytes > MOST_WAITING_BYTES && waiting.size() > 1)) {
            waitingBytes -= size(waiting.remove());
        }
    }

    private static int size(PushedEvent event) {
        return event.message() == null ? 0 : event.message().root().length();
    }

    private PushedEvent atCursor(PushedEvent event, String eventId) {
        cursor = cursor.after(
                event.provider(), eventId.substring(event.provider().length() + 1));
        return new PushedEvent(event.provider(), event.message(), cursor.encode(), event.retryMillis());
    }

    @Override
    public boolean writeQueueFull() {
        Push now = connection();
        return now != null && now.writeQueueFull();
    }

    @Override
    public void onDrain(Runnable handler) {
        Push full = null;
        synchronized (this) {
            if (connection != null && connection.writeQueueFull()) {
                drainHandlers.add(handler);
                full = connection;
            }
        }
        if (full == null) {
            handler.run();
        } else {
            full.onDrain(this::drained);
        }
    }

    /** Also when the connection went away or was replaced: nobody waits for one that no longer drains. */
    private void drained() {
        List<Runnable> handlers;
        synchronized (this) {
            handlers = drainHandlers;
            drainHandlers = new ArrayList<>();
        }
        handlers.forEach(Runnable::run);
    }
}
