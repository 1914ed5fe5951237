package dev.mcpgateway.provider;

import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.Message;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/**
 * A source of tools, prompts and resources: a remote MCP server, a REST service, built-in tools. Every method may be called
 * from any event loop and completes on the caller's; failures are {@code McpError}s that name the provider and what to do.
 * Messages come with the provider's own names and leave with the gateway's ids (see {@link PushedEvent}). A provider translates
 * between the client's era and its own.
 */
public interface Provider {

    /** The name in the configuration, {@code [A-Za-z0-9_-]}. */
    String name();

    /**
     * Describes the provider to this client: opens the session where the provider's era has one (with the client's own
     * capabilities), or discovers. Called by {@code initialize} and {@code server/discover}.
     *
     * @param initialize the params of the client's {@code initialize}; null in the stateless era
     */
    Future<ServerDescription> describe(Client client, @Nullable JsonSlice initialize);

    /** One page of a list; cached. A provider that is away answers its last pages, marked, and fails when it has none. */
    Future<Page> page(Client client, ListKind kind, @Nullable String cursor);

    /** Sends a request and completes with its reply; what comes before the reply goes to the call's push. */
    Future<Reply> request(Call call);

    /** Sends a client's notification; completes when the provider accepted it. */
    Future<Void> notify(Client client, Message notification, MultiMap headers);

    /**
     * Brings a client's response to the request that the provider made.
     *
     * @param id the part of the client's id after {@code <provider>/}: the provider's own raw id
     */
    Future<Void> respond(Client client, String id, Message response, MultiMap headers);

    /**
     * Opens the stream of what the provider sends outside any call: list changes, resource updates, log messages, requests.
     *
     * @param filter the {@code notifications} object of {@code subscriptions/listen}; null means everything (a legacy client)
     * @param lastEventId the provider's own event id to resume after; null to begin now
     */
    Future<Listening> listen(Client client, @Nullable JsonSlice filter, @Nullable String lastEventId, Push push);

    /**
     * Resumes the stream of an earlier call after an event; everything, the response included, goes to the push.
     *
     * @param lastEventId the provider's own event id
     */
    Future<Listening> resume(Client client, String lastEventId, Push push);

    /** Ends what this provider holds for a client whose session is over; completes when it is gone. */
    Future<Void> release(Client client);

    /**
     * Lets go of what this process alone holds for a client that another task serves from now on, or whose session another task
     * has ended. Sessions that the other task goes on with stay. Completes when it is gone.
     */
    default Future<Void> leave(Client client) {
        return Future.succeededFuture();
    }

    /** What is known of the provider without asking it, for the banner, pages and metrics. */
    State state();

    /** Closes connections and processes; calls in flight have ended or failed by then. */
    Future<Void> close();

    /** Whether a provider answers. */
    enum State {
        /** Not asked yet. */
        UNKNOWN,
        /** Answered last time. */
        UP,
        /** Failed last time; the circuit breaker lets a trial call through now and then. */
        DOWN
    }
}
