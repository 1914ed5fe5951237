package dev.mcpgateway.provider.upstream.modern;

import dev.mcpgateway.protocol.Era;
import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.protocol.ProtocolVersion;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.upstream.channel.Answer;
import dev.mcpgateway.provider.upstream.channel.Outbound;
import dev.mcpgateway.provider.upstream.channel.UpstreamFailure;
import dev.mcpgateway.provider.upstream.exchange.EraMismatch;
import dev.mcpgateway.provider.upstream.exchange.Exchange;
import dev.mcpgateway.provider.upstream.exchange.Upstream;
import io.vertx.core.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** {@code server/discover}: what a server says of itself, and whether it speaks this era at all. */
public final class Discovery {
    private final Upstream upstream;
    private final ModernChannels channels;

    public Discovery(Upstream upstream, ModernChannels channels) {
        this.upstream = upstream;
        this.channels = channels;
    }

    /**
     * Asks the server.
     *
     * @param deadline how long to wait
     * @return the result object; fails with {@link EraMismatch} when the answer is not that of a server of this era
     */
    public Future<JsonSlice> discover(Client client, Duration deadline) {
        Message request = Message.parse(
                Messages.requestMessage(
                        upstream.nextId(), McpMethod.SERVER_DISCOVER, "{\"_meta\":" + RequestMeta.of(client) + "}"),
                JsonLimits.DEFAULT);
        ModernChannel link = channels.of(client);
        link.use();
        return Exchange.within(
                        upstream,
                        deadline,
                        link.channel(),
                        new Outbound(request, ModernHeaders.of(request)),
                        (message, eventId, retryMillis) -> {})
                .transform((answer, failure) -> {
                    link.done();
                    if (failure == null) {
                        return result(answer);
                    }
                    return Future.failedFuture(
                            upstream.isProcess() ? mismatchOfProcess(failure) : mismatchIfRefused(failure));
                })
                .onFailure(failure -> {
                    if (failure instanceof EraMismatch) {
                        channels.discard(client);
                    }
                });
    }

    private Future<JsonSlice> result(Answer answer) {
        Message message = answer.message();
        JsonSlice error = message == null ? null : message.error();
        if (error != null) {
            McpError said = Exchange.upstreamError(error, answer.status());
            return Future.failedFuture(isModern(said, error) ? said : new EraMismatch(Era.MODERN, said));
        }
        JsonSlice result = message == null ? null : message.result();
        if (result == null || !speaksThisEra(result.get("supportedVersions"))) {
            return Future.failedFuture(new EraMismatch(
                    Era.MODERN,
                    McpError.upstreamUnavailable(upstream.failures().subject() + " does not speak "
                            + ProtocolVersion.V2026_07_28 + ", and no other version of its era is spoken here")));
        }
        return Future.succeededFuture(result);
    }

    private static boolean speaksThisEra(@Nullable JsonSlice versions) {
        return versions != null
                && versions.elements().stream()
                        .anyMatch(version -> version.is(JsonType.STRING)
                                && version.asString().equals(ProtocolVersion.V2026_07_28.toString()));
    }

    /** A server of this era may refuse the request and is no legacy server for that. */
    private static boolean isModern(McpError said, JsonSlice error) {
        return switch (said.code()) {
            case ErrorCode.HEADER_MISMATCH, ErrorCode.MISSING_REQUIRED_CLIENT_CAPABILITY -> true;
            case ErrorCode.UNSUPPORTED_PROTOCOL_VERSION -> {
                JsonSlice data = error.get("data");
                yield speaksThisEra(data == null ? null : data.get("supported"));
            }
            default -> false;
        };
    }

    /** A legacy process may answer what it does not know with anything, with silence, or by ending. */
    private static Throwable mismatchOfProcess(Throwable failure) {
        return failure instanceof UpstreamFailure lost && lost.kind() != UpstreamFailure.Kind.UNREACHABLE
                ? new EraMismatch(Era.MODERN, lost)
                : failure;
    }

    /**
     * Whether an HTTP error is that of a server that does not speak this era, rather than of one that fails or wants other
     * credentials.
     */
    static Throwable mismatchIfRefused(Throwable failure) {
        if (!(failure instanceof UpstreamFailure lost)) {
            return failure;
        }
        boolean refused = switch (lost.kind()) {
            case REFUSED ->
                switch (lost.status()) {
                    case 401, 403, 407, 408, 429, 502, 503, 504 -> false;
                    default -> lost.status() >= 400;
                };
            case GARBLED, BROKEN -> true;
            case UNREACHABLE, SESSION_LOST, TIMED_OUT, TOO_LARGE, ABORTED -> false;
        };
        return refused ? new EraMismatch(Era.MODERN, lost) : failure;
    }
}
