package dev.mcpgateway.provider;

import dev.mcpgateway.protocol.Message;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One client request on its way down. Its Future comes back on the event loop that made it.
 *
 * <p>A call can be cancelled from above (the client went away in the stateless era, or sent {@code notifications/cancelled});
 * who works on it registers what to undo.
 */
public final class Call {
    private final Client client;
    private final Message message;
    private final MultiMap headers;
    private final String requestId;
    private final Push push;
    private final List<Runnable> cancelHandlers = new ArrayList<>(1);
    private boolean cancelled;

    /**
     * @param headers the client's HTTP headers; a provider passes on only what its allow-list names
     * @param requestId the {@code X-Request-Id} of the HTTP request, for logs and upstreams
     * @param push where anything goes that comes before the reply
     */
    public Call(Client client, Message message, MultiMap headers, String requestId, Push push) {
        this.client = client;
        this.message = message;
        this.headers = headers;
        this.requestId = requestId;
        this.push = push;
    }

    public Client client() {
        return client;
    }

    public Message message() {
        return message;
    }

    public MultiMap headers() {
        return headers;
    }

    public String requestId() {
        return requestId;
    }

    public Push push() {
        return push;
    }

    /** The same call with another message (a name spliced to the provider's own); cancelling either cancels both. */
    public Call with(Message other) {
        Call call = new Call(client, other, headers, requestId, push);
        onCancel(call::cancel);
        return call;
    }

    /** Registers what to do on cancellation; runs at once when the call is cancelled already. */
    public void onCancel(Runnable handler) {
        synchronized (cancelHandlers) {
            if (!cancelled) {
                cancelHandlers.add(handler);
                return;
            }
        }
        handler.run();
    }

    public boolean isCancelled() {
        synchronized (cancelHandlers) {
            return cancelled;
        }
    }

    /** Cancels the call, once; later calls do nothing. */
    public void cancel() {
        @Nullable List<Runnable> handlers;
        synchronized (cancelHandlers) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            handlers = List.copyOf(cancelHandlers);
        }
        handlers.forEach(Runnable::run);
    }
}
