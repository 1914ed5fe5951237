package dev.mcpgateway.dispatch;

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
    private static final Set<Long> NOT_FOUND = Set.of(
            (long) ErrorCode.RESOURCE_NOT_FOUND, (long) ErrorCode.INVALID_PARAMS, (long) ErrorCode.METHOD_NOT_FOUND);

    private final Endpoint endpoint;
    private final Lists lists;

    Router(Endpoint endpoint, Lists lists) {
        this.endpoint = endpoint;
        this.lists = lists;
    }

    Future<Reply> route(Call call) {
        if (endpoint.isSingle()) {
            Endpoint.Source source = endpoint.sources().getFirst();
            if (source.prefix().isEmpty()) {
                return send(source, call);
            }
        }
        Message message = call.message();
        String method = String.valueOf(message.method());
        return switch (method) {
            case McpMethod.TOOLS_CALL -> byName(call, ListKind.TOOLS, message.params());
            case McpMethod.PROMPTS_GET -> byName(call, ListKind.PROMPTS, message.params());
            case McpMethod.RESOURCES_READ, McpMethod.RESOURCES_SUBSCRIBE, McpMethod.RESOURCES_UNSUBSCRIBE ->
                byUri(call, message.uri());
            case McpMethod.COMPLETION_COMPLETE -> byReference(call, message.ref());
            default ->
                endpoint.isSingle() ? send(endpoint.sources().getFirst(), call) : Dispatcher.unknownMethod(method);
        };
    }

    static Future<Reply> send(Endpoint.Source source, Call call) {
        call.routedTo(source.name());
        return source.provider().request(call);
    }

    private Future<Reply> byReference(Call call, @Nullable JsonSlice ref) {
        return ref != null && ref.get("name") != null
                ? byName(call, ListKind.PROMPTS, ref)
                : byUri(call, ref == null ? null : ref.string("uri"));
    }

    /** @param holder the object that has the name as a member */
    private Future<Reply> byName(Call call, ListKind kind, @Nullable JsonSlice holder) {
        JsonSlice name = holder == null ? null : holder.get("name");
        if (name == null || !name.is(JsonType.STRING)) {
            return Future.failedFuture(McpError.invalidParams("params has no name"));
        }
        String publicName = name.asString();
        return resolve(call.client(), kind, publicName).compose(found -> {
            if (found.name().equals(publicName)) {
                return send(found.source(), call);
            }
            JsonEdit edit = JsonEdit.of(call.message().root()).replace(name, JsonEdit.quote(found.name()));
            return send(found.source(), call.with(Message.parse(edit.apply(), JsonLimits.DEFAULT)));
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
            for (JsonSlice item : items.items(kind)) {
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

    private static McpError unknown(ListKind kind, String name) {
        String what = kind == ListKind.TOOLS ? "tool" : "prompt";
        return McpError.invalidParams("Unknown " + what + ": " + name);
    }

    private Future<Reply> byUri(Call call, @Nullable String uri) {
        if (uri == null) {
            return Future.failedFuture(McpError.invalidParams("params has no uri"));
        }
        return owner(call.client(), uri)
                .compose(source -> source != null ? send(source, call) : inOrder(call, uri, endpoint.sources()));
    }

    /** Who lists the URI, else who has a template for it; null when nobody does. */
    Future<Endpoint.@Nullable Source> owner(Client client, String uri) {
        if (endpoint.isSingle()) {
            return Future.succeededFuture(endpoint.sources().getFirst());
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
                for (JsonSlice item : one.result().items(kind)) {
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
    private Future<Reply> inOrder(Call call, String uri, List<Endpoint.Source> left) {
        if (left.isEmpty()) {
            return Future.failedFuture(
                    McpError.resourceNotFound(uri, call.client().version().era()));
        }
        return send(left.getFirst(), call)
                .compose(
                        reply -> isNotFound(reply)
                                ? inOrder(call, uri, left.subList(1, left.size()))
                                : Future.succeededFuture(reply),
                        failure -> inOrder(call, uri, left.subList(1, left.size()))
                                .recover(notFound -> Future.failedFuture(failure)));
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
