package dev.mcpgateway.provider;

/**
 * The way up for what a provider sends before, or outside, an answer. One implementation a transport; the only place where
 * pushed messages leave the gateway. Callable from any event loop; order is kept for calls from one event loop.
 */
public interface Push {

    /** Says that an event stream has begun at the provider, so that the transport may begin one towards the client. */
    void begin();

    /** Sends one message or priming event. Never fails: what can no longer be delivered is dropped and counted. */
    void send(PushedEvent event);

    /** Whether more than the stream's queue limit waits; the provider should stop reading its source until {@link #onDrain}. */
    boolean writeQueueFull();

    /** Calls back once, soon after the queue is below half its limit (at once when it is already), on any thread. */
    void onDrain(Runnable handler);
}
