package dev.mcpgateway.provider.upstream.legacy;

import dev.mcpgateway.protocol.Era;
import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.protocol.ProtocolVersion;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.upstream.channel.Answer;
import dev.mcpgateway.provider.upstream.channel.Channel;
import dev.mcpgateway.provider.upstream.channel.Inbound;
import dev.mcpgateway.provider.upstream.channel.Outbound;
import dev.mcpgateway.provider.upstream.channel.UpstreamFailure;
import dev.mcpgateway.provider.upstream.exchange.EraMismatch;
import dev.mcpgateway.provider.upstream.exchange.Exchange;
import dev.mcpgateway.provider.upstream.exchange.Upstream;
import dev.mcpgateway.provider.upstream.exchange.Wire;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Set;

/** Opens sessions: {@code initialize}, {@code notifications/initialized}, over the first transport that takes them. */
final class Handshake {
    private static final JsonSlice GATEWAY_INFO =
            JsonSlice.parse(Buffer.buffer("{\"name\":\"mcp-gateway\",\"version\":\"1\"}"), JsonLimits.DEFAULT);

    private final Upstream upstream;

    Handshake(Upstream upstream) {
        this.upstream = upstream;
    }

    /** The params of {@code initialize} for a client whose own are not at hand. */
    JsonSlice params(Client client) {
        boolean shared = upstream.config().shared();
        ProtocolVersion version =
                client.version().era() == Era.LEGACY && !shared ? client.version() : ProtocolVersion.LATEST_LEGACY;
        JsonSlice info = shared || client.info().get("name") == null ? GATEWAY_INFO : client.info();
        // Nobody could be asked on behalf of all who share a session.
        String capabilities = shared ? "{}" : client.capabilities().toString();
        return JsonSlice.parse(
                Buffer.buffer("{\"protocolVersion\":" + JsonEdit.quote(version.toString()) + ",\"capabilities\":"
                        + capabilities + ",\"clientInfo\":" + info + "}"),
                JsonLimits.DEFAULT);
    }

    /**
     * Opens a session.
     *
     * @param client for whom
     * @param params those of {@code initialize}, passed on as they are
     * @return fails with {@link EraMismatch} when the server answers as one that knows no {@code initialize}
     */
    Future<LegacySession> open(Client client, JsonSlice params, Inbound inbound) {
        return open(client, params, inbound, upstream.wires());
    }

    private Future<LegacySession> open(Client client, JsonSlice params, Inbound inbound, List<Wire> wires) {
        Wire wire = wires.getFirst();
        Channel channel = upstream.open(wire, client);
        return initialize(channel, params, inbound)
                .onSuccess(opened -> upstream.found(wire))
                .recover(failure -> {
                    channel.close();
                    return wires.size() > 1 && mayBeOtherWire(failure)
                            ? open(client, params, inbound, wires.subList(1, wires.size()))
                                    .recover(second -> Future.failedFuture(mismatch(failure, second)))
                            : Future.failedFuture(failure);
                });
    }

    private Future<LegacySession> initialize(Channel channel, JsonSlice params, Inbound inbound) {
        Message request = Message.parse(
                Messages.requestMessage(upstream.nextId(), McpMethod.INITIALIZE, params.toString()),
                JsonLimits.DEFAULT);
        return Exchange.within(
                        upstream, upstream.config().deadlines().initialize(), channel, outbound(request), inbound)
                .recover(failure -> Future.failedFuture(isRefusal(failure) ? mismatch(failure, failure) : failure))
                .compose(answer -> accept(channel, answer))
                .compose(session -> initialized(session).map(session));
    }

    private Future<LegacySession> accept(Channel channel, Answer answer) {
        Message message = answer.message();
        JsonSlice error = message == null ? null : message.error();
        if (error != null) {
            return Future.failedFuture(new EraMismatch(Era.LEGACY, Exchange.upstreamError(error, answer.status())));
        }
        JsonSlice result = message == null ? null : message.result();
        String version = result == null ? null : result.string("protocolVersion");
        if (result == null || version == null) {
            return Future.failedFuture(new EraMismatch(
                    Era.LEGACY,
                    McpError.upstreamUnavailable(upstream.failures().subject()
                            + " answered initialize without a protocolVersion; is its url that of an MCP server?")));
        }
        channel.session(answer.sessionId(), version);
        return Future.succeededFuture(new LegacySession(channel, answer.sessionId(), version, result, Set.of()));
    }

    private Future<Void> initialized(LegacySession session) {
        Message notification = Message.parse(
                Messages.notificationMessage(McpMethod.NOTIFICATIONS_INITIALIZED, null), JsonLimits.DEFAULT);
        return session.channel().send(outbound(notification));
    }

    private static Outbound outbound(Message message) {
        return new Outbound(message, HttpHeaders.headers());
    }

    /** A server of HTTP+SSE has nothing to POST to at its address (2026-07-28, transports, backward compatibility). */
    private static boolean mayBeOtherWire(Throwable failure) {
        return failure instanceof EraMismatch mismatch
                && mismatch.answer() instanceof UpstreamFailure refused
                && (refused.status() == 400 || refused.status() == 404 || refused.status() == 405);
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof UpstreamFailure lost
                && lost.kind() == UpstreamFailure.Kind.REFUSED
                && lost.status() >= 400
                && lost.status() < 500
                && lost.status() != 401
                && lost.status() != 403
                && lost.status() != 429;
    }

    /** What the first transport said is what matters, unless the second brought the server to speak. */
    private static Throwable mismatch(Throwable first, Throwable second) {
        if (second instanceof EraMismatch mismatch && mismatch.answer() instanceof McpError) {
            return second;
        }
        return first instanceof EraMismatch ? first : new EraMismatch(Era.LEGACY, (UpstreamFailure) first);
    }
}
