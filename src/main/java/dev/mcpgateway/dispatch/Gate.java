package dev.mcpgateway.dispatch;

import dev.mcpgateway.dispatch.limit.RateLimits;
import dev.mcpgateway.dispatch.policy.Access;
import dev.mcpgateway.dispatch.policy.Decision;
import dev.mcpgateway.dispatch.policy.ToolAnnotations;
import dev.mcpgateway.dispatch.policy.UpstreamAccess;
import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.protocol.InsufficientScope;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Reply;
import io.vertx.core.Future;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The last step before a provider: whether the caller may do this, by the policy and by the scopes of the token. It decides on
 * the name that the provider gets. What the policy hides is answered as what does not exist.
 */
final class Gate {
    private final Access access;
    private final Lists lists;
    private final RateLimits limits;

    Gate(Access access, Lists lists, RateLimits limits) {
        this.access = access;
        this.lists = lists;
        this.limits = limits;
    }

    /**
     * Calls a tool.
     *
     * @param call has the provider's own name already
     * @param name that name; null when the message has none, which nothing but an open door lets through
     * @param unknown the answer when there is no such tool
     */
    Future<Reply> tool(Endpoint.Source source, Call call, @Nullable String name, McpError unknown) {
        UpstreamAccess may = access.at(source.name());
        Set<Scope> held = call.principal().scopes();
        boolean everyScope = held.contains(Scope.TOOLS_READ) && held.contains(Scope.TOOLS_WRITE);
        if (name == null) {
            return may.allTools() && everyScope
                    ? send(source, call)
                    : Future.failedFuture(McpError.invalidParams("params has no name"));
        }
        if (everyScope && !may.needsCatalog()) {
            return tool(source, call, name, unknown, null, may.tool(name, null));
        }
        return lists.annotations(source, call.client(), name)
                .compose(listed -> tool(source, call, name, unknown, listed, may.tool(name, listed)));
    }

    private Future<Reply> tool(
            Endpoint.Source source,
            Call call,
            String name,
            McpError unknown,
            @Nullable ToolAnnotations listed,
            Decision decision) {
        call.ruled(new Call.Ruling(source.name(), name, decision.isAllowed(), decision.by()));
        return switch (decision.verdict()) {
            case HIDDEN -> Future.failedFuture(unknown);
            case DENIED -> Future.failedFuture(listed == null ? unknown : denied("this tool"));
            case ALLOWED -> {
                Set<Scope> held = call.principal().scopes();
                if (held.contains(Scope.TOOLS_READ) && held.contains(Scope.TOOLS_WRITE)) {
                    yield send(source, call);
                }
                Scope needed = listed != null && listed.readOnly() ? Scope.TOOLS_READ : Scope.TOOLS_WRITE;
                McpError missing = missing(call, source.name(), name, Set.of(needed));
                yield missing == null ? send(source, call) : Future.failedFuture(missing);
            }
        };
    }

    /**
     * Sends anything that is no tool call.
     *
     * @param name the prompt or resource; null when the method names none
     * @param scopes all of which are needed
     * @param unknown the answer when there is no such thing
     */
    Future<Reply> rest(Endpoint.Source source, Call call, @Nullable String name, Set<Scope> scopes, McpError unknown) {
        Decision decision = access.at(source.name()).rest();
        call.ruled(new Call.Ruling(source.name(), name, decision.isAllowed(), decision.by()));
        return switch (decision.verdict()) {
            case HIDDEN -> Future.failedFuture(unknown);
            case DENIED -> Future.failedFuture(denied("this"));
            case ALLOWED -> {
                McpError missing = missing(call, source.name(), name, scopes);
                yield missing == null ? send(source, call) : Future.failedFuture(missing);
            }
        };
    }

    /** Sends what needs no more than that the caller reaches the provider. */
    Future<Reply> send(Endpoint.Source source, Call call) {
        McpError tooMany = limits.upstream(source.name());
        if (tooMany != null) {
            return Future.failedFuture(tooMany);
        }
        call.routedTo(source.name());
        return source.provider().request(call);
    }

    /** The failure of a call whose token lacks one of these scopes; null when it has them. */
    @Nullable
    McpError missing(Call call, @Nullable String provider, @Nullable String name, Set<Scope> needed) {
        Set<Scope> held = call.principal().scopes();
        if (held.containsAll(needed)) {
            return null;
        }
        Set<Scope> lacking = EnumSet.copyOf(needed);
        lacking.removeAll(held);
        Set<Scope> all = EnumSet.copyOf(needed);
        // A client asks for exactly what it is told, and would lose what it has.
        all.addAll(held);
        call.ruled(new Call.Ruling(provider, name, false, "scope " + String.join(" ", values(lacking))));
        return new InsufficientScope(values(lacking), values(all));
    }

    private static List<String> values(Set<Scope> scopes) {
        return scopes.stream().sorted().map(Scope::value).toList();
    }

    private McpError denied(String what) {
        return McpError.denied("you are not allowed to use " + what + ". " + access.contact());
    }
}
