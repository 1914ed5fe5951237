package dev.mcpgateway.testing;

import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.Listening;
import dev.mcpgateway.provider.Page;
import dev.mcpgateway.provider.Provider;
import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.PushedEvent;
import dev.mcpgateway.provider.Reply;
import dev.mcpgateway.provider.ServerDescription;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A provider that does what a test tells it, and remembers what it was asked. */
public final class ScriptedProvider implements Provider {
    private final String name;
    private final Map<ListKind, List<Page>> pages = new EnumMap<>(ListKind.class);

    /** What {@link #request} answers; by default an echo of the params. */
    public volatile Function<Call, Future<Reply>> answer =
            call -> Future.succeededFuture(Reply.result(Messages.resultMessage(
                    call.message().requireId(),
                    call.message().params() == null
                            ? "{}"
                            : call.message().params().toString())));

    public volatile Future<ServerDescription> description;
    public final List<Message> requests = new CopyOnWriteArrayList<>();
    public final List<Message> notifications = new CopyOnWriteArrayList<>();
    public final List<String> responses = new CopyOnWriteArrayList<>();
    public final List<Push> listeners = new CopyOnWriteArrayList<>();
    public final List<String> lastEventIds = new CopyOnWriteArrayList<>();
    public final List<String> closed = new CopyOnWriteArrayList<>();
    public final List<Client> released = new CopyOnWriteArrayList<>();
    private volatile Throwable away;

    public ScriptedProvider(String name) {
        this.name = name;
        this.description = Future.succeededFuture(described("{\"tools\":{}}", "\"be kind\""));
    }

    public static JsonSlice json(String text) {
        return JsonSlice.parse(Buffer.buffer(text), JsonLimits.DEFAULT);
    }

    public ServerDescription described(String capabilities, String instructions) {
        return described("2025-11-25", capabilities, instructions);
    }

    public ServerDescription described(String version, String capabilities, String instructions) {
        String info = "{\"name\":\"" + name + "\",\"version\":\"1\"}";
        JsonSlice result = json("{\"protocolVersion\":\"" + version + "\",\"capabilities\":" + capabilities
                + ",\"serverInfo\":" + info + ",\"instructions\":" + instructions + "}");
        return new ServerDescription(
                result, version, json(info), result.get("capabilities"), result.get("instructions"));
    }

    /** Lists these items (JSON objects), one page for each argument. */
    public ScriptedProvider lists(ListKind kind, String... pagesOfItems) {
        Page[] made = new Page[pagesOfItems.length];
        for (int i = 0; i < pagesOfItems.length; i++) {
            String next = i + 1 < pagesOfItems.length ? String.valueOf(i + 1) : null;
            made[i] = new Page(
                    json("{\"" + kind.member() + "\":[" + pagesOfItems[i] + "]"
                            + (next == null ? "" : ",\"nextCursor\":\"" + next + "\"")
                            + ",\"resultType\":\"complete\",\"ttlMs\":" + (i + 1) * 1000
                            + ",\"cacheScope\":\"public\"}"),
                    next,
                    false);
        }
        pages.put(kind, List.of(made));
        return this;
    }

    /** From now on nothing answers. */
    public ScriptedProvider goesAway() {
        away = McpError.upstreamUnavailable("upstream " + name + " is away");
        description = Future.failedFuture(away);
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Future<ServerDescription> describe(Client client, JsonSlice initialize) {
        return description;
    }

    @Override
    public Future<Page> page(Client client, ListKind kind, String cursor) {
        if (away != null) {
            return Future.failedFuture(away);
        }
        List<Page> all = pages.get(kind);
        return all == null
                ? Future.failedFuture(McpError.methodNotFound(kind.method()))
                : Future.succeededFuture(all.get(cursor == null ? 0 : Integer.parseInt(cursor)));
    }

    @Override
    public Future<Reply> request(Call call) {
        requests.add(call.message());
        return away != null ? Future.failedFuture(away) : answer.apply(call);
    }

    @Override
    public Future<Void> notify(Client client, Message notification, MultiMap headers) {
        notifications.add(notification);
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> respond(Client client, String id, Message response, MultiMap headers) {
        responses.add(id + " " + response.root());
        return Future.succeededFuture();
    }

    @Override
    public Future<Listening> listen(Client client, JsonSlice filter, String lastEventId, Push push) {
        return open(filter == null ? json("{}") : filter, lastEventId, push);
    }

    @Override
    public Future<Listening> resume(Client client, String lastEventId, Push push) {
        return open(json("{}"), lastEventId, push);
    }

    private Future<Listening> open(JsonSlice filter, String lastEventId, Push push) {
        if (away != null) {
            return Future.failedFuture(away);
        }
        Promise<Void> ended = Promise.promise();
        listeners.add(push);
        lastEventIds.add(String.valueOf(lastEventId));
        return Future.succeededFuture(new Listening() {
            @Override
            public JsonSlice acknowledged() {
                return filter;
            }

            @Override
            public Future<Void> ended() {
                return ended.future();
            }

            @Override
            public void close() {
                listeners.remove(push);
                closed.add(name);
                ended.tryComplete();
            }
        });
    }

    /** Sends a notification (or request) to everybody who listens. */
    public void push(String message, String eventId) {
        Message parsed = Message.parse(Buffer.buffer(message), JsonLimits.DEFAULT);
        listeners.forEach(
                push -> push.send(new PushedEvent(name, parsed, eventId == null ? null : name + "/" + eventId, null)));
    }

    @Override
    public Future<Void> release(Client client) {
        released.add(client);
        return Future.succeededFuture();
    }

    @Override
    public State state() {
        return away == null ? State.UP : State.DOWN;
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
