package dev.mcpgateway.provider.upstream.channel;

import dev.mcpgateway.config.ProxySelection;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.config.UpstreamTransport;
import dev.mcpgateway.provider.upstream.credentials.PersonHeaders;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/**
 * Makes the channels of one upstream and owns what they are made of: HTTP clients, processes. Made on the context of the
 * verticle that owns it; its channels are used from any event loop. A channel connects, or starts its process, when it is
 * first used.
 */
public final class ChannelFactory {
    private final UpstreamConfig config;
    private final Vertx vertx;
    private final @Nullable HttpEndpoint endpoint;
    private final @Nullable StdioProcesses processes;

    public ChannelFactory(Vertx vertx, UpstreamConfig config, ProxySelection proxies) {
        this.vertx = vertx;
        this.config = config;
        switch (config.transport()) {
            case UpstreamTransport.Http http -> {
                endpoint = new HttpEndpoint(vertx, config, http, proxies);
                processes = null;
            }
            case UpstreamTransport.Stdio stdio -> {
                endpoint = null;
                processes = new StdioProcesses(vertx, config, stdio);
            }
        }
    }

    /**
     * A channel over Streamable HTTP.
     *
     * @throws IllegalStateException when the upstream is a process
     */
    public Channel streamableHttp() {
        return streamableHttp(PersonHeaders.NONE);
    }

    /** The same for one person, whose headers go with each of its requests. */
    public Channel streamableHttp(PersonHeaders person) {
        return new StreamableHttpChannel(requireEndpoint(), person);
    }

    /**
     * A channel over HTTP+SSE (2024-11-05).
     *
     * @throws IllegalStateException when the upstream is a process
     */
    public Channel httpSse() {
        return httpSse(PersonHeaders.NONE);
    }

    /** The same for one person, whose headers go with each of its requests. */
    public Channel httpSse(PersonHeaders person) {
        return new HttpSseChannel(requireEndpoint(), person);
    }

    /**
     * A channel to a process of its own.
     *
     * @throws IllegalStateException when the upstream is no process
     */
    public Channel stdio() {
        if (processes == null) {
            throw new IllegalStateException("upstream '" + config.name() + "' is no process");
        }
        return new StdioChannel(vertx, processes);
    }

    /** Ends every channel, connection and process; completes when they are gone. */
    public Future<Void> close() {
        return processes != null ? processes.close() : requireEndpoint().close();
    }

    private HttpEndpoint requireEndpoint() {
        if (endpoint == null) {
            throw new IllegalStateException("upstream '" + config.name() + "' is a process and has no address");
        }
        return endpoint;
    }
}
