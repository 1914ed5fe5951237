package dev.mcpgateway.app;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.TasksConfig;
import dev.mcpgateway.crypto.ServerKeys;
import dev.mcpgateway.peer.PeerClient;
import dev.mcpgateway.peer.PeerTokens;
import dev.mcpgateway.peer.Peers;
import dev.mcpgateway.peer.TaskAddress;
import dev.mcpgateway.peer.Tasks;
import dev.mcpgateway.store.RecordStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This process as one of the tasks of a gateway: known to the others from when it listens until nothing is left to answer. */
final class Membership {
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    /** A stream that is open has a comment at least every {@code streams.keepAlive}. */
    private static final int MOST_MISSED_COMMENTS = 4;

    private final Vertx vertx;
    private final Map<String, String> environment;
    private final Supplier<GatewayConfig> config;
    private final Peers peers;

    /** Made in the verticle that owns the store. */
    Membership(
            Vertx vertx,
            Map<String, String> environment,
            Supplier<GatewayConfig> config,
            RecordStore store,
            ServerKeys keys) {
        this.vertx = vertx;
        this.environment = environment;
        this.config = config;
        GatewayConfig now = config.get();
        TasksConfig settings = now.tasks();
        Duration silence = now.streams().keepAlive().multipliedBy(MOST_MISSED_COMMENTS);
        PeerTokens tokens = new PeerTokens(keys.box(Peers.PURPOSE), InstantSource.system(), settings.tokenLifetime());
        this.peers = new Peers(
                new Tasks(vertx, store, () -> config.get().tasks(), InstantSource.system()),
                tokens,
                new PeerClient(vertx, settings, now.listener().tls(), tokens, silence));
    }

    Peers peers() {
        return peers;
    }

    /** Joins the others; without a store that they share there are none. */
    void join(int port) {
        GatewayConfig now = config.get();
        if (!now.store().isShared()) {
            return;
        }
        Integer reached = now.tasks().port();
        TaskAddress.find(vertx, now, environment)
                .compose(host -> peers.tasks()
                        .announce(
                                host,
                                reached == null ? port : reached,
                                now.listener().tls() != null))
                .onFailure(failure -> LOG.warn("the other tasks do not know this one yet: {}", failure.getMessage()));
    }

    /** Leaves the others and closes the connections to them. */
    Future<Void> leave() {
        return peers.tasks()
                .leave()
                .onFailure(failure -> LOG.warn(
                        "the other tasks find out by themselves that this one is gone: {}", failure.getMessage()))
                .otherwiseEmpty()
                .eventually(() -> peers.client().close());
    }
}
