package dev.mcpgateway.web;

import dev.mcpgateway.dispatch.Dispatcher;
import dev.mcpgateway.dispatch.Endpoint;
import dev.mcpgateway.dispatch.Endpoints;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.oauth.upstream.UpstreamAccounts;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.NotConnected;
import dev.mcpgateway.protocol.ProtocolVersion;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Provider;
import dev.mcpgateway.session.StatelessClient;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The upstreams and tools that a person may use, as their clients would be told. */
final class UpstreamTools {
    /** What keeps a page small. */
    private static final int TOOLS_A_PAGE = 40;

    private static final int MAX_DESCRIPTION = 240;
    private static final String PATH = "/upstreams/";

    private final Endpoints endpoints;
    private final UpstreamAccounts accounts;

    UpstreamTools(Endpoints endpoints, UpstreamAccounts accounts) {
        this.endpoints = endpoints;
        this.accounts = accounts;
    }

    static Principal principal(Person person) {
        return new Principal(person, null, Scope.all(), "", "");
    }

    /** Whether a person may use something of an upstream. */
    boolean has(Person person, String name) {
        Dispatcher all = endpoints.at(Endpoint.ROOT, principal(person));
        return all != null
                && all.endpoint().sources().stream()
                        .anyMatch(source -> source.name().equals(name));
    }

    /** The address of a page of an upstream's tools. */
    static String href(String name, @Nullable String cursor, int from) {
        List<String> query = new ArrayList<>();
        if (from > 0) {
            query.add("from=" + from);
        }
        if (cursor != null && !cursor.isEmpty()) {
            query.add("cursor=" + Links.encode(cursor));
        }
        return PATH + Links.encode(name) + (query.isEmpty() ? "" : "?" + String.join("&", query));
    }

    /** The parameter {@code from} as a number; 0 for what is none. */
    static int from(@Nullable String given) {
        return given != null && given.matches("[0-9]{1,6}") ? Integer.parseInt(given) : 0;
    }

    /** The upstreams of a person, without asking them. */
    Future<List<HomeView.Upstream>> upstreams(Person person) {
        Dispatcher all = endpoints.at(Endpoint.ROOT, principal(person));
        if (all == null) {
            return Future.succeededFuture(List.of());
        }
        List<Future<HomeView.Upstream>> shown = all.endpoint().sources().stream()
                .map(source -> upstream(person, source.provider()))
                .toList();
        return Future.all(shown).map(done -> shown.stream().map(Future::result).toList());
    }

    private Future<HomeView.Upstream> upstream(Person person, Provider provider) {
        return accounts.has(provider.name())
                ? accounts.isConnected(person, provider.name()).map(connected -> upstream(provider, connected))
                : Future.succeededFuture(upstream(provider, null));
    }

    private static HomeView.Upstream upstream(Provider provider, @Nullable Boolean connected) {
        return new HomeView.Upstream(
                provider.name(),
                PATH + provider.name(),
                provider.state().name().toLowerCase(Locale.ROOT),
                switch (provider.state()) {
                    case UP -> "Answers";
                    case DOWN -> "Does not answer";
                    case UNKNOWN -> "Not asked yet";
                },
                connected);
    }

    /**
     * Asks an upstream for its tools.
     *
     * @param cursor where the page begins, as the page before said; null for the first
     * @return null when the person has no such upstream
     */
    Future<@Nullable UpstreamView> page(
            Person person, String name, String origin, @Nullable String cursor, int from, String requestId) {
        Dispatcher dispatcher = endpoints.at(Endpoint.ROOT + "/" + name, principal(person));
        if (dispatcher == null) {
            return Future.succeededFuture(null);
        }
        String address = origin + Endpoint.ROOT + "/" + name;
        return dispatcher
                .request(call(person, cursor, requestId))
                .<@Nullable UpstreamView>map(
                        reply -> view(name, address, cursor, from, reply.isError() ? null : reply.body()))
                .otherwise(failure -> new UpstreamView(
                        name,
                        address,
                        "",
                        from,
                        List.of(),
                        failure instanceof NotConnected
                                ? "It wants an account of your own: connect it on the home page."
                                : "It does not answer at the moment: its tools are not known.",
                        null));
    }

    /** The browser of a person as a client that can do nothing but ask. */
    static StatelessClient client(Person person) {
        JsonSlice nothing = JsonSlice.parse(Buffer.buffer("{}"), JsonLimits.DEFAULT);
        return new StatelessClient(person, ProtocolVersion.LATEST, nothing, nothing);
    }

    private static Call call(Person person, @Nullable String cursor, String requestId) {
        JsonObject params = new JsonObject();
        if (cursor != null) {
            params.put("cursor", cursor);
        }
        Buffer request = new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", 1)
                .put("method", McpMethod.TOOLS_LIST)
                .put("params", params)
                .toBuffer();
        StatelessClient client = client(person);
        return new Call(
                client,
                principal(person),
                Message.parse(request, JsonLimits.DEFAULT),
                MultiMap.caseInsensitiveMultiMap(),
                requestId,
                client.standalone());
    }

    private static UpstreamView view(
            String name, String address, @Nullable String cursor, int from, @Nullable Buffer reply) {
        JsonObject result = reply == null ? null : reply.toJsonObject().getJsonObject("result");
        if (result == null) {
            return new UpstreamView(name, address, "", from, List.of(), "It does not tell which tools it has.", null);
        }
        JsonArray listed = result.getJsonArray("tools", new JsonArray());
        List<UpstreamView.Tool> tools = new ArrayList<>();
        int end = Math.min(listed.size(), from + TOOLS_A_PAGE);
        for (int i = from; i < end; i++) {
            if (listed.getValue(i) instanceof JsonObject tool) {
                tools.add(tool(tool));
            }
        }
        String next = result.getString("nextCursor");
        String more = null;
        if (end < listed.size()) {
            more = href(name, cursor, end);
        } else if (next != null) {
            more = href(name, next, 0);
        }
        return new UpstreamView(name, address, cursor == null ? "" : cursor, from, tools, null, more);
    }

    private static UpstreamView.Tool tool(JsonObject tool) {
        String description = tool.getValue("description") instanceof String text ? text.strip() : "";
        return new UpstreamView.Tool(
                String.valueOf(tool.getValue("name")),
                description.length() > MAX_DESCRIPTION ? description.substring(0, MAX_DESCRIPTION) + "…" : description,
                tool.getValue("annotations") instanceof JsonObject annotations
                        && Boolean.TRUE.equals(annotations.getValue("readOnlyHint")));
    }
}
