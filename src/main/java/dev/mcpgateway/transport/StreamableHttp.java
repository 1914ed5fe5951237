package dev.mcpgateway.transport;

import dev.mcpgateway.dispatch.Dispatcher;
import dev.mcpgateway.protocol.Era;
import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.HeaderCheck;
import dev.mcpgateway.protocol.HeldElsewhere;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.McpHeaders;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.protocol.MetaKeys;
import dev.mcpgateway.protocol.ProtocolVersion;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.Reply;
import dev.mcpgateway.session.Session;
import dev.mcpgateway.session.SessionRecord;
import dev.mcpgateway.session.SessionTransport;
import dev.mcpgateway.session.Sessions;
import dev.mcpgateway.session.StatelessClient;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streamable HTTP at one address, in both eras: a request with modern {@code _meta} is stateless (2026-07-28, transports),
 * {@code initialize} opens a session (2025-11-25, transports, and before).
 */
final class StreamableHttp {
    private static final Logger LOG = LoggerFactory.getLogger(StreamableHttp.class);
    /** A client waits with its next message for this one to be accepted, so a slow upstream is not waited for. */
    private static final long ACCEPT_MILLIS = 1_000;

    private final EventLoop loop;
    private final Sessions sessions;
    private final SessionLookup lookup;
    private final Relays relays;
    private final SessionStreams streams;

    StreamableHttp(EventLoop loop) {
        this.loop = loop;
        this.sessions = loop.context().sessions();
        this.lookup = new SessionLookup(loop);
        this.relays = new Relays(loop);
        this.streams = new SessionStreams(loop);
    }

    void handle(Incoming incoming, Dispatcher dispatcher) {
        HttpMethod method = incoming.request().method();
        if (method.equals(HttpMethod.POST)) {
            post(incoming, dispatcher);
        } else if (method.equals(HttpMethod.GET)) {
            get(incoming, dispatcher);
        } else if (method.equals(HttpMethod.DELETE)) {
            delete(incoming, dispatcher);
        } else {
            incoming.response().putHeader("allow", "GET, POST, DELETE, OPTIONS");
            Answers.failure(
                    incoming.response(),
                    new McpError(ErrorCode.INVALID_REQUEST, "use POST, GET or DELETE at this address", 405));
        }
    }

    private void post(Incoming incoming, Dispatcher dispatcher) {
        McpError refused = MediaTypes.check(incoming.request());
        if (refused != null) {
            Answers.failureAndClose(incoming.request(), refused);
            return;
        }
        long limit = loop.context().config().get().listener().requestBytes();
        RequestBody.read(
                incoming.request(),
                limit,
                loop.open(),
                body -> Answers.guarded(incoming.response(), null, () -> {
                    Incoming whole = incoming.with(body);
                    received(whole, dispatcher, body);
                }));
    }

    private void received(Incoming incoming, Dispatcher dispatcher, Buffer body) {
        JsonLimits limits =
                new JsonLimits(loop.context().config().get().listener().jsonDepth());
        if (Message.isBatch(body)) {
            List<Message> batch = Message.parseBatch(body, limits);
            lookup.named(incoming, dispatcher, null, session -> batch(incoming, dispatcher, session, batch));
            return;
        }
        Message message = Message.parse(body, limits);
        Answers.guarded(incoming.response(), message.id(), () -> received(incoming, dispatcher, message));
    }

    private void received(Incoming incoming, Dispatcher dispatcher, Message message) {
        if (HeaderCheck.era(name -> MediaTypes.joined(incoming.request(), name), message) == Era.MODERN) {
            modern(incoming, dispatcher, message);
        } else if (message.kind() == Message.Kind.REQUEST && McpMethod.INITIALIZE.equals(message.method())) {
            initialize(incoming, dispatcher, message);
        } else if (incoming.isForParked() && isAboutStream(message) && !hasStream(incoming)) {
            Relays.refuse(incoming);
        } else {
            lookup.named(incoming, dispatcher, message.id(), session -> legacy(incoming, dispatcher, session, message));
        }
    }

    private void modern(Incoming incoming, Dispatcher dispatcher, Message message) {
        if (message.kind() == Message.Kind.NOTIFICATION) {
            // The only one is the cancellation of stdio; here closing the stream is the cancellation.
            Answers.accepted(incoming.response());
            return;
        }
        McpError mismatch =
                HeaderCheck.check(name -> MediaTypes.joined(incoming.request(), name), message, ProtocolVersion.MODERN);
        if (mismatch != null) {
            Answers.failure(incoming.response(), mismatch, message.id());
            return;
        }
        JsonSlice meta = message.meta();
        JsonSlice info = meta == null ? null : meta.get(MetaKeys.CLIENT_INFO);
        JsonSlice capabilities = meta == null ? null : meta.get(MetaKeys.CLIENT_CAPABILITIES);
        Client client = new StatelessClient(
                incoming.principal().person(),
                ProtocolVersion.LATEST,
                info == null ? Sessions.nothing() : info,
                capabilities == null ? Sessions.nothing() : capabilities);
        start(incoming, client, false, List.of(message), dispatcher::request);
    }

    private PostExchange start(
            Incoming incoming,
            Client client,
            boolean batch,
            List<Message> requests,
            Function<Call, Future<Reply>> dispatch) {
        Context context = loop.context().vertx().getOrCreateContext();
        PostExchange exchange = new PostExchange(loop, context, incoming.response(), client, batch);
        exchange.start(
                requests,
                incoming,
                dispatch,
                held -> relays.toParked(incoming, requests.getFirst().id(), held, held));
        return exchange;
    }

    private void initialize(Incoming incoming, Dispatcher dispatcher, Message message) {
        Session session = lookup.create(
                SessionRecord.newId(),
                incoming.principal().person(),
                dispatcher,
                SessionTransport.STREAMABLE_HTTP,
                message.params());
        session.lastUsedBy(incoming.principal());
        HttpServerResponse response = incoming.response();
        // Before anything can be sent, since an upstream that starts slowly makes the answer a stream.
        response.putHeader(McpHeaders.SESSION_ID, session.id());
        start(
                incoming,
                session,
                false,
                List.of(message),
                call -> dispatcher
                        .initialize(session, message.params())
                        .compose(initialized -> {
                            session.negotiated(initialized.protocolVersion());
                            return sessions.save(session)
                                    .map(Reply.result(Messages.resultMessage(
                                            message.requireId(),
                                            initialized.result().toBuffer())));
                        })
                        .onFailure(failure -> {
                            if (!response.headWritten()) {
                                response.headers().remove(McpHeaders.SESSION_ID);
                            }
                        }));
    }

    private void legacy(Incoming incoming, Dispatcher dispatcher, Session session, Message message) {
        switch (message.kind()) {
            case REQUEST -> {
                Runnable here = () -> start(incoming, session, false, List.of(message), dispatcher::request);
                if (isAboutStream(message)
                        && !incoming.isForwarded()
                        && session.stream().connection() == null) {
                    relays.toStream(incoming, message.id(), here);
                } else {
                    here.run();
                }
            }
            case NOTIFICATION -> {
                notify(incoming, dispatcher, session, message);
                if (message.is(McpMethod.NOTIFICATIONS_CANCELLED)
                        && !incoming.isForwarded()
                        && !loop.context().callsHere().isCancelled(session, message)) {
                    relays.toOthers(incoming);
                }
                Answers.accepted(incoming.response());
            }
            case RESPONSE ->
                dispatcher
                        .respond(session, message, incoming.headers())
                        .timeout(ACCEPT_MILLIS, TimeUnit.MILLISECONDS)
                        .onComplete(responded -> loop.run(() -> {
                            if (responded.cause() instanceof HeldElsewhere held && !incoming.isForwarded()) {
                                relays.toParked(incoming, message.id(), held, held);
                            } else if (responded.cause() instanceof McpError error) {
                                Answers.failure(incoming.response(), error, message.id());
                            } else {
                                Answers.accepted(incoming.response());
                            }
                        }));
        }
    }

    /** Whether a request changes what comes on the session's stream, and so belongs to the task that has it. */
    private static boolean isAboutStream(Message message) {
        return message.kind() == Message.Kind.REQUEST
                && (message.is(McpMethod.RESOURCES_SUBSCRIBE) || message.is(McpMethod.RESOURCES_UNSUBSCRIBE));
    }

    /** Whether this task has the stream of the session that a request names. */
    private boolean hasStream(Incoming incoming) {
        String id = incoming.request().getHeader(McpHeaders.SESSION_ID);
        Session session = id == null ? null : sessions.live(id);
        return session != null && session.stream().connection() != null;
    }

    private static void notify(Incoming incoming, Dispatcher dispatcher, Session session, Message message) {
        dispatcher
                .notify(session, message, incoming.headers())
                .onFailure(failure -> LOG.warn("{} was not delivered: {}", message.method(), failure.getMessage()));
    }

    private void batch(Incoming incoming, Dispatcher dispatcher, Session session, List<Message> messages) {
        if (!session.version().batches()) {
            throw McpError.invalidRequest(
                    "protocol version " + session.version() + " has no batches: send each message as its own POST");
        }
        List<Message> requests = new ArrayList<>();
        for (Message message : messages) {
            switch (message.kind()) {
                case REQUEST -> requests.add(message);
                case NOTIFICATION -> notify(incoming, dispatcher, session, message);
                case RESPONSE ->
                    dispatcher
                            .respond(session, message, incoming.headers())
                            .onFailure(failure -> LOG.warn("a response was not delivered: {}", failure.getMessage()));
            }
        }
        if (requests.isEmpty()) {
            Answers.accepted(incoming.response());
        } else {
            start(incoming, session, true, requests, dispatcher::request);
        }
    }

    private void get(Incoming incoming, Dispatcher dispatcher) {
        if (incoming.request().getHeader(McpHeaders.SESSION_ID) == null || isModern(incoming)) {
            onlyPost(incoming, "a GET stream needs the Mcp-Session-Id of a session");
        } else if (!MediaTypes.accepts(incoming.request(), "text", "event-stream")) {
            Answers.failure(
                    incoming.response(),
                    new McpError(ErrorCode.INVALID_REQUEST, "Accept must list text/event-stream", 406));
        } else {
            lookup.named(incoming, dispatcher, null, session -> streams.open(incoming, dispatcher, session));
        }
    }

    private void delete(Incoming incoming, Dispatcher dispatcher) {
        if (isModern(incoming)) {
            onlyPost(incoming, "2026-07-28 has no sessions to delete");
            return;
        }
        lookup.named(incoming, dispatcher, null, session -> {
            if (session.stream().connection() instanceof EventStream open) {
                open.end();
            }
            sessions.end(session).onComplete(ended -> {
                if (ended.succeeded()) {
                    incoming.response().setStatusCode(200).end();
                } else {
                    LOG.error("a session was not deleted: {}", ended.cause().getMessage());
                    Answers.failure(
                            incoming.response(),
                            new McpError(ErrorCode.INTERNAL_ERROR, "the session store does not answer", 503));
                }
            });
        });
    }

    private static boolean isModern(Incoming incoming) {
        String version = incoming.request().getHeader(McpHeaders.PROTOCOL_VERSION);
        return version != null && ProtocolVersion.isModern(version);
    }

    private static void onlyPost(Incoming incoming, String why) {
        incoming.response().putHeader("allow", "POST, OPTIONS");
        Answers.failure(incoming.response(), new McpError(ErrorCode.INVALID_REQUEST, why, 405));
    }
}
