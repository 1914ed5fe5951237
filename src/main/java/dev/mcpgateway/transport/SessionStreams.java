package dev.mcpgateway.transport;

import dev.mcpgateway.dispatch.Dispatcher;
import dev.mcpgateway.dispatch.Endpoint;
import dev.mcpgateway.dispatch.EventCursor;
import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.McpHeaders;
import dev.mcpgateway.provider.Listening;
import dev.mcpgateway.provider.Provider;
import dev.mcpgateway.provider.Push;
import dev.mcpgateway.session.Session;
import io.vertx.core.Promise;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams that a session's client opens with GET: the standalone one, of which the newest replaces the one before, and
 * those that go on with the stream of an earlier POST.
 */
final class SessionStreams {
    private static final Logger LOG = LoggerFactory.getLogger(SessionStreams.class);

    private final EventLoop loop;

    SessionStreams(EventLoop loop) {
        this.loop = loop;
    }

    /** Opens the stream that {@code Last-Event-ID} asks for; the standalone one without it. */
    void open(Incoming incoming, Dispatcher dispatcher, Session session) {
        String lastEventId = incoming.request().getHeader(McpHeaders.LAST_EVENT_ID);
        EventCursor cursor = lastEventId == null ? null : EventCursor.parse(lastEventId);
        if (cursor instanceof EventCursor.OfCall call) {
            Provider provider = dispatcher.provider(call.provider());
            if (provider == null) {
                throw McpError.invalidRequest(
                        "the stream of this Last-Event-ID cannot be resumed: its upstream is no longer configured");
            }
            ensureRoom(session, 0);
            resume(stream(incoming), session, provider, call.eventId());
        } else {
            // The stream that this one replaces makes room for it.
            ensureRoom(session, session.stream().connection() == null ? 0 : 1);
            standalone(
                    stream(incoming),
                    dispatcher,
                    session,
                    cursor instanceof EventCursor.OfStandalone after ? after : null);
        }
    }

    private void ensureRoom(Session session, int leaving) {
        int allowed = loop.context().config().get().sessions().streamsPerSession();
        if (!loop.open().hasRoom(session.person(), leaving) || session.openStreams() - leaving >= allowed) {
            throw tooMany();
        }
    }

    static McpError tooMany() {
        return new McpError(
                ErrorCode.OVERLOADED,
                "too many open streams (streams.max, sessions.streamsPerSession, rates.streamsPerPerson); try again later",
                429);
    }

    private EventStream stream(Incoming incoming) {
        return new EventStream(
                loop.context().vertx().getOrCreateContext(),
                incoming.response(),
                incoming.principal(),
                loop.context().config().get().streams().queuedBytes(),
                true);
    }

    /** Goes on with the stream of an earlier POST; replaces nothing. */
    private void resume(EventStream stream, Session session, Provider provider, String eventId) {
        Promise<Listening> resumed = Promise.promise();
        session.enterStream();
        Runnable forget = session.onEnd(stream::end);
        stream.onEnd(() -> {
            forget.run();
            loop.open().remove(stream);
            session.leaveStream();
            resumed.future().onSuccess(Listening::close);
        });
        loop.open().addStanding(stream, session.person(), true);
        stream.begin();
        if (!stream.isOpen()) {
            return;
        }
        provider.resume(session, eventId, stream)
                .onSuccess(open -> open.ended().onComplete(ended -> stream.end()))
                .onFailure(failure -> {
                    LOG.warn("a stream of upstream {} was not resumed: {}", provider.name(), failure.getMessage());
                    stream.end();
                })
                .onComplete(resumed);
    }

    private void standalone(
            EventStream stream, Dispatcher dispatcher, Session session, EventCursor.@Nullable OfStandalone after) {
        session.enterStream();
        Runnable forget = session.onEnd(stream::end);
        stream.onEnd(() -> {
            forget.run();
            loop.open().remove(stream);
            session.stream().detach(stream);
            session.leaveStream();
        });
        loop.open().addStanding(stream, session.person(), true);
        stream.begin();
        attach(stream, dispatcher, session, after);
    }

    /** Makes a stream the one to which everything outside calls goes; ends the one that it replaces. */
    static void attach(
            EventStream stream, Dispatcher dispatcher, Session session, EventCursor.@Nullable OfStandalone after) {
        if (!stream.isOpen()) {
            return;
        }
        List<Provider> providers = dispatcher.endpoint().sources().stream()
                .map(Endpoint.Source::provider)
                .toList();
        Push replaced = session.stream().attach(session, providers, stream, after);
        if (replaced instanceof EventStream older) {
            older.end();
        }
    }
}
