package dev.mcpgateway.config;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set, after the file, the environment and the flags were merged and checked.
 *
 * @param upstreams by name, in the order in which they were configured
 * @param openapi by name as well; no name is in both
 */
public record GatewayConfig(
        @Setting(doc = "The public listener, where MCP clients connect.")
        ListenerConfig listener,

        @Setting(doc = "The second listener, for health checks and metrics.")
        ManagementConfig management,

        @Setting(doc = "How people prove who they are.") AuthConfig auth,

        @Setting(doc = "The MCP servers behind the gateway, by name.")
        Map<String, UpstreamConfig> upstreams,

        @Setting(doc = "The REST services behind the gateway, by name: their OpenAPI documents become tools.")
        Map<String, OpenApiConfig> openapi,

        @Setting(doc = "The tools for Google Workspace, for people who sign in with Google.")
        GoogleToolsConfig google,

        @Setting(doc = "The tools for AWS: identity, credentials, S3. docs/aws-tools.md is about them.")
        AwsToolsConfig aws,

        @Setting(
                doc =
                        "Parts of all tools, by name, each at an address of its own: /mcp/sets/<name>, and /sse/sets/<name>. The"
                                + " tools have the names that they have at /mcp. A set gives nobody anything that the policy does"
                                + " not, and has no prompts and resources.")
        Map<String, ToolSetConfig> sets,

        @Setting(doc = "Who may use which tools, prompts and resources.")
        PolicyConfig policy,

        @Setting(doc = "The keys that sign what upstreams are told of people.")
        SigningConfig signing,

        @Setting(doc = "How much one person, client or upstream may take.")
        RatesConfig rates,

        @Setting(doc = "MCP sessions (protocol versions up to 2025-11-25).")
        SessionsConfig sessions,

        @Setting(doc = "Event streams to clients.") StreamsConfig streams,

        @Setting(doc = "The HTTP API and its WebSocket, for clients that do not speak MCP.")
        ApiConfig api,

        @Setting(doc = "Calls in which a server asks the client something.")
        InteractionConfig interaction,

        @Setting(doc = "What happens between the signal to stop and the end of the process.")
        DrainConfig drain,

        @Setting(doc = "Where sessions are kept.") StoreConfig store,

        @Setting(doc = "Several processes of one gateway, which share the store.")
        TasksConfig tasks,

        @Setting(doc = "The HTTP proxy on the way to upstreams, identity providers and client ID metadata documents.")
        ProxySelection proxy,

        @Setting(doc = "What is logged, and how.") LoggingConfig logging,

        @Setting(doc = "Measurements, besides those that /metrics has.")
        MetricsConfig metrics,

        @Setting(doc = "What people are told of the cost of their tools, in tokens.")
        TokenCountsConfig tokenCounts,

        @Setting(doc = "Who did what: one line for each sign-in, consent, token and call.")
        AuditConfig audit) {

    /** What needs no name in the file, since there is one of it. */
    private static final Set<String> BUILT_IN = Set.of("google", "aws");

    public GatewayConfig {
        sets = Collections.unmodifiableMap(new LinkedHashMap<>(sets));
        upstreams = Collections.unmodifiableMap(new LinkedHashMap<>(upstreams));
        openapi = Collections.unmodifiableMap(new LinkedHashMap<>(openapi));
        upstreams.forEach((name, upstream) -> {
            if (!name.equals(upstream.name())) {
                throw new IllegalArgumentException(
                        "upstream '" + upstream.name() + "' is listed under the name '" + name + "'");
            }
        });
    }

    /** Returns the configuration that an empty file gives. */
    public static GatewayConfig defaults() {
        return Settings.defaults(GatewayConfig.class);
    }

    /** Returns a copy with these upstreams in place of the present ones. */
    public GatewayConfig withUpstreams(List<UpstreamConfig> replacement) {
        Map<String, UpstreamConfig> byName = new LinkedHashMap<>();
        replacement.forEach(upstream -> byName.put(upstream.name(), upstream));
        return Settings.with(this, "upstreams", byName);
    }

    /** Returns a copy that listens elsewhere. */
    public GatewayConfig withListener(ListenerConfig replacement) {
        return Settings.with(this, "listener", replacement);
    }

    /** Returns a copy in which people sign in otherwise. */
    public GatewayConfig withAuth(AuthConfig replacement) {
        return Settings.with(this, "auth", replacement);
    }

    /** Returns a copy that keeps its records elsewhere. */
    public GatewayConfig withStore(StoreConfig replacement) {
        return Settings.with(this, "store", replacement);
    }

    /** Returns the upstreams that are switched on, in the configured order. */
    public List<UpstreamConfig> enabledUpstreams() {
        List<UpstreamConfig> enabled = new ArrayList<>();
        for (UpstreamConfig upstream : upstreams.values()) {
            if (upstream.enabled()) {
                enabled.add(upstream);
            }
        }
        return List.copyOf(enabled);
    }

    /** Returns whether there are tools for Google Workspace: people sign in with Google, and a service is on. */
    public boolean offersGoogle() {
        return auth.mode() == AuthConfig.Mode.SIGN_IN
                && auth.google().clientId() != null
                && google.services().any();
    }

    /** Returns whether anything behind the gateway has this name, switched on or not: rules and sets speak of it by name. */
    public boolean knows(String upstream) {
        return BUILT_IN.contains(upstream) || upstreams.containsKey(upstream) || openapi.containsKey(upstream);
    }

    /** Returns the address to bind the public listener to: the configured one, otherwise the default of the mode. */
    public String listenerHost() {
        String host = listener.host();
        if (host != null) {
            return host;
        }
        return auth.hasIdentityProvider() ? "0.0.0.0" : "127.0.0.1";
    }

    /** Returns whether other machines may reach the public listener; a host name counts as reachable unless it is localhost. */
    public boolean reachableByOthers() {
        String host = listenerHost();
        if (host.equalsIgnoreCase("localhost")) {
            return false;
        }
        try {
            return !InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException _) {
            return true;
        }
    }

    /** Returns a copy with these REST services in place of the present ones. */
    public GatewayConfig withOpenApi(List<OpenApiConfig> replacement) {
        Map<String, OpenApiConfig> byName = new LinkedHashMap<>();
        replacement.forEach(service -> byName.put(service.name(), service));
        return Settings.with(this, "openapi", byName);
    }

    /** Returns the REST services that are switched on, in the configured order. */
    public List<OpenApiConfig> enabledOpenApi() {
        return openapi.values().stream().filter(OpenApiConfig::enabled).toList();
    }

    /** Returns what stands before the tool and prompt names of an upstream; empty for nothing. */
    public String prefix(UpstreamConfig upstream) {
        return prefix(upstream.name(), upstream.prefix());
    }

    /** Returns what stands before the tool names of a REST service; empty for nothing. */
    public String prefix(OpenApiConfig service) {
        return prefix(service.name(), service.prefix());
    }

    private String prefix(String name, @Nullable String configured) {
        if (configured != null) {
            return configured;
        }
        return enabledUpstreams().size() + enabledOpenApi().size() > 1 ? name + '_' : "";
    }

    /**
     * Returns the port to bind the management listener to: the configured one, otherwise the one above the public port, or 0
     * (any free port) when that is 0 or the highest.
     */
    public int managementPort() {
        Integer port = management.port();
        if (port != null) {
            return port;
        }
        return listener.port() == 0 ? 0 : (listener.port() + 1) % 65_536;
    }
}
