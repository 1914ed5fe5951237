package dev.mcpgateway.provider.upstream.modern;

import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.ProtocolVersion;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.Listening;
import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.Reply;
import dev.mcpgateway.provider.ServerDescription;
import dev.mcpgateway.provider.upstream.exchange.EraPair;
import dev.mcpgateway.provider.upstream.exchange.FreshPage;
import dev.mcpgateway.provider.upstream.exchange.OpenListening;
import dev.mcpgateway.provider.upstream.exchange.Renumbering;
import dev.mcpgateway.provider.upstream.exchange.Repeatable;
import dev.mcpgateway.provider.upstream.exchange.Upstream;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Clients and upstream of the stateless era: what either says passes as it was written. */
public final class ModernPassing implements EraPair {
    private static final String VERSIONS = ProtocolVersion.SUPPORTED.stream()
            .map(version -> JsonEdit.quote(version.toString()))
            .collect(Collectors.joining(",", "[", "]"));

    private final Upstream upstream;
    private final ModernChannels channels;
    private final Repeatable repeatable;
    private final Discovery discovery;
    private final ModernLists lists;

    public ModernPassing(Upstream upstream, ModernChannels channels, Repeatable repeatable) {
        this.upstream = upstream;
        this.channels = channels;
        this.repeatable = repeatable;
        this.discovery = new Discovery(upstream, channels);
        this.lists = new ModernLists(upstream, channels);
    }

    /** The server's own description, but for the versions: clients reach it through a gateway that speaks them all. */
    @Override
    public Future<ServerDescription> describe(Client client, @Nullable JsonSlice initialize) {
        return discovery
                .discover(client, upstream.config().deadlines().initialize())
                .recover(failure -> Future.failedFuture(explain(failure)))
                .map(result -> {
                    JsonSlice versioned = JsonSlice.parse(
                            JsonEdit.of(result)
                                    .put(result, "supportedVersions", VERSIONS)
                                    .apply(),
                            JsonLimits.DEFAULT);
                    return DiscoveredServer.describe(versioned, client.version().toString());
                });
    }

    private Throwable explain(Throwable failure) {
        return failure instanceof dev.mcpgateway.provider.upstream.exchange.EraMismatch
                ? failure
                : upstream.failures().error(failure, true);
    }

    @Override
    public Future<FreshPage> page(Client client, ListKind kind, @Nullable String cursor) {
        return lists.page(client, kind, cursor);
    }

    @Override
    public Future<Reply> request(Call call) {
        Message message = call.message();
        Renumbering renumbering =
                channels.areIdsShared(call.client()) ? new Renumbering(message, upstream.nextId()) : null;
        Message sent = renumbering == null ? message : renumbering.number(message);
        MultiMap headers = ModernHeaders.of(upstream, call, sent);
        upstream.headers().copyParams(call.headers(), headers);
        ModernCall sending = new ModernCall(
                upstream,
                channels,
                repeatable,
                call.client(),
                sent,
                headers,
                new ModernInbound(upstream, call.push(), renumbering));
        call.onCancel(new Abort(upstream.vertx().getOrCreateContext(), sending));
        return sending.send().map(answer -> {
            Message response = answer.message();
            if (response == null) {
                throw McpError.outcomeUnknown("Outcome unknown: "
                        + upstream.failures().subject()
                        + " ended its stream without an answer. The call may have run; look before you repeat it.");
            }
            return new Reply(answer.status(), renumbering == null ? response : renumbering.restore(response), null);
        });
    }

    @Override
    public Future<Void> notify(Client client, Message notification, MultiMap headers) {
        // The core protocol has no notification for this direction over HTTP, and cancelling is done by call.onCancel.
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
        return ModernSubscription.open(
                upstream, channels, client, filter == null ? OpenListening.NO_FILTER : filter, push);
    }

    @Override
    public Future<Listening> resume(Client client, String lastEventId, Push push) {
        return Future.failedFuture(McpError.eraCannotCarry(upstream.failures().subject() + " speaks "
                + ProtocolVersion.V2026_07_28 + ", whose streams cannot be resumed; call again"));
    }

    @Override
    public Future<Void> release(Client client) {
        return channels.release(client);
    }

    /** What is registered with a call to end it. */
    private record Abort(Context context, ModernCall call) implements Runnable {
        @Override
        public void run() {
            call.abort(context);
        }
    }
}
