package dev.mcpgateway.dispatch;

import dev.mcpgateway.dispatch.policy.Access;
import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonRpcId;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.protocol.MetaKeys;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Listening;
import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.PushedEvent;
import dev.mcpgateway.provider.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code subscriptions/listen} of 2026-07-28: one stream over all providers of the endpoint, acknowledged first, every message
 * marked with the subscription's id (that of the request).
 */
final class Subscriptions {
    private static final long ACKNOWLEDGE_MILLIS = 1_500;

    private final Vertx vertx;
    private final Endpoint endpoint;
    private final Access access;
    private final Gate gate;
    private final Router router;
    private final OpenSubscriptions everybodys;

    Subscriptions(
            Vertx vertx, Endpoint endpoint, Access access, Gate gate, Router router, OpenSubscriptions everybodys) {
        this.vertx = vertx;
        this.endpoint = endpoint;
        this.access = access;
        this.gate = gate;
        this.router = router;
        this.everybodys = everybodys;
    }

    Future<Reply> listen(Call call) {
        JsonSlice params = call.message().params();
        JsonSlice filter = params == null ? null : params.get("notifications");
        if (filter == null || filter.type() != JsonType.OBJECT) {
            return Future.failedFuture(McpError.invalidParams("params.notifications must be an object"));
        }
        JsonSlice uris = filter.get("resourceSubscriptions");
        McpError missing = uris == null || uris.elements().isEmpty()
                ? null
                : gate.missing(call, null, null, Set.of(Scope.RESOURCES_READ));
        return missing != null
                ? Future.failedFuture(missing)
                : parts(call, filter).compose(parts -> open(call, filter, parts));
    }

    /** What to ask of one provider. */
    private record Part(Endpoint.Source source, JsonSlice filter) {}

    /** Each provider is asked for everything but the URIs of others. */
    private Future<List<Part>> parts(Call call, JsonSlice filter) {
        JsonSlice uris = filter.get("resourceSubscriptions");
        boolean whole = endpoint.isSingle()
                && access.at(endpoint.sources().getFirst().name()).rest().isAllowed();
        if (whole || uris == null || uris.type() != JsonType.ARRAY) {
            return Future.succeededFuture(endpoint.sources().stream()
                    .map(source -> new Part(source, filter))
                    .toList());
        }
        List<JsonSlice> strings = uris.elements().stream()
                .filter(uri -> uri.type() == JsonType.STRING)
                .toList();
        List<Future<Endpoint.@Nullable Source>> owners = strings.stream()
                .map(uri -> router.owner(call.client(), uri.asString()))
                .toList();
        return Future.join(owners)
                .map(all -> endpoint.sources().stream()
                        .map(source -> {
                            List<String> own = new ArrayList<>();
                            for (int i = 0; i < strings.size(); i++) {
                                if (source.equals(owners.get(i).result())
                                        && access.at(source.name()).rest().isAllowed()) {
                                    own.add(strings.get(i).toString());
                                }
                            }
                            Buffer json = JsonEdit.of(filter)
                                    .replace(uris, "[" + String.join(",", own) + "]")
                                    .apply();
                            return new Part(source, JsonSlice.parse(json, JsonLimits.DEFAULT));
                        })
                        .toList());
    }

    private Future<Reply> open(Call call, JsonSlice filter, List<Part> parts) {
        Marked marked = new Marked(call);
        List<KeptListening> open = new ArrayList<>();
        List<Future<Listening>> opened = new ArrayList<>();
        for (Part part : parts) {
            Promise<Listening> first = Promise.promise();
            open.add(KeptListening.open(
                    vertx, part.source().provider(), call.client(), part.filter(), null, marked, first));
            opened.add(first.future().timeout(ACKNOWLEDGE_MILLIS, TimeUnit.MILLISECONDS));
        }
        Promise<Reply> reply = Promise.promise();
        Runnable forget = everybodys.add(call.principal().person(), filter, marked);
        reply.future().onComplete(over -> forget.run());
        call.onCancel(() -> {
            open.forEach(KeptListening::close);
            reply.tryComplete(Reply.DETACHED);
        });
        call.onEnd(() -> {
            open.forEach(KeptListening::close);
            reply.tryComplete(Reply.result(marked.completion()));
        });
        Future.join(opened).onComplete(joined -> {
            if (!opened.isEmpty() && opened.stream().allMatch(Future::failed)) {
                open.forEach(KeptListening::close);
                reply.tryFail(opened.getFirst().cause());
            } else {
                marked.acknowledge(acknowledged(opened));
            }
        });
        return reply.future();
    }

    private static String acknowledged(List<Future<Listening>> opened) {
        List<JsonSlice> honoured = opened.stream()
                .filter(Future::succeeded)
                .map(listening -> listening.result().acknowledged())
                .toList();
        return honoured.size() == 1 ? honoured.getFirst().toString() : FilterUnion.of(honoured);
    }

    /** Holds back what comes before the acknowledgement, and marks every message with the subscription's id. */
    private static final class Marked implements Push {
        private final Push push;
        private final JsonRpcId subscription;
        private final String id;
        private final List<PushedEvent> early = new ArrayList<>();
        private boolean acknowledged;

        Marked(Call call) {
            this.push = call.push();
            this.subscription = call.message().requireId();
            this.id = subscription.raw();
        }

        void acknowledge(String filter) {
            push.begin();
            Buffer ack = Messages.notificationMessage(
                    McpMethod.NOTIFICATIONS_SUBSCRIPTIONS_ACKNOWLEDGED,
                    "{\"_meta\":{\"" + MetaKeys.SUBSCRIPTION_ID + "\":" + id + "},\"notifications\":" + filter + "}");
            List<PushedEvent> waiting;
            synchronized (early) {
                push.send(PushedEvent.of("", Message.parse(ack, JsonLimits.DEFAULT)));
                acknowledged = true;
                waiting = List.copyOf(early);
                early.clear();
                waiting.forEach(push::send);
            }
        }

        Buffer completion() {
            return Messages.resultMessage(
                    subscription,
                    "{\"resultType\":\"complete\",\"_meta\":{\"" + MetaKeys.SUBSCRIPTION_ID + "\":" + id + "}}");
        }

        @Override
        public void begin() {
            // The acknowledgement begins the stream.
        }

        @Override
        public void send(PushedEvent event) {
            Message message = event.message();
            if (message == null || message.kind() != Message.Kind.NOTIFICATION) {
                return;
            }
            PushedEvent marked = new PushedEvent(event.provider(), mark(message), null, event.retryMillis());
            synchronized (early) {
                if (acknowledged) {
                    push.send(marked);
                } else {
                    early.add(marked);
                }
            }
        }

        private Message mark(Message message) {
            JsonSlice root = message.root();
            JsonSlice params = message.params();
            JsonSlice meta = message.meta();
            JsonSlice known = meta == null ? null : meta.get(MetaKeys.SUBSCRIPTION_ID);
            JsonEdit edit = JsonEdit.of(root);
            String key = MetaKeys.SUBSCRIPTION_ID;
            if (known != null) {
                edit = edit.replace(known, id);
            } else if (meta != null) {
                edit = edit.insert(meta, key, id);
            } else if (params != null) {
                edit = edit.insert(params, "_meta", "{" + JsonEdit.quote(key) + ":" + id + "}");
            } else {
                edit = edit.insert(root, "params", "{\"_meta\":{" + JsonEdit.quote(key) + ":" + id + "}}");
            }
            return Message.parse(edit.apply(), JsonLimits.DEFAULT);
        }

        @Override
        public boolean writeQueueFull() {
            return push.writeQueueFull();
        }

        @Override
        public void onDrain(Runnable handler) {
            push.onDrain(handler);
        }
    }
}
