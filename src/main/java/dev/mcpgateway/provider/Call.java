package dev.mcpgateway.provider;

import dev.mcpgateway.identity.Principal;
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
    private final Principal principal;
    private final Message message;
    private final MultiMap headers;
    private final String requestId;
    private final Push push;
    private final @Nullable Call origin;
    private final List<Runnable> cancelHandlers = new ArrayList<>(1);
    private boolean cancelled;
    private @Nullable Runnable endHandler;
    private volatile @Nullable Runnable abandonHandler;
    private @Nullable String provider;
    private @Nullable Ruling ruling;

    /**
     * @param principal who asks, as this very request has proven
     * @param headers the client's HTTP headers; a provider passes on only what its allow-list names
     * @param requestId the {@code X-Request-Id} of the HTTP request, for logs and upstreams
     * @param push where anything goes that comes before the reply
     */
    public Call(Client client, Principal principal, Message message, MultiMap headers, String requestId, Push push) {
        this(client, principal, message, headers, requestId, push, null);
    }

    private Call(
            Client client,
            Principal principal,
            Message message,
            MultiMap headers,
            String requestId,
            Push push,
            @Nullable Call origin) {
        this.client = client;
        this.principal = principal;
        this.message = message;
        this.headers = headers;
        this.requestId = requestId;
        this.push = push;
        this.origin = origin;
    }

    public Client client() {
        return client;
    }

    /** Who asks. One session can be used with several tokens, so what a call may do is decided by its own. */
    public Principal principal() {
        return principal;
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
        Call call = new Call(client, principal, other, headers, requestId, push, this);
        onCancel(call::cancel);
        onAbandon(call::abandon);
        onEnd(call::end);
        return call;
    }

    /** Notes which provider answers, for logs and metrics. */
    public void routedTo(String name) {
        provider = name;
        if (origin != null) {
            origin.routedTo(name);
        }
    }

    /** The provider that answers; null when the gateway answers itself, or nobody does. */
    public @Nullable String provider() {
        return provider;
    }

    /**
     * What was decided about the call.
     *
     * @param provider whose it is; null when it was decided before that was known
     * @param name the tool, prompt or resource as its provider calls it; null when the method names none
     * @param by what decided: a key of the configuration, or the scope that is missing
     */
    public record Ruling(
            @Nullable String provider, @Nullable String name, boolean allowed, String by) {}

    /** Notes what was decided, for the audit log. */
    public void ruled(Ruling newRuling) {
        ruling = newRuling;
        if (origin != null) {
            origin.ruled(newRuling);
        }
    }

    /** What was decided; null as long as nothing was, which is so for what concerns nobody's tools and data. */
    public @Nullable Ruling ruling() {
        return ruling;
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

    /**
     * Registers how to stop reading what the provider sends to a client that is gone. In the older era that is no cancellation
     * (2025-11-25, transports, "disconnection"): the provider goes on working, and is not told.
     */
    public void onAbandon(Runnable handler) {
        abandonHandler = handler;
    }

    /** The client's connection is gone: what comes now reaches nobody. */
    public void abandon() {
        Runnable handler = abandonHandler;
        if (handler != null) {
            handler.run();
        }
    }

    /** Registers how a call that lasts as long as the client wishes ({@code subscriptions/listen}) comes to its end. */
    public void onEnd(Runnable handler) {
        endHandler = handler;
    }

    /** Asks a lasting call to answer now, because the gateway stops; a call that ends by itself is not touched. */
    public void end() {
        if (endHandler != null) {
            endHandler.run();
        }
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
