package dev.mcpgateway.provider.upstream.legacy;

import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.Listening;
import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.Reply;
import dev.mcpgateway.provider.ServerDescription;
import dev.mcpgateway.provider.upstream.channel.Answer;
import dev.mcpgateway.provider.upstream.channel.Inbound;
import dev.mcpgateway.provider.upstream.channel.Outbound;
import dev.mcpgateway.provider.upstream.exchange.CallsInFlight;
import dev.mcpgateway.provider.upstream.exchange.EraPair;
import dev.mcpgateway.provider.upstream.exchange.FreshPage;
import dev.mcpgateway.provider.upstream.exchange.Renumbering;
import dev.mcpgateway.provider.upstream.exchange.Repeatable;
import dev.mcpgateway.provider.upstream.exchange.ServerMessages;
import dev.mcpgateway.provider.upstream.exchange.Upstream;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Clients and upstream of the initialize era: what either says passes as it was written. */
public final class LegacyPassing implements EraPair, OutsideCalls {
    private final Upstream upstream;
    private final Repeatable repeatable;
    private final ServerMessages messages;
    private final LegacySessions sessions;
    private final SessionStreams streams;
    private final CallsInFlight inFlight = new CallsInFlight();
    private final Map<String, Push> listeners = new ConcurrentHashMap<>();

    public LegacyPassing(Upstream upstream, LegacySessions sessions, Repeatable repeatable) {
        this.upstream = upstream;
        this.repeatable = repeatable;
        this.messages = new ServerMessages(upstream);
        this.sessions = sessions;
        this.streams = new SessionStreams(upstream, sessions);
    }

    @Override
    public Inbound of(Client client) {
        return new LegacyInbound(client.standalone(), messages, upstream.listChanges(), null) {
            @Override
            Push push() {
                return listeners.getOrDefault(client.key(), client.standalone());
            }
        };
    }

    @Override
    public Future<ServerDescription> describe(Client client, @Nullable JsonSlice initialize) {
        Future<LegacySession> session =
                initialize == null ? sessions.of(client) : sessions.initialize(client, initialize);
        return session.compose(open -> {
            JsonSlice result = open.initializeResult();
            return result == null
                    ? Future.failedFuture(McpError.internal(
                            upstream.failures().subject() + " was described to an earlier process; initialize again"))
                    : Future.succeededFuture(description(client, result));
        });
    }

    private ServerDescription description(Client client, JsonSlice answered) {
        JsonSlice result = upstream.config().shared() ? inVersionOf(client, answered) : answered;
        return SessionDescription.of(result);
    }

    /** The session that all share was opened in the version of the gateway; each client is answered in its own. */
    private static JsonSlice inVersionOf(Client client, JsonSlice result) {
        return JsonSlice.parse(
                JsonEdit.of(result)
                        .put(
                                result,
                                "protocolVersion",
                                JsonEdit.quote(client.version().toString()))
                        .apply(),
                JsonLimits.DEFAULT);
    }

    @Override
    public Future<FreshPage> page(Client client, ListKind kind, @Nullable String cursor) {
        return SessionLists.page(upstream, sessions, repeatable, client, kind, cursor, of(client))
                .map(result -> new FreshPage(result, result.string("nextCursor"), -1));
    }

    @Override
    public Future<Reply> request(Call call) {
        Client client = call.client();
        Message message = call.message();
        Renumbering renumbering = upstream.config().shared() ? new Renumbering(message, upstream.nextId()) : null;
        SessionCall sending = new SessionCall(
                upstream,
                sessions,
                repeatable,
                client,
                renumbering == null ? message : renumbering.number(message),
                upstream.headers().from(call.headers(), call.requestId()),
                this::send,
                session -> inbound(call.push(), session, renumbering));
        Runnable abort = new Abort(upstream, sending, renumbering);
        call.onCancel(abort);
        // Otherwise a stream without end would be read for nobody. A client that comes back resumes it at the upstream.
        Context context = upstream.vertx().getOrCreateContext();
        call.onAbandon(() -> sending.abort(context));
        inFlight.began(client, message, abort);
        return sending.send().transform((answer, failure) -> {
            inFlight.ended(client, message, abort);
            if (failure != null) {
                return Future.failedFuture(failure);
            }
            Reply reply = reply(answer, renumbering);
            return isSubscription(message) && !reply.isError()
                    ? noted(client, message, sending.session()).map(reply)
                    : Future.succeededFuture(reply);
        });
    }

    private static boolean isSubscription(Message request) {
        return request.is(McpMethod.RESOURCES_SUBSCRIBE) || request.is(McpMethod.RESOURCES_UNSUBSCRIBE);
    }

    private Future<Answer> send(LegacySession session, Outbound request, Inbound inbound) {
        Message message = request.message();
        int bytes = message == null ? 0 : message.root().length();
        return upstream.guard().call(bytes, () -> session.channel().request(request, inbound));
    }

    private Inbound inbound(Push push, LegacySession session, @Nullable Renumbering renumbering) {
        if (renumbering == null) {
            return new LegacyInbound(push, messages, upstream.listChanges(), session);
        }
        return new LegacyInbound(push, messages, upstream.listChanges(), session) {
            @Override
            public void event(@Nullable Message message, @Nullable String eventId, @Nullable Long retryMillis) {
                // A stream whose ids were changed cannot be resumed by the client, so it gets no event ids.
                if (message != null) {
                    super.event(renumbering.restore(message), null, null);
                }
            }
        };
    }

    /** Keeps what must be said again in a new session. */
    private Future<Void> noted(Client client, Message request, LegacySession session) {
        String uri = request.uri();
        boolean changed = uri != null
                && (request.is(McpMethod.RESOURCES_SUBSCRIBE) ? session.subscribed(uri) : session.unsubscribed(uri));
        return changed ? sessions.remember(client, session) : Future.succeededFuture();
    }

    private Reply reply(Answer answer, @Nullable Renumbering renumbering) {
        Message message = answer.message();
        if (message == null) {
            return Reply.DETACHED;
        }
        return renumbering == null
                ? new Reply(answer.status(), message, upstream.ids().event(answer.eventId()))
                : new Reply(answer.status(), renumbering.restore(message), null);
    }

    @Override
    public Future<Void> notify(Client client, Message notification, MultiMap headers) {
        if (!sessions.knows(client) || notification.is(McpMethod.NOTIFICATIONS_INITIALIZED)) {
            // There is nothing yet that it could concern, and each session is told when it is opened.
            return Future.succeededFuture();
        }
        if (!notification.is(McpMethod.NOTIFICATIONS_CANCELLED)) {
            return send(client, notification, headers);
        }
        // In a shared session the server knows the call by another id, under which it is told of its end.
        Future<Void> told = upstream.config().shared() ? Future.succeededFuture() : send(client, notification, headers);
        return told.onComplete(done -> inFlight.cancelled(client, notification));
    }

    @Override
    public Future<Void> respond(Client client, String id, Message response, MultiMap headers) {
        Message restored = SessionStreams.withRawId(response, id);
        return restored == null
                ? Future.failedFuture(McpError.invalidRequest("no request with this id was sent to the client"))
                : send(client, restored, headers);
    }

    private Future<Void> send(Client client, Message message, MultiMap headers) {
        return sessions.of(client)
                .compose(session -> session.channel()
                        .send(new Outbound(message, upstream.headers().from(headers))))
                .recover(failure -> Future.failedFuture(upstream.failures().error(failure, false)));
    }

    @Override
    public Future<Listening> listen(
            Client client, @Nullable JsonSlice filter, @Nullable String lastEventId, Push push) {
        return streams.listen(
                client,
                lastEventId,
                session -> new LegacyInbound(push, messages, upstream.listChanges(), session),
                () -> {
                    listeners.put(client.key(), push);
                    return () -> listeners.remove(client.key(), push);
                });
    }

    @Override
    public Future<Listening> resume(Client client, String lastEventId, Push push) {
        return streams.resume(
                client, lastEventId, session -> new LegacyInbound(push, messages, upstream.listChanges(), session));
    }

    @Override
    public Future<Void> release(Client client) {
        listeners.remove(client.key());
        return sessions.release(client);
    }

    /** Drops what this process holds for a client that another task serves, or has said goodbye to. */
    public Future<Void> leave(Client client) {
        listeners.remove(client.key());
        return sessions.leave(client);
    }

    /** Ends waiting for a call. */
    private record Abort(
            Upstream upstream,
            Context context,
            SessionCall call,
            @Nullable Renumbering renumbering) implements Runnable {
        Abort(Upstream upstream, SessionCall call, @Nullable Renumbering renumbering) {
            this(upstream, upstream.vertx().getOrCreateContext(), call, renumbering);
        }

        @Override
        public void run() {
            if (renumbering != null) {
                context.runOnContext(here -> call.tell(renumbering.cancellation("the client cancelled the call")));
            }
            call.abort(context);
        }
    }
}
