package dev.mcpgateway.transport;

import dev.mcpgateway.dispatch.Dispatcher;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.JsonRpcId;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.McpHeaders;
import dev.mcpgateway.protocol.ProtocolVersion;
import dev.mcpgateway.session.Session;
import dev.mcpgateway.session.SessionTransport;
import dev.mcpgateway.session.Sessions;
import dev.mcpgateway.store.StoreCorrupt;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds the session that a request names, for the transports that have sessions, and makes new ones. */
final class SessionLookup {
    private final TransportContext context;
    private final Sessions sessions;
    private final Relays relays;

    SessionLookup(EventLoop loop) {
        this.context = loop.context();
        this.sessions = context.sessions();
        this.relays = new Relays(loop);
    }

    /** The session that {@code initialize} asks for, not stored yet. */
    Session create(
            String id, Person person, Dispatcher dispatcher, SessionTransport transport, @Nullable JsonSlice params) {
        JsonSlice version = params == null ? null : params.get("protocolVersion");
        if (params == null || version == null || !version.is(JsonType.STRING)) {
            throw McpError.invalidParams("initialize needs params.protocolVersion, a string such as \"2025-11-25\"");
        }
        int most = context.config().get().rates().sessionsPerPerson();
        if (most > 0 && !person.equals(Person.ANYONE) && sessions.sizeOf(person) >= most) {
            throw new McpError(
                    ErrorCode.OVERLOADED,
                    "you have as many sessions here as rates.sessionsPerPerson allows; end one, or wait until one expires",
                    429);
        }
        JsonSlice info = params.get("clientInfo");
        JsonSlice capabilities = params.get("capabilities");
        return sessions.create(
                id,
                person,
                dispatcher.endpoint().path(),
                transport,
                ProtocolVersion.negotiate(version.asString()),
                info == null || !info.is(JsonType.OBJECT) ? Sessions.nothing() : info,
                capabilities == null || !capabilities.is(JsonType.OBJECT) ? Sessions.nothing() : capabilities);
    }

    /**
     * Goes on with the session that the request's {@code Mcp-Session-Id} names, sends the request to the task that alone can, or
     * answers what is wrong.
     *
     * @param message the id of the request message, to be repeated in an error; null where there is none
     */
    void named(Incoming incoming, Dispatcher dispatcher, @Nullable JsonRpcId message, Consumer<Session> next) {
        String id = incoming.request().getHeader(McpHeaders.SESSION_ID);
        if (id == null) {
            Answers.failure(incoming.response(), missing(), message);
            return;
        }
        String version = incoming.request().getHeader(McpHeaders.PROTOCOL_VERSION);
        if (version != null && ProtocolVersion.of(version) == null) {
            Answers.failure(incoming.response(), unsupported(), message);
            return;
        }
        String path = dispatcher.endpoint().path();
        Session cached = sessions.cached(id, incoming.principal().person(), path);
        if (cached != null) {
            cached.lastUsedBy(incoming.principal());
            sessions.touch(cached);
            go(incoming, message, cached, next);
        } else {
            found(incoming, message, sessions.find(id, incoming.principal().person(), path), next);
        }
    }

    /** Goes on with a session once it is found, or answers that it is not. */
    void found(
            Incoming incoming, @Nullable JsonRpcId message, Future<Optional<Session>> lookup, Consumer<Session> next) {
        lookup.onComplete(found -> Answers.guarded(incoming.response(), message, () -> {
            if (found.failed()) {
                // What cannot be read will not be read later either: the client is to begin anew.
                throw found.cause() instanceof StoreCorrupt ? lost() : Answers.typed(found.cause());
            }
            Session session = found.result().orElseThrow(SessionLookup::lost);
            session.lastUsedBy(incoming.principal());
            sessions.touch(session);
            go(incoming, message, session, next);
        }));
    }

    private void go(Incoming incoming, @Nullable JsonRpcId message, Session session, Consumer<Session> next) {
        Answers.guarded(
                incoming.response(),
                message,
                () -> relays.route(incoming, session, message, () -> next.accept(session)));
    }

    static McpError lost() {
        return McpError.sessionLost(
                "there is no such session: it ended, expired, or belongs to another address; send initialize again");
    }

    private static McpError missing() {
        return McpError.invalidRequest(
                "the Mcp-Session-Id header is missing: send initialize first and repeat the header of its answer,"
                        + " or use protocol version 2026-07-28, which needs no session");
    }

    private static McpError unsupported() {
        return McpError.invalidRequest(
                "this MCP-Protocol-Version is not supported; this address speaks " + ProtocolVersion.SUPPORTED);
    }
}
