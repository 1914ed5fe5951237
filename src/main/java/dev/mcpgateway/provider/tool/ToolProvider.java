package dev.mcpgateway.provider.tool;

import dev.mcpgateway.protocol.Era;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.Listening;
import dev.mcpgateway.provider.Page;
import dev.mcpgateway.provider.Provider;
import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.Reply;
import dev.mcpgateway.provider.ServerDescription;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tools of the gateway as an MCP server of both eras. It keeps nothing of its clients, so any task can serve any of them. What
 * the tools need is the business of who makes them; closing this closes nothing of it.
 */
public final class ToolProvider implements Provider {
    private static final Logger LOG = LoggerFactory.getLogger(ToolProvider.class);

    private final ToolServer server;
    private final ToolListeners listeners;
    private volatile Tools tools;
    private volatile State state = State.UP;

    /** The tools of one time, and what was made of them. */
    private record Tools(ToolListing listing, ConcurrentMap<String, Arguments> checks) {
        static Tools of(ToolServer server, List<Tool> tools) {
            return new Tools(new ToolListing(server, tools), new ConcurrentHashMap<>());
        }
    }

    /** @param tools in the order in which they are listed; names are unique */
    public ToolProvider(ToolServer server, List<Tool> tools) {
        this.server = server;
        this.listeners = new ToolListeners(server.name());
        this.tools = Tools.of(server, tools);
    }

    /** Puts other tools in place of the present ones, and tells the clients that listen. */
    public void replace(List<Tool> others) {
        tools = Tools.of(server, others);
        listeners.listChanged();
    }

    /** Says whether what the tools need answers; callable from any thread. Nothing depends on it but what people are shown. */
    public void report(State now) {
        state = now;
    }

    /** The tools as they are now, in the order in which they are listed. */
    public List<Tool> tools() {
        return tools.listing().tools();
    }

    @Override
    public String name() {
        return server.name();
    }

    @Override
    public Future<ServerDescription> describe(Client client, @Nullable JsonSlice initialize) {
        return Future.succeededFuture(server.describe(client.version()));
    }

    @Override
    public Future<Page> page(Client client, ListKind kind, @Nullable String cursor) {
        if (kind != ListKind.TOOLS) {
            return Future.failedFuture(McpError.methodNotFound(kind.method()));
        }
        return cursor == null
                ? Future.succeededFuture(tools.listing().page(client.version().era()))
                : Future.failedFuture(McpError.invalidParams("params.cursor is not one that was given"));
    }

    @Override
    public Future<Reply> request(Call call) {
        Message message = call.message();
        String method = message.requireMethod();
        if (!method.equals(McpMethod.TOOLS_CALL)) {
            return Future.failedFuture(McpError.methodNotFound(method));
        }
        Tools now = tools;
        String name = message.name();
        Tool tool = name == null ? null : now.listing().tool(name);
        if (name == null || tool == null) {
            return Future.failedFuture(McpError.invalidParams("Unknown tool: " + name));
        }
        return run(call, tool, now.checks())
                .recover(failure -> failure instanceof ToolFailure told
                        ? Future.succeededFuture(told.toResult())
                        : Future.failedFuture(explain(call, name, failure)))
                .map(result -> Reply.result(server.response(message.requireId(), result, eraOf(call))));
    }

    private Future<ToolResult> run(Call call, Tool tool, ConcurrentMap<String, Arguments> checks) {
        try {
            JsonSlice params = call.message().params();
            JsonSlice given = params == null ? null : params.get("arguments");
            if (given != null && !given.is(JsonType.OBJECT) && !given.is(JsonType.NULL)) {
                return Future.failedFuture(McpError.invalidParams("params.arguments must be an object"));
            }
            ToolDefinition definition = tool.definition();
            Arguments check =
                    checks.computeIfAbsent(definition.name(), absent -> new Arguments(definition.inputSchema()));
            String text = given == null || given.is(JsonType.NULL) ? null : given.toString();
            return tool.call(new ToolCall(server.name(), call, check.check(text)));
        } catch (RuntimeException failure) {
            return Future.failedFuture(failure);
        }
    }

    private static Era eraOf(Call call) {
        return call.client().version().era();
    }

    private Throwable explain(Call call, String tool, Throwable failure) {
        if (failure instanceof McpError) {
            return failure;
        }
        LOG.error("tool {} of {} failed, request {}", tool, server.name(), call.requestId(), failure);
        return McpError.internal("the tool " + tool + " failed inside the gateway; its log has the cause under request "
                + call.requestId());
    }

    @Override
    public Future<Void> notify(Client client, Message notification, MultiMap headers) {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> respond(Client client, String id, Message response, MultiMap headers) {
        return Future.failedFuture(McpError.invalidRequest(server.name() + " has asked the client nothing"));
    }

    @Override
    public Future<Listening> listen(
            Client client, @Nullable JsonSlice filter, @Nullable String lastEventId, Push push) {
        return Future.succeededFuture(listeners.add(filter, push));
    }

    @Override
    public Future<Listening> resume(Client client, String lastEventId, Push push) {
        return Future.failedFuture(McpError.invalidParams("the calls of " + server.name() + " cannot be resumed"));
    }

    @Override
    public Future<Void> release(Client client) {
        return Future.succeededFuture();
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public Future<Void> close() {
        listeners.close();
        return Future.succeededFuture();
    }
}
