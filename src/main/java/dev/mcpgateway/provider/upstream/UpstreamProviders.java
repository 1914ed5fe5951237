package dev.mcpgateway.provider.upstream;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.InteractionConfig;
import dev.mcpgateway.config.ProxySelection;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.crypto.AeadBox;
import dev.mcpgateway.provider.Provider;
import dev.mcpgateway.provider.upstream.bridge.Interaction;
import dev.mcpgateway.provider.upstream.channel.Channel;
import dev.mcpgateway.provider.upstream.channel.ChannelFactory;
import dev.mcpgateway.provider.upstream.credentials.Credentials;
import dev.mcpgateway.provider.upstream.credentials.PersonHeaders;
import dev.mcpgateway.provider.upstream.exchange.Wire;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The providers of the configured upstreams. A new configuration keeps the ones that it does not change, connections and
 * sessions included, and closes the others. Used on the context of the verticle that owns it.
 */
public final class UpstreamProviders {
    private static final Logger LOG = LoggerFactory.getLogger(UpstreamProviders.class);

    private final Vertx vertx;
    private final AeadBox box;
    private final String task;
    private final Function<UpstreamConfig, Credentials> credentials;
    private Map<Key, Running> running = new LinkedHashMap<>();

    /**
     * @param box protects the state that clients carry between two requests of one call
     * @param task the id of this task
     * @param credentials what each upstream is told of people
     */
    public UpstreamProviders(Vertx vertx, AeadBox box, String task, Function<UpstreamConfig, Credentials> credentials) {
        this.vertx = vertx;
        this.credentials = credentials;
        this.box = box;
        this.task = task;
    }

    /** All that a provider is made of. */
    private record Key(UpstreamConfig upstream, ProxySelection proxies, InteractionConfig interaction) {}

    private record Running(UpstreamProvider provider, ChannelFactory channels) {
        Future<Void> close() {
            return provider.close().eventually(channels::close);
        }
    }

    /** Makes the configured providers, in order; those that are no longer configured close in the background. */
    public List<Provider> configure(GatewayConfig config) {
        Map<Key, Running> next = new LinkedHashMap<>();
        List<Provider> providers = new ArrayList<>();
        for (UpstreamConfig upstream : config.enabledUpstreams()) {
            Key key = new Key(upstream, config.proxy(), config.interaction());
            Running kept = running.remove(key);
            Running now = kept == null ? start(key) : kept;
            next.put(key, now);
            providers.add(now.provider());
        }
        running.forEach((key, gone) -> gone.close()
                .onFailure(failure -> LOG.warn("upstream {}: {}", key.upstream().name(), failure.getMessage())));
        running = next;
        return List.copyOf(providers);
    }

    private Running start(Key key) {
        ChannelFactory channels = new ChannelFactory(vertx, key.upstream(), key.proxies());
        Interaction interaction = new Interaction(
                key.interaction().parkedFor(),
                key.interaction().maxParked(),
                key.interaction().maxRounds());
        return new Running(
                new UpstreamProvider(
                        vertx,
                        key.upstream(),
                        (wire, person) -> open(channels, wire, person),
                        credentials.apply(key.upstream()),
                        interaction,
                        box,
                        task),
                channels);
    }

    static Channel open(ChannelFactory channels, Wire wire, PersonHeaders person) {
        return switch (wire) {
            case STREAMABLE_HTTP -> channels.streamableHttp(person);
            case STDIO -> channels.stdio();
            case HTTP_SSE -> channels.httpSse(person);
        };
    }

    /** Closes all of them; completes when their connections and processes are gone. */
    public Future<Void> close() {
        List<Future<Void>> closing =
                running.values().stream().map(Running::close).toList();
        running = new LinkedHashMap<>();
        return Future.join(closing).mapEmpty();
    }
}
