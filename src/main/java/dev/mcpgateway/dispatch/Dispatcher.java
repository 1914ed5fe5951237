package dev.mcpgateway.dispatch;

import dev.mcpgateway.dispatch.limit.RateLimits;
import dev.mcpgateway.dispatch.policy.Access;
import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.protocol.Era;
import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonRpcId;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.Provider;
import dev.mcpgateway.provider.Reply;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an endpoint does with a client's message: answers it here, sends it to the provider whose name it carries, or to all.
 *
 * <p>An endpoint with one provider passes everything on as it is, unknown methods included. With several, names carry their
 * provider, lists are merged and unknown methods are refused, because nothing says whose they are.
 */
public final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private static final Set<Scope> API = Set.of(Scope.API);

    private final Endpoint endpoint;
    private final Gate gate;
    private final Router router;
    private final Lists lists;
    private final Descriptions descriptions;
    private final Subscriptions subscriptions;
    private final Function<Call, Future<Reply>> way;
    private final Function<Call, Future<Reply>> apiWay;

    /**
     * @param access what the callers of this dispatcher may do; {@code endpoint} has only what they reach
     * @param interceptors the steps before the provider, outermost first
     * @param limits how much upstreams are sent
     * @param version the gateway's own version, for the {@code serverInfo} of several providers together
     */
    public Dispatcher(
            Vertx vertx,
            Endpoint endpoint,
            Access access,
            List<Interceptor> interceptors,
            RateLimits limits,
            String version,
            OpenSubscriptions subscribed) {
        this.endpoint = endpoint;
        this.lists = new Lists(endpoint, access);
        this.gate = new Gate(access, lists, limits);
        this.router = new Router(endpoint, access, lists, gate);
        this.descriptions = new Descriptions(endpoint, access, version);
        this.subscriptions = new Subscriptions(vertx, endpoint, access, gate, router, subscribed);
        this.way = Interceptor.chain(interceptors, this::handle);
        this.apiWay = Interceptor.chain(interceptors, this::handleApi);
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    /** Answers a request of either era; {@code initialize} has its own method. */
    public Future<Reply> request(Call call) {
        return way.apply(call);
    }

    /** The tools of each provider as {@code tools/list} shows them to this client; providers are asked when that is not known. */
    public List<ShownTools> tools(Client client) {
        return lists.tools(client);
    }

    /**
     * Answers a request that came over the HTTP API, which its token has to allow; there, {@code tools/list} has no pages.
     */
    public Future<Reply> apiRequest(Call call) {
        return apiWay.apply(call);
    }

    /** Whether a tool of this name is listed for the callers of this dispatcher; fails when nobody knows. */
    public Future<Boolean> listsTool(Client client, String name) {
        return lists.names(client, ListKind.TOOLS).map(names -> names.contains(name));
    }

    private Future<Reply> handleApi(Call call) {
        McpError missing = gate.missing(call, null, null, API);
        if (missing != null) {
            return Future.failedFuture(missing);
        }
        return call.message().is(McpMethod.TOOLS_LIST) ? lists.whole(call, ListKind.TOOLS) : handle(call);
    }

    /**
     * Answers {@code initialize} for a new session.
     *
     * @return the result object and the protocol version that the session goes on with
     */
    public Future<Initialized> initialize(Client session, @Nullable JsonSlice params) {
        return descriptions.initialize(session, params);
    }

    /**
     * How {@code initialize} ended.
     *
     * @param result the {@code initialize} result
     * @param protocolVersion the version that was negotiated
     */
    public record Initialized(JsonSlice result, String protocolVersion) {}

    private Future<Reply> handle(Call call) {
        Message message = call.message();
        String method = message.method();
        if (method == null) {
            return Future.failedFuture(McpError.invalidRequest("not a request"));
        }
        boolean modern = call.client().version().era() == Era.MODERN;
        return switch (method) {
            case McpMethod.PING -> modern ? unknownMethod(method) : answer(call, "{}");
            case McpMethod.TOOLS_LIST -> lists.answer(call, ListKind.TOOLS);
            case McpMethod.PROMPTS_LIST -> lists.answer(call, ListKind.PROMPTS);
            case McpMethod.RESOURCES_LIST -> lists.answer(call, ListKind.RESOURCES);
            case McpMethod.RESOURCES_TEMPLATES_LIST -> lists.answer(call, ListKind.RESOURCE_TEMPLATES);
            case McpMethod.SERVER_DISCOVER -> modern ? descriptions.discover(call) : unknownMethod(method);
            case McpMethod.SUBSCRIPTIONS_LISTEN -> modern ? subscriptions.listen(call) : unknownMethod(method);
            case McpMethod.LOGGING_SET_LEVEL -> modern ? unknownMethod(method) : setLevel(call);
            case McpMethod.RESOURCES_SUBSCRIBE, McpMethod.RESOURCES_UNSUBSCRIBE ->
                modern ? unknownMethod(method) : router.route(call);
            case McpMethod.INITIALIZE ->
                modern
                        ? unknownMethod(method)
                        : Future.failedFuture(McpError.invalidRequest("the session is already initialized"));
            default -> router.route(call);
        };
    }

    private Future<Reply> setLevel(Call call) {
        JsonSlice params = call.message().params();
        JsonSlice level = params == null ? null : params.get("level");
        if (level == null || !level.is(JsonType.STRING)) {
            return Future.failedFuture(McpError.invalidParams("params.level must be a string"));
        }
        String name = level.asString();
        if (endpoint.isSingle()) {
            return gate.send(endpoint.sources().getFirst(), call)
                    .compose(reply -> call.client().logLevel(name).map(reply));
        }
        return call.client().logLevel(name).compose(kept -> {
            for (Endpoint.Source source : endpoint.sources()) {
                if (call.client().upstream(source.name()) != null) {
                    gate.send(source, call)
                            .onFailure(failure -> LOG.debug("{}: {}", source.name(), failure.getMessage()));
                }
            }
            return answer(call, "{}");
        });
    }

    /** Passes a client's notification on to whom it concerns. */
    public Future<Void> notify(Client client, Message notification, MultiMap headers) {
        String method = notification.method();
        if (McpMethod.NOTIFICATIONS_INITIALIZED.equals(method)) {
            // Each upstream session was told when it was opened.
            return Future.succeededFuture();
        }
        if (McpMethod.NOTIFICATIONS_PROGRESS.equals(method)) {
            return progress(client, notification, headers);
        }
        List<Future<Void>> sent = new ArrayList<>();
        for (Endpoint.Source source : endpoint.sources()) {
            sent.add(source.provider().notify(client, notification, headers));
        }
        // One that refuses keeps nothing from the others; with a single one the client learns of it.
        return endpoint.isSingle() ? sent.getFirst() : Future.succeededFuture();
    }

    /** Progress on a request that a provider made: its token names the provider, as the request's id does. */
    private Future<Void> progress(Client client, Message notification, MultiMap headers) {
        JsonSlice params = notification.params();
        JsonSlice token = params == null ? null : params.get("progressToken");
        Owned owned = token == null || token.type() != JsonType.STRING ? null : owned(token.asString());
        if (token == null || owned == null) {
            return Future.succeededFuture();
        }
        Buffer edited =
                JsonEdit.of(notification.root()).replace(token, owned.raw()).apply();
        Message restored = Message.parse(edited, JsonLimits.DEFAULT);
        return owned.provider().notify(client, restored, headers);
    }

    /**
     * Brings a client's response to the provider that asked.
     *
     * @return fails with -32600 when its id is not one that the gateway gave
     */
    public Future<Void> respond(Client client, Message response, MultiMap headers) {
        JsonRpcId id = response.id();
        String text = id == null ? null : id.string();
        Owned owned = text == null ? null : owned(text);
        if (owned == null) {
            return Future.failedFuture(McpError.invalidRequest(
                    "no request with this id was sent to the client; a response must repeat the id of the request"));
        }
        return owned.provider().respond(client, owned.raw(), response, headers);
    }

    private @Nullable Owned owned(String id) {
        int slash = id.indexOf('/');
        Provider provider = slash <= 0 ? null : provider(id.substring(0, slash));
        return provider == null ? null : new Owned(provider, id.substring(slash + 1));
    }

    private record Owned(Provider provider, String raw) {}

    /** The provider of that name; null when this endpoint has none. */
    public @Nullable Provider provider(String name) {
        for (Endpoint.Source source : endpoint.sources()) {
            if (source.name().equals(name)) {
                return source.provider();
            }
        }
        return null;
    }

    static Future<Reply> answer(Call call, CharSequence result) {
        return Future.succeededFuture(
                Reply.result(Messages.resultMessage(call.message().requireId(), result)));
    }

    static Future<Reply> unknownMethod(String method) {
        return Future.failedFuture(McpError.methodNotFound(method));
    }
}
