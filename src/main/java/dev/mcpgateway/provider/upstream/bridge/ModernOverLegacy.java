package dev.mcpgateway.provider.upstream.bridge;

import dev.mcpgateway.crypto.AeadBox;
import dev.mcpgateway.protocol.Era;
import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.protocol.MetaKeys;
import dev.mcpgateway.protocol.ProtocolVersion;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.Listening;
import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.Reply;
import dev.mcpgateway.provider.ServerDescription;
import dev.mcpgateway.provider.upstream.channel.Inbound;
import dev.mcpgateway.provider.upstream.channel.Outbound;
import dev.mcpgateway.provider.upstream.exchange.EraMismatch;
import dev.mcpgateway.provider.upstream.exchange.EraPair;
import dev.mcpgateway.provider.upstream.exchange.Exchange;
import dev.mcpgateway.provider.upstream.exchange.FreshPage;
import dev.mcpgateway.provider.upstream.exchange.OpenListening;
import dev.mcpgateway.provider.upstream.exchange.Repeatable;
import dev.mcpgateway.provider.upstream.exchange.Upstream;
import dev.mcpgateway.provider.upstream.legacy.LegacySession;
import dev.mcpgateway.provider.upstream.legacy.LegacySessions;
import dev.mcpgateway.provider.upstream.legacy.OutsideCalls;
import dev.mcpgateway.provider.upstream.legacy.SessionLists;
import dev.mcpgateway.provider.upstream.modern.DiscoveredServer;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Clients of the stateless era in front of an upstream of the initialize era: a session stands in for each of them. */
public final class ModernOverLegacy implements EraPair, OutsideCalls {
    private static final Logger LOG = LoggerFactory.getLogger(ModernOverLegacy.class);

    private final Upstream upstream;
    private final LegacySessions sessions;
    private final Repeatable repeatable;
    private final ModernForms forms;
    private final Audience audience;
    private final InteractiveCalls calls;

    /**
     * @param box seals what clients carry from one request to the next
     * @param task the id of this task
     */
    public ModernOverLegacy(
            Upstream upstream,
            LegacySessions sessions,
            Repeatable repeatable,
            Interaction limits,
            AeadBox box,
            String task) {
        this.upstream = upstream;
        this.sessions = sessions;
        this.repeatable = repeatable;
        this.forms = new ModernForms(upstream.config().catalogTtl());
        this.audience = new Audience(upstream, sessions);
        this.calls = new InteractiveCalls(
                upstream,
                sessions,
                repeatable,
                forms,
                audience,
                limits,
                new RequestState(box, upstream.name(), Clock.systemUTC()),
                task);
    }

    @Override
    public Inbound of(Client client) {
        return audience.of(client);
    }

    @Override
    public Future<ServerDescription> describe(Client client, @Nullable JsonSlice initialize) {
        return sessions.of(client)
                .recover(failure -> Future.failedFuture(explain(failure)))
                .compose(session -> {
                    JsonSlice result = session.initializeResult();
                    return result == null
                            ? Future.failedFuture(McpError.internal("the session was opened elsewhere"))
                            : Future.succeededFuture(DiscoveredServer.describe(
                                    forms.discovered(result), client.version().toString()));
                });
    }

    private Throwable explain(Throwable failure) {
        return failure instanceof EraMismatch ? failure : upstream.failures().error(failure, true);
    }

    @Override
    public Future<FreshPage> page(Client client, ListKind kind, @Nullable String cursor) {
        return SessionLists.page(upstream, sessions, repeatable, client, kind, cursor, audience.of(client))
                .map(result -> {
                    LegacySession session = sessions.open(client);
                    return new FreshPage(
                            forms.page(result, session == null ? null : session.initializeResult()),
                            result.string("nextCursor"),
                            -1);
                });
    }

    @Override
    public Future<Reply> request(Call call) {
        Message message = call.message();
        String method = message.requireMethod();
        if (!McpMethod.existsIn(method, Era.MODERN) || !McpMethod.existsIn(method, Era.LEGACY) || isTask(method)) {
            return Future.failedFuture(McpError.methodNotFound(method));
        }
        JsonSlice meta = message.meta();
        JsonSlice wanted = meta == null ? null : meta.get(MetaKeys.LOG_LEVEL);
        if (wanted == null) {
            return calls.request(call);
        }
        LogLevel level = InteractiveCall.wantedLevel(message);
        return level == null
                ? Future.failedFuture(McpError.invalidParams("_meta " + MetaKeys.LOG_LEVEL + " is no log level"))
                : calls.isElsewhere(call)
                        ? calls.request(call)
                        : withLevel(call.client(), level).compose(set -> calls.request(call));
    }

    /** Tasks of the two eras differ, and those of this upstream's era were not announced. */
    private static boolean isTask(String method) {
        return method.startsWith("tasks/");
    }

    /**
     * Makes the session as talkative as the most talkative request so far; each request gets no more than it asked for. The
     * messages are an extra, so that a server which refuses the level keeps no call from being made.
     */
    private Future<Void> withLevel(Client client, LogLevel level) {
        return sessions.of(client)
                .recover(failure -> Future.failedFuture(explain(failure)))
                .compose(session -> {
                    LogLevel set = LogLevel.of(session.logLevel());
                    if (session.capability("logging") == null || (set != null && level.isAtLeast(set))) {
                        return Future.succeededFuture();
                    }
                    Message request = Message.parse(
                            Messages.requestMessage(
                                    upstream.nextId(),
                                    McpMethod.LOGGING_SET_LEVEL,
                                    "{\"level\":" + JsonEdit.quote(level.toString()) + "}"),
                            JsonLimits.DEFAULT);
                    return Exchange.within(
                                    upstream,
                                    upstream.config().deadlines().initialize(),
                                    session.channel(),
                                    new Outbound(request, HttpHeaders.headers()),
                                    IGNORED)
                            .onSuccess(answer -> session.logLevel(level.toString()))
                            .onFailure(failure -> LOG.debug("upstream {}: {}", upstream.name(), failure.getMessage()))
                            .<Void>mapEmpty()
                            .otherwiseEmpty();
                });
    }

    @Override
    public Future<Void> notify(Client client, Message notification, MultiMap headers) {
        // The stateless era has no notification for this direction but cancelling, which is done by call.onCancel.
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> respond(Client client, String id, Message response, MultiMap headers) {
        return Future.failedFuture(McpError.invalidRequest(
                "a client of " + client.version() + " is sent no requests, so it has none to answer"));
    }

    @Override
    public Future<Listening> listen(
            Client client, @Nullable JsonSlice filter, @Nullable String lastEventId, Push push) {
        return audience.listen(client, filter == null ? OpenListening.NO_FILTER : filter, push)
                .recover(failure -> Future.failedFuture(explain(failure)));
    }

    @Override
    public Future<Listening> resume(Client client, String lastEventId, Push push) {
        return Future.failedFuture(
                McpError.methodNotFound("resuming a stream, which " + ProtocolVersion.V2026_07_28 + " does not have"));
    }

    @Override
    public Future<Void> release(Client client) {
        return sessions.release(client);
    }

    /** Ends the calls that wait for their clients. */
    public void close() {
        calls.close();
    }
}
