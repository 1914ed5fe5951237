package dev.mcpgateway.provider.upstream.exchange;

import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.config.UpstreamTransport;
import dev.mcpgateway.protocol.JsonRpcId;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.upstream.channel.Channel;
import dev.mcpgateway.provider.upstream.credentials.Credentials;
import dev.mcpgateway.provider.upstream.credentials.PersonHeaders;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What everything that talks to one upstream shares. */
public final class Upstream {
    private final Vertx vertx;
    private final UpstreamConfig config;
    private final ChannelOpener channels;
    private final Credentials credentials;
    private final Failures failures;
    private final Guard guard;
    private final OutboundHeaders headers;
    private final GatewayIds ids;
    private final ListChanges listChanges;
    // Two tasks can share one upstream session, so their ids must differ.
    private final String idPrefix = "mcp-gateway-" + Integer.toString(new SecureRandom().nextInt() >>> 1, 36) + "-";
    private final AtomicLong lastId = new AtomicLong();
    private volatile @Nullable Wire wire;

    public Upstream(
            Vertx vertx,
            UpstreamConfig config,
            ChannelOpener channels,
            Credentials credentials,
            ListChanges listChanges) {
        this.vertx = vertx;
        this.config = config;
        this.channels = channels;
        this.credentials = credentials;
        this.failures = new Failures(config.name());
        this.guard = new Guard(vertx, config, failures);
        this.headers = new OutboundHeaders(config);
        this.ids = new GatewayIds(config.name());
        this.listChanges = listChanges;
        this.wire = configuredWire(config.transport());
    }

    private static @Nullable Wire configuredWire(UpstreamTransport transport) {
        return switch (transport) {
            case UpstreamTransport.Stdio _ -> Wire.STDIO;
            case UpstreamTransport.Http http ->
                switch (http.type()) {
                    case STREAMABLE_HTTP -> Wire.STREAMABLE_HTTP;
                    case SSE -> Wire.HTTP_SSE;
                    case AUTO -> null;
                };
        };
    }

    public String name() {
        return config.name();
    }

    public Vertx vertx() {
        return vertx;
    }

    public UpstreamConfig config() {
        return config;
    }

    public Failures failures() {
        return failures;
    }

    public Guard guard() {
        return guard;
    }

    public OutboundHeaders headers() {
        return headers;
    }

    public GatewayIds ids() {
        return ids;
    }

    public ListChanges listChanges() {
        return listChanges;
    }

    /** The transports to try, in order: the only one once it is known. */
    public List<Wire> wires() {
        Wire known = wire;
        return known != null ? List.of(known) : List.of(Wire.STREAMABLE_HTTP, Wire.HTTP_SSE);
    }

    /** Remembers the transport that was found. */
    public void found(Wire found) {
        wire = found;
    }

    /** Forgets a transport that was found and no longer works. */
    public void forgetWire() {
        wire = configuredWire(config.transport());
    }

    /** Whether the upstream is a local process. */
    public boolean isProcess() {
        return wire == Wire.STDIO;
    }

    /** A channel for a client: with its person's credentials, where the upstream is told who people are. */
    public Channel open(Wire over, Client client) {
        return channels.open(over, isPersonal() ? new PersonHeaders(credentials, client.person()) : PersonHeaders.NONE);
    }

    /** Whether the upstream can tell people apart, so that they share nothing. */
    public boolean isPersonal() {
        return credentials.arePersonal();
    }

    public Credentials credentials() {
        return credentials;
    }

    /** An id for a request of the gateway's own, or for a client's request that must not meet another of the same id. */
    public JsonRpcId nextId() {
        return JsonRpcId.of(idPrefix + lastId.incrementAndGet());
    }
}
