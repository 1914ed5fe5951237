package dev.mcpgateway.transport;

import dev.mcpgateway.dispatch.Dispatcher;
import dev.mcpgateway.dispatch.EventCursor;
import dev.mcpgateway.protocol.Era;
import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.HeaderCheck;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.McpHeaders;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.protocol.MetaKeys;
import dev.mcpgateway.protocol.ProtocolVersion;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.Listening;
import dev.mcpgateway.provider.Provider;
import dev.mcpgateway.provider.Push;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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

    StreamableHttp(EventLoop loop) {
        this.loop = loop;
        this.sessions = loop.context().sessions();
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
        RequestBody.read(request, limit, loop.open(), body -> {
            try {
                received(request, dispatcher, principal, requestId, body);
            } catch (McpError error) {
                Answers.failure(request.response(), error);
            }
        });
    }

    private void received(
            HttpServerRequest request, Dispatcher dispatcher, Principal principal, String requestId, Buffer body) {
        JsonLimits limits =
                new JsonLimits(loop.context().config().get().listener().jsonDepth());
        if (Message.isBatch(body)) {
            List<Message> batch = Message.parseBatch(body, limits);
            withSession(
                    request, dispatcher, principal, session -> batch(request, dispatcher, session, requestId, batch));
            return;
        }
        Message message = Message.parse(body, limits);
        if (HeaderCheck.era(request::getHeader, message) == Era.MODERN) {
            modern(request, dispatcher, principal, requestId, message);
        } else if (message.kind() == Message.Kind.REQUEST && McpMethod.INITIALIZE.equals(message.method())) {
            initialize(request, dispatcher, principal, requestId, message);
        } else {
            withSession(
                    request,
                    dispatcher,
                    principal,
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
        McpError mismatch = HeaderCheck.check(request::getHeader, message, ProtocolVersion.MODERN);
        if (mismatch != null) {
            Answers.json(request.response(), mismatch.httpStatus(), mismatch.toMessage(message.id()));
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
        Session session = newSession(
                sessions,
                SessionRecord.newId(),
                principal,
                dispatcher,
                SessionTransport.STREAMABLE_HTTP,
                message.params());
        // Before anything can be sent, since an upstream that starts slowly makes the answer a stream.
        request.response().putHeader(McpHeaders.SESSION_ID, session.id());
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
                            return sessions.save(session).map(initialized);
                        })
                        .map(initialized -> Reply.result(Messages.resultMessage(
                                message.requireId(), initialized.result().toBuffer())))
                        .onFailure(failure -> {
                            if (!request.response().headWritten()) {
                                request.response().headers().remove(McpHeaders.SESSION_ID);
                            }
                        }));
    }

    /** The session that {@code initialize} asks for, not stored yet. */
    static Session newSession(
            Sessions sessions,
            String id,
            Principal principal,
            Dispatcher dispatcher,
            SessionTransport transport,
            @Nullable JsonSlice params) {
        JsonSlice version = params == null ? null : params.get("protocolVersion");
        if (params == null || version == null || !version.is(JsonType.STRING)) {
            throw McpError.invalidParams("initialize needs params.protocolVersion, a string such as \"2025-11-25\"");
        }
        JsonSlice info = params.get("clientInfo");
        JsonSlice capabilities = params.get("capabilities");
        return sessions.create(
                id,
                principal.id(),
                dispatcher.endpoint().path(),
                transport,
                ProtocolVersion.negotiate(version.asString()),
                info == null || !info.is(JsonType.OBJECT) ? Sessions.nothing() : info,
                capabilities == null || !capabilities.is(JsonType.OBJECT) ? Sessions.nothing() : capabilities);
    }

    /** Finds the request's session and goes on with it, or answers what is wrong. */
    private void withSession(
            HttpServerRequest request, Dispatcher dispatcher, Principal principal, Consumer<Session> next) {
        String id = request.getHeader(McpHeaders.SESSION_ID);
        if (id == null) {
            throw new McpError(
                    ErrorCode.INVALID_REQUEST,
                    "the Mcp-Session-Id header is missing: send initialize first and repeat the header of its answer,"
                            + " or use protocol version 2026-07-28, which needs no session",
                    400);
        }
        String version = request.getHeader(McpHeaders.PROTOCOL_VERSION);
        if (version != null && ProtocolVersion.of(version) == null) {
            throw new McpError(
                    ErrorCode.INVALID_REQUEST,
                    "this MCP-Protocol-Version is not supported; this address speaks " + ProtocolVersion.SUPPORTED,
                    400);
        }
        String path = dispatcher.endpoint().path();
        Session cached = sessions.cached(id, principal.id(), path);
        if (cached != null) {
            sessions.touch(cached);
            next.accept(cached);
            return;
        }
        sessions.find(id, principal.id(), path).onComplete(found -> {
            try {
                Session session = orLost(found.succeeded() ? found.result() : Optional.empty(), found.cause());
                sessions.touch(session);
                next.accept(session);
            } catch (McpError error) {
                Answers.failure(request.response(), error);
            }
        });
    }

    static Session orLost(Optional<Session> found, @Nullable Throwable failure) {
        if (failure != null) {
            LOG.error("a session could not be read: {}", failure.getMessage());
            throw new McpError(ErrorCode.INTERNAL_ERROR, "the session store does not answer; try again", 503);
        }
        return found.orElseThrow(() -> McpError.sessionLost(
                "there is no such session: it ended, expired, or belongs to another address; send initialize again"));
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
                        .onComplete(responded -> {
                            if (responded.cause() instanceof McpError error) {
                                Answers.failure(request.response(), error);
                            } else {
                                Answers.accepted(request.response());
                            }
                        });
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
        String version = request.getHeader(McpHeaders.PROTOCOL_VERSION);
        boolean sessionless = request.getHeader(McpHeaders.SESSION_ID) == null;
        if (sessionless || (version != null && ProtocolVersion.isModern(version))) {
            request.response().putHeader("allow", "POST, OPTIONS");
            Answers.failure(
                    request.response(),
                    new McpError(ErrorCode.INVALID_REQUEST, "a GET stream needs the Mcp-Session-Id of a session", 405));
            return;
        }
        if (!MediaTypes.accepts(request, "text", "event-stream")) {
            Answers.failure(
                    request.response(),
                    new McpError(ErrorCode.INVALID_REQUEST, "Accept must list text/event-stream", 406));
            return;
        }
        try {
            withSession(request, dispatcher, principal, session -> openStream(request, dispatcher, session));
        } catch (McpError error) {
            Answers.failure(request.response(), error);
        }
    }

    private void openStream(HttpServerRequest request, Dispatcher dispatcher, Session session) {
        int allowed = loop.context().config().get().sessions().streamsPerSession();
        if (!loop.open().hasRoom() || session.openStreams() >= allowed) {
            request.response().putHeader("retry-after", "5");
            Answers.failure(
                    request.response(),
                    new McpError(
                            ErrorCode.OVERLOADED,
                            "too many open streams (streams.max, sessions.streamsPerSession); try again later",
                            429));
            return;
        }
        String lastEventId = request.getHeader(McpHeaders.LAST_EVENT_ID);
        EventCursor cursor = lastEventId == null ? null : EventCursor.parse(lastEventId);
        EventStream stream = new EventStream(
                loop.context().vertx().getOrCreateContext(),
                request.response(),
                loop.context().config().get().streams().queuedBytes(),
                true);
        if (cursor instanceof EventCursor.OfCall call) {
            Provider provider = dispatcher.provider(call.provider());
            if (provider != null) {
                resume(stream, session, provider, call.eventId());
                return;
            }
        }
        standalone(stream, dispatcher, session, cursor instanceof EventCursor.OfStandalone after ? after : null);
    }

    /** Goes on with the stream of an earlier POST; replaces nothing. */
    private void resume(EventStream stream, Session session, Provider provider, String eventId) {
        session.enterStream();
        Future<Listening> listening = provider.resume(session, eventId, stream);
        stream.onEnd(() -> {
            loop.open().remove(stream);
            session.leaveStream();
            listening.onSuccess(Listening::close);
        });
        loop.open().add(stream);
        stream.begin();
        listening
                .onFailure(failure -> {
                    LOG.warn("a stream of upstream {} was not resumed: {}", provider.name(), failure.getMessage());
                    stream.end();
                })
                .onSuccess(open -> open.ended().onComplete(ended -> stream.end()));
    }

    private void standalone(
            EventStream stream, Dispatcher dispatcher, Session session, EventCursor.@Nullable OfStandalone after) {
        session.enterStream();
        stream.onEnd(() -> {
            loop.open().remove(stream);
            session.stream().detach(stream);
            session.leaveStream();
        });
        loop.open().addStanding(stream, true);
        stream.begin();
        List<Provider> providers =
                loop.context().endpoints().providers(dispatcher.endpoint().path());
        Push replaced = session.stream().attach(session, providers, stream, after);
        if (replaced instanceof EventStream older) {
            older.end();
        }
    }

    private void delete(HttpServerRequest request, Dispatcher dispatcher, Principal principal) {
        try {
            withSession(request, dispatcher, principal, session -> {
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
        } catch (McpError error) {
            Answers.failure(request.response(), error);
        }
    }
}
