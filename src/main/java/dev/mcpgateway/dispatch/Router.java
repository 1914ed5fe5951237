package dev.mcpgateway.dispatch;

import dev.mcpgateway.dispatch.policy.Access;
import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.Reply;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the provider that a request's name or URI means, and hands the request over under the provider's own name. */
final class Router {
    private static final String REF_PROMPT = "ref/prompt";
    private static final String REF_RESOURCE = "ref/resource";
    private static final Set<Scope> PROMPTS = Set.of(Scope.PROMPTS_READ);
    private static final Set<Scope> RESOURCES = Set.of(Scope.RESOURCES_READ);
    private static final Set<Scope> PROMPTS_AND_RESOURCES = Set.of(Scope.PROMPTS_READ, Scope.RESOURCES_READ);
    private static final Set<Long> NOT_FOUND = Set.of(
            (long) ErrorCode.RESOURCE_NOT_FOUND, (long) ErrorCode.INVALID_PARAMS, (long) ErrorCode.METHOD_NOT_FOUND);

    private final Endpoint endpoint;
    private final Access access;
    private final Lists lists;
    private final Gate gate;

    Router(Endpoint endpoint, Access access, Lists lists, Gate gate) {
        this.endpoint = endpoint;
        this.access = access;
        this.lists = lists;
        this.gate = gate;
    }

    Future<Reply> route(Call call) {
        Message message = call.message();
        String method = String.valueOf(message.method());
        if (endpoint.isSingle()) {
            return passing(endpoint.sources().getFirst(), call, method);
        }
        return switch (method) {
            case McpMethod.TOOLS_CALL -> byName(call, ListKind.TOOLS, message.params());
            case McpMethod.PROMPTS_GET -> byName(call, ListKind.PROMPTS, message.params());
            case McpMethod.RESOURCES_READ, McpMethod.RESOURCES_SUBSCRIBE, McpMethod.RESOURCES_UNSUBSCRIBE ->
                byUri(call, message.uri());
            case McpMethod.COMPLETION_COMPLETE -> byReference(call, message.ref());
            default -> Dispatcher.unknownMethod(method);
        };
    }

    /** Names and unknown methods pass as they are. */
    private Future<Reply> passing(Endpoint.Source source, Call call, String method) {
        Message message = call.message();
        return switch (method) {
            case McpMethod.TOOLS_CALL ->
                gate.tool(source, call, message.name(), unknown(ListKind.TOOLS, message.name()));
            case McpMethod.PROMPTS_GET ->
                gate.rest(source, call, message.name(), PROMPTS, unknown(ListKind.PROMPTS, message.name()));
            case McpMethod.RESOURCES_READ, McpMethod.RESOURCES_SUBSCRIBE, McpMethod.RESOURCES_UNSUBSCRIBE ->
                gate.rest(source, call, message.uri(), RESOURCES, notFound(call, message.uri()));
            case McpMethod.COMPLETION_COMPLETE -> completion(source, call, message.ref());
            case McpMethod.TASKS_GET, McpMethod.TASKS_RESULT, McpMethod.TASKS_LIST ->
                tasks(source, call, Set.of(Scope.TOOLS_READ));
            case McpMethod.TASKS_CANCEL, McpMethod.TASKS_UPDATE -> tasks(source, call, Set.of(Scope.TOOLS_WRITE));
            default -> gate.rest(source, call, null, Set.of(Scope.TOOLS_WRITE), McpError.methodNotFound(method));
        };
    }

    /** The upstream tells a prompt from a resource by the type, whatever else the reference has. */
    private Future<Reply> completion(Endpoint.Source source, Call call, @Nullable JsonSlice ref) {
        String type = ref == null ? null : ref.string("type");
        String name = ref == null ? null : ref.string("name");
        String uri = ref == null ? null : ref.string("uri");
        if (REF_PROMPT.equals(type)) {
            return gate.rest(source, call, name, PROMPTS, unknown(ListKind.PROMPTS, name));
        }
        boolean resource = REF_RESOURCE.equals(type);
        return gate.rest(source, call, uri, resource ? RESOURCES : PROMPTS_AND_RESOURCES, notFound(call, uri));
    }

    /** A task belongs to whoever began it by a call that was allowed; another's is not found by the upstream. */
    private Future<Reply> tasks(Endpoint.Source source, Call call, Set<Scope> scopes) {
        McpError missing = gate.missing(call, source.name(), null, scopes);
        return missing == null ? gate.send(source, call) : Future.failedFuture(missing);
    }

    private Future<Reply> byReference(Call call, @Nullable JsonSlice ref) {
        String type = ref == null ? null : ref.string("type");
        if (ref == null || REF_RESOURCE.equals(type)) {
            return byUri(call, ref == null ? null : ref.string("uri"));
        }
        // Nobody knows what the upstream takes a reference without a type for.
        McpError missing = REF_PROMPT.equals(type) ? null : gate.missing(call, null, null, PROMPTS_AND_RESOURCES);
        if (missing != null) {
            return Future.failedFuture(missing);
        }
        return ref.get("name") != null ? byName(call, ListKind.PROMPTS, ref) : byUri(call, ref.string("uri"));
    }

    /** @param holder the object that has the name as a member */
    private Future<Reply> byName(Call call, ListKind kind, @Nullable JsonSlice holder) {
        JsonSlice name = holder == null ? null : holder.get("name");
        if (name == null || !name.is(JsonType.STRING)) {
            return Future.failedFuture(McpError.invalidParams("params has no name"));
        }
        String publicName = name.asString();
        return resolve(call.client(), kind, publicName).compose(found -> {
            Call own = call;
            if (!found.name().equals(publicName)) {
                JsonEdit edit = JsonEdit.of(call.message().root()).replace(name, JsonEdit.quote(found.name()));
                own = call.with(Message.parse(edit.apply(), JsonLimits.DEFAULT));
            }
            McpError unknown = unknown(kind, publicName);
            return kind == ListKind.TOOLS
                    ? gate.tool(found.source(), own, found.name(), unknown)
                    : gate.rest(found.source(), own, found.name(), PROMPTS, unknown);
        });
    }

    /** A provider's own name. */
    private record Found(Endpoint.Source source, String name) {}

    private Future<Found> resolve(Client client, ListKind kind, String publicName) {
        Endpoint.Source best = null;
        List<Endpoint.Source> unprefixed = new ArrayList<>();
        for (Endpoint.Source source : endpoint.sources()) {
            if (source.prefix().isEmpty()) {
                unprefixed.add(source);
            } else if (publicName.startsWith(source.prefix())
                    && (best == null || source.prefix().length() > best.prefix().length())) {
                best = source;
            }
        }
        if (best != null && !PublicNames.mayBeCut(publicName)) {
            return Future.succeededFuture(
                    new Found(best, publicName.substring(best.prefix().length())));
        }
        if (best != null) {
            return cut(client, kind, best, publicName);
        }
        return unprefixed.isEmpty()
                ? Future.failedFuture(unknown(kind, publicName))
                : listed(client, kind, unprefixed, publicName);
    }

    /** A cut name is found in the list; one that only looks cut is the provider's name as it is. */
    private Future<Found> cut(Client client, ListKind kind, Endpoint.Source source, String publicName) {
        return lists.items(source, client, kind).map(items -> {
            for (JsonSlice item : lists.shown(items, kind)) {
                JsonSlice name = item.get("name");
                if (name != null
                        && name.type() == JsonType.STRING
                        && PublicNames.of(source.prefix(), name.asString()).equals(publicName)) {
                    return new Found(source, name.asString());
                }
            }
            return new Found(source, publicName.substring(source.prefix().length()));
        });
    }

    /** Among providers without a prefix the list decides; the only one gets what it does not list as well. */
    private Future<Found> listed(Client client, ListKind kind, List<Endpoint.Source> sources, String name) {
        if (sources.size() == 1) {
            return Future.succeededFuture(new Found(sources.getFirst(), name));
        }
        return firstThatLists(client, kind, "name", sources, name)
                .compose(source -> source == null
                        ? Future.failedFuture(unknown(kind, name))
                        : Future.succeededFuture(new Found(source, name)));
    }

    private static McpError unknown(ListKind kind, @Nullable String name) {
        String what = kind == ListKind.TOOLS ? "tool" : "prompt";
        return McpError.invalidParams("Unknown " + what + ": " + name);
    }

    private Future<Reply> byUri(Call call, @Nullable String uri) {
        if (uri == null) {
            return Future.failedFuture(McpError.invalidParams("params has no uri"));
        }
        McpError missing = gate.missing(call, null, uri, RESOURCES);
        if (missing != null) {
            return Future.failedFuture(missing);
        }
        McpError notFound = notFound(call, uri);
        return owner(call.client(), uri)
                .compose(source -> source != null
                        ? gate.rest(source, call, uri, RESOURCES, notFound)
                        : inOrder(call, uri, open(), notFound));
    }

    private static McpError notFound(Call call, @Nullable String uri) {
        return McpError.resourceNotFound(
                uri == null ? "" : uri, call.client().version().era());
    }

    private List<Endpoint.Source> open() {
        return endpoint.sources().stream()
                .filter(source -> access.at(source.name()).rest().isAllowed())
                .toList();
    }

    /** Who lists the URI, else who has a template for it; null when nobody does, or nobody whom the caller may ask. */
    Future<Endpoint.@Nullable Source> owner(Client client, String uri) {
        if (endpoint.isSingle()) {
            Endpoint.Source only = endpoint.sources().getFirst();
            return Future.succeededFuture(access.at(only.name()).rest().isShown() ? only : null);
        }
        return firstThatLists(client, ListKind.RESOURCES, "uri", endpoint.sources(), uri)
                .compose(source -> source != null
                        ? Future.succeededFuture(source)
                        : firstThatLists(client, ListKind.RESOURCE_TEMPLATES, "uriTemplate", endpoint.sources(), uri));
    }

    private Future<Endpoint.@Nullable Source> firstThatLists(
            Client client, ListKind kind, String key, List<Endpoint.Source> sources, String wanted) {
        List<Future<Lists.SourceItems>> asked = sources.stream()
                .map(source -> lists.items(source, client, kind))
                .toList();
        return Future.join(asked).map(all -> {
            for (Future<Lists.SourceItems> one : asked) {
                for (JsonSlice item : lists.shown(one.result(), kind)) {
                    JsonSlice value = item.get(key);
                    if (value != null && value.type() == JsonType.STRING && matches(kind, value.asString(), wanted)) {
                        return one.result().source();
                    }
                }
            }
            return null;
        });
    }

    private static boolean matches(ListKind kind, String listed, String wanted) {
        return kind == ListKind.RESOURCE_TEMPLATES
                ? UriTemplate.matches(listed, wanted) || listed.equals(wanted)
                : listed.equals(wanted);
    }

    /** Nobody lists it: whoever knows it, in configured order. */
    private Future<Reply> inOrder(Call call, String uri, List<Endpoint.Source> left, McpError notFound) {
        if (left.isEmpty()) {
            return Future.failedFuture(notFound);
        }
        return gate.rest(left.getFirst(), call, uri, RESOURCES, notFound)
                .compose(
                        reply -> isNotFound(reply)
                                ? inOrder(call, uri, left.subList(1, left.size()), notFound)
                                : Future.succeededFuture(reply),
                        failure -> inOrder(call, uri, left.subList(1, left.size()), notFound)
                                .recover(nowhere -> Future.failedFuture(failure)));
    }

    private static boolean isNotFound(Reply reply) {
        if (!reply.isError() || reply.body() == null) {
            return false;
        }
        JsonSlice error = JsonSlice.parse(reply.body(), JsonLimits.DEFAULT).get("error");
        JsonSlice code = error == null ? null : error.get("code");
        return code != null
                && code.is(JsonType.NUMBER)
                && NOT_FOUND.contains(code.asLong().orElse(0));
    }
}
