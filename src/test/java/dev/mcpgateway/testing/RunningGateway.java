package dev.mcpgateway.testing;

import dev.mcpgateway.config.AuthConfig;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.ListenerConfig;
import dev.mcpgateway.config.PolicyConfig;
import dev.mcpgateway.config.RatesConfig;
import dev.mcpgateway.config.SessionsConfig;
import dev.mcpgateway.config.StreamsConfig;
import dev.mcpgateway.config.TasksConfig;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.crypto.AeadBox;
import dev.mcpgateway.dispatch.Endpoint;
import dev.mcpgateway.dispatch.Endpoints;
import dev.mcpgateway.dispatch.Interceptor;
import dev.mcpgateway.dispatch.limit.RateLimits;
import dev.mcpgateway.dispatch.policy.Policy;
import dev.mcpgateway.dispatch.policy.Selections;
import dev.mcpgateway.dispatch.policy.ToolSet;
import dev.mcpgateway.http.Authenticator;
import dev.mcpgateway.http.PublicListener;
import dev.mcpgateway.http.PublicRoutes;
import dev.mcpgateway.peer.PeerClient;
import dev.mcpgateway.peer.PeerTokens;
import dev.mcpgateway.peer.Peers;
import dev.mcpgateway.peer.Tasks;
import dev.mcpgateway.session.Sessions;
import dev.mcpgateway.store.MemoryStore;
import dev.mcpgateway.store.RecordStore;
import dev.mcpgateway.transport.RequestObserver;
import dev.mcpgateway.transport.TransportContext;
import dev.mcpgateway.transport.Transports;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.crypto.spec.SecretKeySpec;

/** The public listener and the transports over scripted providers, on two event loops behind one port. */
public final class RunningGateway implements AutoCloseable {
    public final Vertx vertx = Vertx.vertx();
    public final RecordStore store;
    public final Endpoints endpoints;
    public final Tasks tasks;
    public final Peers peers;
    public final Sessions sessions;
    public final TransportContext shared;
    public final List<Transports> transports = new CopyOnWriteArrayList<>();
    public final List<String> outcomes = new CopyOnWriteArrayList<>();
    public volatile GatewayConfig config;
    private final Door door;
    private final List<Loop> loops = new ArrayList<>();
    private final List<HttpWire> wires = new ArrayList<>();
    private int port;

    private RunningGateway(Settings settings, RecordStore known, ScriptedProvider... providers) {
        config = settings.otherwise.apply(settings.config());
        endpoints = new Endpoints(vertx, settings.interceptors, settings.limits, "1.2.3");
        store = known == null ? new MemoryStore(vertx, InstantSource.system(), Duration.ofHours(1)) : known;
        tasks = new Tasks(vertx, store, () -> config.tasks(), InstantSource.system());
        PeerTokens tokens = new PeerTokens(
                new AeadBox(new SecretKeySpec(new byte[32], "AES")), InstantSource.system(), Duration.ofSeconds(30));
        peers = new Peers(tasks, tokens, new PeerClient(vertx, config.tasks(), null, tokens, Duration.ofSeconds(60)));
        sessions = new Sessions(vertx, store, () -> config.sessions(), tasks.self(), endpoints::providers);
        boolean single = providers.length == 1;
        endpoints.configure(
                Arrays.stream(providers)
                        .map(provider -> new Endpoint.Source(provider, single ? "" : provider.name() + "_"))
                        .toList(),
                config.sets().values().stream().map(ToolSet::new).toList(),
                Policy.of(config));
        RequestObserver observer = (method, transport, era, provider, outcome, nanos) ->
                outcomes.add(transport + " " + method + " " + provider + " " + outcome);
        shared = new TransportContext(vertx, () -> config, endpoints, sessions, peers, settings.selections, observer);
        door = settings.door == null ? new Door(settings.authenticator, PublicRoutes.NONE) : settings.door.apply(this);
        port = join(deploy());
        join(deploy());
        join(tasks.announce("127.0.0.1", port, false));
    }

    public static RunningGateway over(ScriptedProvider... providers) {
        return new RunningGateway(new Settings(), null, providers);
    }

    public static RunningGateway with(Settings settings, ScriptedProvider... providers) {
        return new RunningGateway(settings, null, providers);
    }

    /** The port that both event loops listen on. */
    public int port() {
        return port;
    }

    /** A second process over the same store, with settings of its own. */
    public static RunningGateway beside(RunningGateway other, Settings settings, ScriptedProvider... providers) {
        return new RunningGateway(settings, other.store, providers);
    }

    /** A second process over the same store. */
    public static RunningGateway beside(RunningGateway other, ScriptedProvider... providers) {
        return beside(other, new Settings(), providers);
    }

    /** Who gets in, and what else is served. */
    public record Door(Authenticator authenticator, PublicRoutes routes) {}

    /** What a test sets otherwise than the defaults. */
    public static final class Settings {
        public Duration statusWait = Duration.ofMillis(150);
        public Selections selections = Selections.NONE;
        public Duration bodyTimeout = Duration.ofSeconds(30);
        public Duration keepAlive = Duration.ofSeconds(15);
        public Duration maxAge = Duration.ofHours(1);
        public Duration idleTimeout = Duration.ofHours(24);
        public Duration touchInterval = Duration.ofMinutes(1);
        public long requestBytes = 16 << 20;
        public long queuedBytes = 64 << 10;
        public Duration freshness = Duration.ofSeconds(10);
        public int streams = 20_000;
        public int sessions = 100_000;
        public int streamsPerSession = 32;
        public List<String> corsOrigins = List.of();
        public Authenticator authenticator = Authenticator.ANYONE;
        /** Who gets in and what else is served; null for the authenticator alone. */
        public Function<RunningGateway, Door> door;
        /** What is configured otherwise. */
        public UnaryOperator<GatewayConfig> otherwise = config -> config;

        /** Rules under which people sign in; null where nobody does. */
        public PolicyConfig policy;
        /** Upstreams that everyone may use who is signed in. */
        public List<String> openUpstreams = List.of();

        public List<Interceptor> interceptors = List.of();
        public RateLimits limits = RateLimits.none();
        public int connections = 50_000;
        public RatesConfig rates = RatesConfig.defaults();

        GatewayConfig config() {
            GatewayConfig base = GatewayConfig.defaults();
            ListenerConfig listener = base.listener().at("127.0.0.1", 0);
            listener = with(listener, "corsOrigins", corsOrigins);
            listener = with(listener, "requestBytes", requestBytes);
            listener = with(listener, "jsonDepth", 64);
            listener = with(listener, "connections", connections);
            listener = with(listener, "bodyTimeout", bodyTimeout);
            AuthConfig.Mode mode = policy == null ? AuthConfig.Mode.NONE : AuthConfig.Mode.DEVELOPMENT;
            GatewayConfig config =
                    base.withListener(listener).withAuth(base.auth().withMode(mode));
            config = config.withUpstreams(openUpstreams.stream()
                    .map(name -> UpstreamConfig.http(name, URI.create("http://127.0.0.1:1/mcp"))
                            .withAccess(UpstreamConfig.Access.EVERYONE_SIGNED_IN))
                    .toList());
            config = with(config, "rates", rates);
            if (policy != null) {
                config = with(config, "policy", policy);
            }
            config = with(
                    config,
                    "sessions",
                    new SessionsConfig(
                            idleTimeout,
                            sessions,
                            streamsPerSession,
                            touchInterval,
                            Duration.ofMinutes(1),
                            freshness,
                            Duration.ofMinutes(15)));
            config = with(
                    config,
                    "tasks",
                    new TasksConfig(
                            null,
                            null,
                            Duration.ofSeconds(2),
                            Duration.ofMillis(200),
                            Duration.ZERO,
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(30),
                            100));
            return with(
                    config,
                    "streams",
                    new StreamsConfig(
                            keepAlive,
                            statusWait,
                            maxAge,
                            Duration.ZERO,
                            Duration.ofMillis(700),
                            queuedBytes,
                            streams));
        }

        private static <T extends Record> T with(T section, String component, Object value) {
            return dev.mcpgateway.config.Settings.with(section, component, value);
        }
    }

    private final class Loop extends VerticleBase {
        private int listening;
        private Transports here;

        void onEventLoop(Runnable action) {
            context.runOnContext(now -> action.run());
        }

        @Override
        public Future<?> start() {
            here = new Transports(shared);
            transports.add(here);
            return new PublicListener(vertx, () -> config, here, door.authenticator(), door.routes())
                    .listen()
                    .onSuccess(bound -> listening = bound);
        }
    }

    private Future<Integer> deploy() {
        Loop loop = new Loop();
        loops.add(loop);
        return vertx.deployVerticle(loop).map(deployed -> loop.listening);
    }

    /** A new connection, closed with the gateway. */
    public HttpWire wire() {
        HttpWire wire = HttpWire.connect(port);
        wires.add(wire);
        return wire;
    }

    /** A POST of JSON with the Accept that the protocol wants. */
    public HttpWire post(String path, String json, String... headers) {
        return wire().send("POST", path, json, with(headers, JSON, ACCEPT));
    }

    /** A POST in a session. */
    public HttpWire.Answer call(String session, String json) {
        return post("/mcp", json, "Mcp-Session-Id: " + session).answer();
    }

    /** The session id after {@code initialize} with that version. */
    public String initialize(String version) {
        HttpWire.Answer answer = post("/mcp", initializeMessage(version)).answer();
        return answer.header("mcp-session-id");
    }

    /** An open standalone stream, its head and first comment read. */
    public HttpWire stream(String session, String... headers) {
        HttpWire wire = wire().send(
                        "GET", "/mcp", null, with(headers, "Accept: text/event-stream", "Mcp-Session-Id: " + session));
        HttpWire.Head head = wire.head();
        if (head.status() != 200) {
            throw new AssertionError("no stream: " + head);
        }
        wire.line();
        return wire;
    }

    public static String initializeMessage(String version) {
        return "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"" + version
                + "\",\"capabilities\":{\"sampling\":{}},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}";
    }

    public static final String JSON = "Content-Type: application/json";
    public static final String ACCEPT = "Accept: application/json, text/event-stream";

    private static String[] with(String[] some, String... more) {
        List<String> all = new ArrayList<>(List.of(some));
        for (String header : more) {
            String name = header.substring(0, header.indexOf(':') + 1);
            if (all.stream().noneMatch(given -> given.startsWith(name))) {
                all.add(header);
            }
        }
        return all.toArray(String[]::new);
    }

    /** Runs the drain of every event loop on it; how many requests were left. */
    public int drain(long millis) {
        int left = 0;
        List<Future<Integer>> drained = new ArrayList<>();
        for (Loop loop : loops) {
            Promise<Integer> over = Promise.promise();
            loop.onEventLoop(() -> loop.here.drain(millis).onComplete(over));
            drained.add(over.future());
        }
        for (Future<Integer> one : drained) {
            left += join(one);
        }
        return left;
    }

    /** Does something with the transports of each event loop, there. */
    public void onEachLoop(Consumer<Transports> action) {
        loops.forEach(loop -> loop.onEventLoop(() -> action.accept(loop.here)));
    }

    /** What a stopping gateway does first. */
    public void endStreams() {
        loops.forEach(loop -> loop.onEventLoop(() -> loop.here.endStreams()));
    }

    public static <T> T join(Future<T> future) {
        try {
            return future.await(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }

    @Override
    public void close() {
        wires.forEach(HttpWire::close);
        join(vertx.close());
    }
}
