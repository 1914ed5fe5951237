package dev.mcpgateway.transport;

import dev.mcpgateway.dispatch.Dispatcher;
import dev.mcpgateway.protocol.Era;
import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.HeaderCheck;
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
import dev.mcpgateway.session.Principal;
import dev.mcpgateway.session.Session;
import dev.mcpgateway.session.SessionRecord;
import dev.mcpgateway.session.SessionTransport;
import dev.mcpgateway.session.Sessions;
import dev.mcpgateway.session.StatelessClient;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
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
    private final SessionStreams streams;

    StreamableHttp(EventLoop loop) {
        this.loop = loop;
        this.sessions = loop.context().sessions();
        this.lookup = new SessionLookup(sessions);
        this.streams = new SessionStreams(loop);
    }

    void handle(HttpServerRequest request, Dispatcher dispatcher, Principal principal, String requestId) {
        HttpMethod method = request.method();
        if (method.equals(HttpMethod.POST)) {
            post(request, dispatcher, principal, requestId);
        } else if (method.equals(HttpMethod.GET)) {
            get(request, dispatcher, principal);
        } else if (method.equals(HttpMethod.DELETE)) {
            delete(request, dispatcher, principal);
        } else {
            request.response().putHeader("allow", "GET, POST, DELETE, OPTIONS");
            Answers.failure(
                    request.response(),
                    new McpError(ErrorCode.INVALID_REQUEST, "use POST, GET or DELETE at this address", 405));
        }
    }

    private void post(HttpServerRequest request, Dispatcher dispatcher, Principal principal, String requestId) {
        McpError refused = MediaTypes.check(request);
        if (refused != null) {
            Answers.failureAndClose(request, refused);
            return;
        }
        long limit = loop.context().config().get().listener().requestBytes();
        RequestBody.read(
                request,
                limit,
                loop.open(),
                body -> Answers.guarded(
                        request.response(), null, () -> received(request, dispatcher, principal, requestId, body)));
    }

    private void received(
            HttpServerRequest request, Dispatcher dispatcher, Principal principal, String requestId, Buffer body) {
        JsonLimits limits =
                new JsonLimits(loop.context().config().get().listener().jsonDepth());
        if (Message.isBatch(body)) {
            List<Message> batch = Message.parseBatch(body, limits);
            lookup.named(
                    request,
                    dispatcher,
                    principal,
                    null,
                    session -> batch(request, dispatcher, session, requestId, batch));
            return;
        }
        Message message = Message.parse(body, limits);
        Answers.guarded(
                request.response(), message.id(), () -> received(request, dispatcher, principal, requestId, message));
    }

    private void received(
            HttpServerRequest request, Dispatcher dispatcher, Principal principal, String requestId, Message message) {
        if (HeaderCheck.era(name -> MediaTypes.joined(request, name), message) == Era.MODERN) {
            modern(request, dispatcher, principal, requestId, message);
        } else if (message.kind() == Message.Kind.REQUEST && McpMethod.INITIALIZE.equals(message.method())) {
            initialize(request, dispatcher, principal, requestId, message);
        } else {
            lookup.named(
                    request,
                    dispatcher,
                    principal,
                    message.id(),
                    session -> legacy(request, dispatcher, session, requestId, message));
        }
    }

    private void modern(
            HttpServerRequest request, Dispatcher dispatcher, Principal principal, String requestId, Message message) {
        if (message.kind() == Message.Kind.NOTIFICATION) {
            // The only one is the cancellation of stdio; here closing the stream is the cancellation.
            Answers.accepted(request.response());
            return;
        }
        McpError mismatch =
                HeaderCheck.check(name -> MediaTypes.joined(request, name), message, ProtocolVersion.MODERN);
        if (mismatch != null) {
            Answers.failure(request.response(), mismatch, message.id());
            return;
        }
        JsonSlice meta = message.meta();
        JsonSlice info = meta == null ? null : meta.get(MetaKeys.CLIENT_INFO);
        JsonSlice capabilities = meta == null ? null : meta.get(MetaKeys.CLIENT_CAPABILITIES);
        Client client = new StatelessClient(
                principal.id(),
                ProtocolVersion.LATEST,
                info == null ? Sessions.nothing() : info,
                capabilities == null ? Sessions.nothing() : capabilities);
        start(request, client, false, List.of(message), requestId, dispatcher::request);
    }

    private PostExchange start(
            HttpServerRequest request,
            Client client,
            boolean batch,
            List<Message> requests,
            String requestId,
            Function<Call, Future<Reply>> dispatch) {
        Context context = loop.context().vertx().getOrCreateContext();
        PostExchange exchange = new PostExchange(loop, context, request.response(), client, batch);
        exchange.start(requests, request.headers(), requestId, dispatch);
        return exchange;
    }

    private void initialize(
            HttpServerRequest request, Dispatcher dispatcher, Principal principal, String requestId, Message message) {
        Session session = lookup.create(
                SessionRecord.newId(), principal, dispatcher, SessionTransport.STREAMABLE_HTTP, message.params());
        HttpServerResponse response = request.response();
        // Before anything can be sent, since an upstream that starts slowly makes the answer a stream.
        response.putHeader(McpHeaders.SESSION_ID, session.id());
        start(
                request,
                session,
                false,
                List.of(message),
                requestId,
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

    private void legacy(
            HttpServerRequest request, Dispatcher dispatcher, Session session, String requestId, Message message) {
        switch (message.kind()) {
            case REQUEST -> start(request, session, false, List.of(message), requestId, dispatcher::request);
            case NOTIFICATION -> {
                notify(request, dispatcher, session, message);
                Answers.accepted(request.response());
            }
            case RESPONSE ->
                dispatcher
                        .respond(session, message, request.headers())
                        .timeout(ACCEPT_MILLIS, TimeUnit.MILLISECONDS)
                        .onComplete(responded -> loop.run(() -> {
                            if (responded.cause() instanceof McpError error) {
                                Answers.failure(request.response(), error, message.id());
                            } else {
                                Answers.accepted(request.response());
                            }
                        }));
        }
    }

    private static void notify(HttpServerRequest request, Dispatcher dispatcher, Session session, Message message) {
        dispatcher
                .notify(session, message, request.headers())
                .onFailure(failure -> LOG.warn("{} was not delivered: {}", message.method(), failure.getMessage()));
    }

    private void batch(
            HttpServerRequest request,
            Dispatcher dispatcher,
            Session session,
            String requestId,
            List<Message> messages) {
        if (!session.version().batches()) {
            throw McpError.invalidRequest(
                    "protocol version " + session.version() + " has no batches: send each message as its own POST");
        }
        List<Message> requests = new ArrayList<>();
        for (Message message : messages) {
            switch (message.kind()) {
                case REQUEST -> requests.add(message);
                case NOTIFICATION -> notify(request, dispatcher, session, message);
                case RESPONSE ->
                    dispatcher
                            .respond(session, message, request.headers())
                            .onFailure(failure -> LOG.warn("a response was not delivered: {}", failure.getMessage()));
            }
        }
        if (requests.isEmpty()) {
            Answers.accepted(request.response());
        } else {
            start(request, session, true, requests, requestId, dispatcher::request);
        }
    }

    private void get(HttpServerRequest request, Dispatcher dispatcher, Principal principal) {
        if (request.getHeader(McpHeaders.SESSION_ID) == null || isModern(request)) {
            onlyPost(request, "a GET stream needs the Mcp-Session-Id of a session");
        } else if (!MediaTypes.accepts(request, "text", "event-stream")) {
            Answers.failure(
                    request.response(),
                    new McpError(ErrorCode.INVALID_REQUEST, "Accept must list text/event-stream", 406));
        } else {
            lookup.named(request, dispatcher, principal, null, session -> streams.open(request, dispatcher, session));
        }
    }

    private void delete(HttpServerRequest request, Dispatcher dispatcher, Principal principal) {
        if (isModern(request)) {
            onlyPost(request, "2026-07-28 has no sessions to delete");
            return;
        }
        lookup.named(request, dispatcher, principal, null, session -> {
            if (session.stream().connection() instanceof EventStream open) {
                open.end();
            }
            sessions.end(session).onComplete(ended -> {
                if (ended.succeeded()) {
                    request.response().setStatusCode(200).end();
                } else {
                    LOG.error("a session was not deleted: {}", ended.cause().getMessage());
                    Answers.failure(
                            request.response(),
                            new McpError(ErrorCode.INTERNAL_ERROR, "the session store does not answer", 503));
                }
            });
        });
    }

    private static boolean isModern(HttpServerRequest request) {
        String version = request.getHeader(McpHeaders.PROTOCOL_VERSION);
        return version != null && ProtocolVersion.isModern(version);
    }

    private static void onlyPost(HttpServerRequest request, String why) {
        request.response().putHeader("allow", "POST, OPTIONS");
        Answers.failure(request.response(), new McpError(ErrorCode.INVALID_REQUEST, why, 405));
    }
}
