package dev.mcpgateway.provider.upstream.bridge;

import dev.mcpgateway.protocol.Era;
import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.protocol.ProtocolVersion;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.Listening;
import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.Reply;
import dev.mcpgateway.provider.ServerDescription;
import dev.mcpgateway.provider.UpstreamState;
import dev.mcpgateway.provider.upstream.exchange.CallsInFlight;
import dev.mcpgateway.provider.upstream.exchange.EraMismatch;
import dev.mcpgateway.provider.upstream.exchange.EraPair;
import dev.mcpgateway.provider.upstream.exchange.FreshPage;
import dev.mcpgateway.provider.upstream.exchange.OpenListening;
import dev.mcpgateway.provider.upstream.exchange.Repeatable;
import dev.mcpgateway.provider.upstream.exchange.Upstream;
import dev.mcpgateway.provider.upstream.legacy.SessionDescription;
import dev.mcpgateway.provider.upstream.modern.Discovery;
import dev.mcpgateway.provider.upstream.modern.ModernChannels;
import dev.mcpgateway.provider.upstream.modern.ModernLists;
import dev.mcpgateway.provider.upstream.modern.ModernSubscription;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Clients of the initialize era in front of an upstream of the stateless one. */
public final class LegacyOverModern implements EraPair {
    private static final JsonSlice ALL_LISTS =
            LegacyForms.parse("{\"toolsListChanged\":true,\"promptsListChanged\":true,\"resourcesListChanged\":true}");

    private final Upstream upstream;
    private final ModernChannels channels;
    private final Repeatable repeatable;
    private final KnownTools tools;
    private final Interaction limits;
    private final Discovery discovery;
    private final ModernLists lists;
    private final ClientQuestions questions;
    private final ResourceSubscriptions subscriptions;
    private final CallsInFlight inFlight = new CallsInFlight();

    /** @param task the id of this task */
    public LegacyOverModern(
            Upstream upstream,
            ModernChannels channels,
            Repeatable repeatable,
            KnownTools tools,
            Interaction limits,
            String task) {
        this.upstream = upstream;
        this.channels = channels;
        this.repeatable = repeatable;
        this.tools = tools;
        this.limits = limits;
        this.discovery = new Discovery(upstream, channels);
        this.lists = new ModernLists(upstream, channels);
        this.questions = new ClientQuestions(upstream, limits, task);
        this.subscriptions = new ResourceSubscriptions(upstream, channels);
    }

    @Override
    public Future<ServerDescription> describe(Client client, @Nullable JsonSlice initialize) {
        return discovery
                .discover(client, upstream.config().deadlines().initialize())
                .recover(failure -> Future.failedFuture(explain(failure)))
                .compose(result -> client.remember(
                                upstream.name(),
                                new UpstreamState(null, ProtocolVersion.V2026_07_28.toString(), Set.of()))
                        .map(SessionDescription.of(LegacyForms.initialized(upstream.name(), client, result))));
    }

    @Override
    public Future<FreshPage> page(Client client, ListKind kind, @Nullable String cursor) {
        return lists.page(client, kind, cursor).map(page -> {
            JsonSlice legacy = LegacyForms.result(page.result());
            boolean mirrored = kind == ListKind.TOOLS && !upstream.isProcess();
            return new FreshPage(
                    mirrored ? LegacyForms.usableTools(legacy) : legacy, page.nextCursor(), page.ttlMillis());
        });
    }

    @Override
    public Future<Reply> request(Call call) {
        Message message = call.message();
        String method = message.requireMethod();
        String uri = message.uri();
        return switch (method) {
            case McpMethod.PING, McpMethod.LOGGING_SET_LEVEL -> Future.succeededFuture(empty(call));
            case McpMethod.RESOURCES_SUBSCRIBE ->
                uri == null
                        ? noUri()
                        : subscriptions
                                .subscribe(call.client(), uri)
                                .recover(failure -> Future.failedFuture(explain(failure)))
                                .map(done -> empty(call));
            case McpMethod.RESOURCES_UNSUBSCRIBE ->
                uri == null
                        ? noUri()
                        : subscriptions
                                .unsubscribe(call.client(), uri)
                                .recover(failure -> Future.failedFuture(explain(failure)))
                                .map(done -> empty(call));
            default -> McpMethod.existsIn(method, Era.MODERN) ? translated(call) : cannotCarry(call);
        };
    }

    private Future<Reply> translated(Call call) {
        TranslatedCall translated =
                new TranslatedCall(upstream, channels, repeatable, tools, questions, limits.mostRounds(), call);
        inFlight.began(call.client(), call.message(), translated);
        return translated.send().onComplete(done -> inFlight.ended(call.client(), call.message(), translated));
    }

    private static Reply empty(Call call) {
        return Reply.result(Messages.resultMessage(call.message().requireId(), "{}"));
    }

    private static Future<Reply> noUri() {
        return Future.failedFuture(McpError.invalidParams("params.uri must be a string"));
    }

    private Future<Reply> cannotCarry(Call call) {
        return Future.failedFuture(McpError.eraCannotCarry(call.message().requireMethod() + " has no form in "
                + ProtocolVersion.V2026_07_28 + ", which " + upstream.failures().subject() + " speaks"));
    }

    private Throwable explain(Throwable failure) {
        return failure instanceof EraMismatch ? failure : upstream.failures().error(failure, true);
    }

    @Override
    public Future<Void> notify(Client client, Message notification, MultiMap headers) {
        return switch (notification.requireMethod()) {
            case McpMethod.NOTIFICATIONS_CANCELLED -> {
                inFlight.cancelled(client, notification);
                yield Future.succeededFuture();
            }
            // The server is told with each request, or asks for it when it wants it.
            case McpMethod.NOTIFICATIONS_INITIALIZED,
                    McpMethod.NOTIFICATIONS_PROGRESS,
                    McpMethod.NOTIFICATIONS_ROOTS_LIST_CHANGED -> Future.succeededFuture();
            default ->
                Future.failedFuture(McpError.eraCannotCarry(
                        notification.requireMethod() + " has no form in " + ProtocolVersion.V2026_07_28 + ", which "
                                + upstream.failures().subject() + " speaks"));
        };
    }

    @Override
    public Future<Void> respond(Client client, String id, Message response, MultiMap headers) {
        return questions.answer(client, id, response);
    }

    @Override
    public Future<Listening> listen(
            Client client, @Nullable JsonSlice filter, @Nullable String lastEventId, Push push) {
        subscriptions.restore(client);
        return ModernSubscription.open(upstream, channels, client, ALL_LISTS, new LegacyPush(push))
                .recover(failure -> hasNoSubscriptions(failure)
                        ? Future.succeededFuture(new OpenListening(OpenListening.NO_FILTER, () -> {}))
                        : Future.failedFuture(failure));
    }

    private static boolean hasNoSubscriptions(Throwable failure) {
        return failure instanceof McpError error
                && (error.code() == ErrorCode.METHOD_NOT_FOUND || error.code() == ErrorCode.INVALID_PARAMS);
    }

    @Override
    public Future<Listening> resume(Client client, String lastEventId, Push push) {
        return Future.failedFuture(McpError.eraCannotCarry(upstream.failures().subject() + " speaks "
                + ProtocolVersion.V2026_07_28 + ", whose streams cannot be resumed; call again"));
    }

    @Override
    public Future<Void> release(Client client) {
        questions.release(client);
        subscriptions.release(client);
        return channels.release(client);
    }
}
