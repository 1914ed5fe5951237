package dev.mcpgateway.transport;

import dev.mcpgateway.config.ListenerConfig;
import dev.mcpgateway.dispatch.Dispatcher;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.HeldElsewhere;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.McpHeaders;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.protocol.SseFrame;
import dev.mcpgateway.provider.PushedEvent;
import dev.mcpgateway.session.Session;
import dev.mcpgateway.session.SessionRecord;
import dev.mcpgateway.session.SessionTransport;
import dev.mcpgateway.session.Sessions;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP+SSE of 2024-11-05: {@code GET /sse} opens the one stream of a session, whose first event names the address to POST to;
 * everything the client is sent comes on the stream.
 *
 * <p>The address, and the id of the event that names it, carry the session's id: a client whose stream broke comes back with
 * {@code Last-Event-ID}, or posts on to the old address, and is in the same session.
 */
final class HttpSse {
    private static final Logger LOG = LoggerFactory.getLogger(HttpSse.class);
    /** Where streams are opened; {@code /sse/<upstream>} for one upstream alone. */
    static final String STREAM_PATH = "/sse";
    /** Where clients post to. */
    static final String MESSAGES_PATH = "/messages";

    private static final String SESSION_PARAMETER = "sessionId";
    /** Names the task that has the stream, for the time in which there is no session yet. */
    private static final String TASK_PARAMETER = "task";

    private final EventLoop loop;
    private final Sessions sessions;
    private final SessionLookup lookup;
    private final Relays relays;
    private final Map<String, OpenedStream> opened;

    /** @param opened streams of all event loops on which nobody has sent {@code initialize} yet, by session id */
    HttpSse(EventLoop loop, Map<String, OpenedStream> opened) {
        this.loop = loop;
        this.sessions = loop.context().sessions();
        this.lookup = new SessionLookup(loop);
        this.relays = new Relays(loop);
        this.opened = opened;
    }

    void openStream(Incoming incoming, Dispatcher dispatcher) {
        if (!incoming.request().method().equals(HttpMethod.GET)) {
            incoming.response().putHeader("allow", "GET, OPTIONS");
            Answers.failure(
                    incoming.response(),
                    new McpError(
                            ErrorCode.INVALID_REQUEST,
                            "this is the address of the HTTP+SSE transport: open a stream with GET, or POST to /mcp",
                            405));
            return;
        }
        if (!MediaTypes.accepts(incoming.request(), "text", "event-stream")) {
            Answers.failure(
                    incoming.response(),
                    new McpError(ErrorCode.INVALID_REQUEST, "Accept must list text/event-stream", 406));
            return;
        }
        if (!loop.open().hasRoom(incoming.principal().person(), 0)) {
            Answers.failure(incoming.response(), SessionStreams.tooMany());
            return;
        }
        String lastEvent = incoming.request().getHeader(McpHeaders.LAST_EVENT_ID);
        if (lastEvent == null) {
            open(incoming, dispatcher, Optional.empty());
            return;
        }
        sessions.find(
                        lastEvent,
                        incoming.principal().person(),
                        dispatcher.endpoint().path())
                .onComplete(found -> Answers.guarded(incoming.response(), null, () -> {
                    Session session = found.succeeded()
                            ? found.result()
                                    .filter(known -> known.isFor(incoming.principal()))
                                    .orElse(null)
                            : null;
                    if (session == null) {
                        open(incoming, dispatcher, Optional.empty());
                    } else {
                        reopen(incoming, dispatcher, session);
                    }
                }));
    }

    /** The answers to calls that wait for the stream are where the stream was, as long as that task is there. */
    private void reopen(Incoming incoming, Dispatcher dispatcher, Session session) {
        String task = session.task();
        if (task == null || !session.isElsewhere() || incoming.isForwarded()) {
            claim(incoming, dispatcher, session);
        } else {
            relays.toTask(incoming, null, task, gone -> claim(incoming, dispatcher, session));
        }
    }

    /** The client posts as soon as it has the address, and must find its stream then. */
    private void claim(Incoming incoming, Dispatcher dispatcher, Session session) {
        session.claim()
                .onFailure(failure ->
                        LOG.warn("other tasks do not find the stream of a session: {}", failure.getMessage()))
                .onComplete(claimed -> loop.run(() -> Answers.guarded(
                        incoming.response(), null, () -> open(incoming, dispatcher, Optional.of(session)))));
    }

    private void open(Incoming incoming, Dispatcher dispatcher, Optional<Session> known) {
        EventStream stream = new EventStream(
                loop.context().vertx().getOrCreateContext(),
                incoming.response(),
                incoming.principal(),
                loop.context().config().get().streams().queuedBytes(),
                false);
        String id = known.map(Session::id).orElseGet(SessionRecord::newId);
        stream.onEnd(() -> {
            loop.open().remove(stream);
            opened.remove(id);
        });
        loop.open().addStanding(stream, incoming.principal().person(), false);
        if (known.isEmpty()) {
            opened.put(id, new OpenedStream(incoming.principal(), dispatcher, stream));
        }
        stream.begin();
        Buffer address = Buffer.buffer(MESSAGES_PATH + "?" + SESSION_PARAMETER + "=" + id + "&" + TASK_PARAMETER + "="
                + loop.context().peers().tasks().self());
        stream.write(SseFrame.event(id, "endpoint", address));
        known.ifPresent(session -> attach(session, dispatcher, stream));
    }

    /** Makes a stream the session's, on the event loop of the stream: its end is noticed there. */
    private void attach(Session session, Dispatcher dispatcher, EventStream stream) {
        stream.run(() -> {
            if (!stream.isOpen()) {
                return;
            }
            session.enterStream();
            Runnable forget = session.onEnd(stream::end);
            stream.onEnd(() -> {
                forget.run();
                session.stream().detach(stream);
                session.leaveStream();
            });
            session.claim()
                    .onFailure(failure ->
                            LOG.warn("other tasks do not find the stream of a session: {}", failure.getMessage()));
            SessionStreams.attach(stream, dispatcher, session, null);
        });
    }

    void receive(Incoming incoming) {
        if (!incoming.request().method().equals(HttpMethod.POST)) {
            incoming.response().putHeader("allow", "POST, OPTIONS");
            Answers.failureAndClose(
                    incoming.request(),
                    new McpError(
                            ErrorCode.INVALID_REQUEST, "messages are POSTed here; GET /sse opens the stream", 405));
            return;
        }
        String id = incoming.request().getParam(SESSION_PARAMETER);
        if (id == null) {
            Answers.failureAndClose(
                    incoming.request(),
                    McpError.invalidRequest("POST to the address that the endpoint event of GET /sse has named"));
            return;
        }
        if (!MediaTypes.isJson(incoming.request().getHeader(HttpHeaders.CONTENT_TYPE))) {
            Answers.failureAndClose(
                    incoming.request(),
                    new McpError(ErrorCode.INVALID_REQUEST, "Content-Type must be application/json", 415));
            return;
        }
        ListenerConfig config = loop.context().config().get().listener();
        RequestBody.read(
                incoming.request(),
                config.requestBytes(),
                loop.open(),
                body -> Answers.guarded(incoming.response(), null, () -> {
                    Incoming whole = incoming.with(body);
                    Message message = Message.parse(body, new JsonLimits(config.jsonDepth()));
                    OpenedStream fresh = opened.get(id);
                    Answers.guarded(incoming.response(), message.id(), () -> {
                        if (fresh != null && fresh.isOf(incoming.principal())) {
                            first(whole, id, fresh, message);
                        } else {
                            found(whole, id, message);
                        }
                    });
                }));
    }

    /** A message on a stream without a session: it must be {@code initialize}. */
    private void first(Incoming incoming, String id, OpenedStream fresh, Message message) {
        if (message.kind() != Message.Kind.REQUEST) {
            Answers.accepted(incoming.response());
            return;
        }
        if (!McpMethod.INITIALIZE.equals(message.method())) {
            // Clients of both eras ask for server/discover first, and go on with initialize after this answer.
            Answers.accepted(incoming.response());
            McpError refused = McpMethod.SERVER_DISCOVER.equals(message.method())
                    ? McpError.methodNotFound(McpMethod.SERVER_DISCOVER)
                    : McpError.invalidRequest("send initialize first");
            fresh.stream()
                    .send(PushedEvent.of(
                            "", Message.parse(refused.toMessage(message.requireId()), JsonLimits.DEFAULT)));
            return;
        }
        Session session = lookup.create(
                id, fresh.principal().person(), fresh.dispatcher(), SessionTransport.HTTP_SSE, message.params());
        opened.remove(id);
        session.lastUsedBy(incoming.principal());
        session.onlyFor(incoming.principal());
        Answers.accepted(incoming.response());
        session.enter();
        // Stored with the session, so that its first call finds the stream from any task.
        session.claim();
        fresh.dispatcher()
                .initialize(session, message.params())
                .compose(initialized -> {
                    session.negotiated(initialized.protocolVersion());
                    return sessions.save(session).map(initialized);
                })
                .onComplete(initialized -> {
                    session.leave();
                    Buffer answer = initialized.succeeded()
                            ? Messages.resultMessage(
                                    message.requireId(),
                                    initialized.result().result().toBuffer())
                            : Answers.typed(initialized.cause()).toMessage(message.requireId());
                    fresh.stream().send(PushedEvent.of("", Message.parse(answer, JsonLimits.DEFAULT)));
                    if (initialized.succeeded()) {
                        attach(session, fresh.dispatcher(), fresh.stream());
                    } else {
                        fresh.stream().run(() -> {
                            if (fresh.stream().isOpen()) {
                                opened.put(id, fresh);
                            }
                        });
                    }
                });
    }

    private void found(Incoming incoming, String id, Message message) {
        String task = incoming.request().getParam(TASK_PARAMETER);
        Principal caller = incoming.principal();
        // One address takes the messages of all streams: a token for one of them is good for its sessions alone.
        Future<Optional<Session>> found =
                sessions.find(id, caller.person(), null).map(known -> known.filter(session -> isFor(caller, session)));
        if (task == null
                || incoming.isForwarded()
                || task.equals(loop.context().peers().tasks().self())) {
            found(incoming, message, found);
            return;
        }
        found.onComplete(known -> {
            if (known.succeeded() && known.result().isEmpty()) {
                // Perhaps a stream of that task on which nobody has sent initialize yet.
                relays.toTask(
                        incoming,
                        message.id(),
                        task,
                        gone -> Answers.failure(incoming.response(), SessionLookup.lost(), message.id()));
            } else {
                found(incoming, message, found);
            }
        });
    }

    private static boolean isFor(Principal caller, Session session) {
        SessionRecord record = session.record();
        return record.transport() == SessionTransport.HTTP_SSE
                && session.isFor(caller)
                && caller.mayUse(OpenedStream.path(record.endpoint()));
    }

    private void found(Incoming incoming, Message message, Future<Optional<Session>> found) {
        lookup.found(incoming, message.id(), found, session -> {
            Dispatcher dispatcher = loop.context()
                    .endpoints()
                    .at(session.record().endpoint(), incoming.principal(), incoming.selection());
            if (dispatcher == null) {
                throw McpError.sessionLost("the address of this session is no longer configured");
            }
            if (session.task() == null) {
                // The task that had the stream stopped: the answers wait here for the client to come back.
                session.hold()
                        .onComplete(held -> Answers.guarded(incoming.response(), message.id(), () -> {
                            if (held.cause() instanceof HeldElsewhere) {
                                relays.route(
                                        incoming,
                                        session,
                                        message.id(),
                                        () -> received(incoming, dispatcher, session, message));
                            } else {
                                received(incoming, dispatcher, session, message);
                            }
                        }));
            } else {
                received(incoming, dispatcher, session, message);
            }
        });
    }

    private void received(Incoming incoming, Dispatcher dispatcher, Session session, Message message) {
        switch (message.kind()) {
            case REQUEST -> {
                Answers.accepted(incoming.response());
                new SseCall(loop, dispatcher, session).start(message, incoming);
            }
            case NOTIFICATION -> {
                Answers.accepted(incoming.response());
                dispatcher
                        .notify(session, message, incoming.headers())
                        .onFailure(failure ->
                                LOG.warn("{} was not delivered: {}", message.method(), failure.getMessage()));
            }
            case RESPONSE ->
                dispatcher.respond(session, message, incoming.headers()).onComplete(responded -> {
                    if (responded.cause() instanceof HeldElsewhere held && !incoming.isForwarded()) {
                        relays.toParked(incoming, message.id(), held, held);
                    } else if (responded.cause() instanceof McpError error) {
                        Answers.failure(incoming.response(), error, message.id());
                    } else {
                        Answers.accepted(incoming.response());
                    }
                });
        }
    }
}
