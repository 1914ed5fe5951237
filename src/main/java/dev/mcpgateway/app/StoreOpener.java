package dev.mcpgateway.app;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.Secret;
import dev.mcpgateway.config.StoreConfig;
import dev.mcpgateway.crypto.KeyWrapper;
import dev.mcpgateway.crypto.LocalKeyWrapper;
import dev.mcpgateway.crypto.ServerKeys;
import dev.mcpgateway.store.EmbeddedStore;
import dev.mcpgateway.store.MemoryStore;
import dev.mcpgateway.store.RecordStore;
import dev.mcpgateway.store.SealedStore;
import dev.mcpgateway.store.ShreddableStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** Opens the configured store, and finds the keys that all tasks share. */
final class StoreOpener {
    private final Vertx vertx;
    private final GatewayConfig config;

    StoreOpener(Vertx vertx, GatewayConfig config) {
        this.vertx = vertx;
        this.config = config;
    }

    /** The keys of SESSION_SECRET, otherwise those of the key file. */
    Future<ServerKeys> serverKeys() {
        List<Secret> secrets = config.auth().sessionSecrets();
        if (!secrets.isEmpty()) {
            return Future.succeededFuture(ServerKeys.of(secrets));
        }
        return switch (config.store().kind()) {
            case MEMORY -> Future.succeededFuture(ServerKeys.ephemeral());
            case EMBEDDED -> keysOfFile();
        };
    }

    Future<ShreddableStore> open() {
        StoreConfig store = config.store();
        Duration sweep = config.sessions().sweepInterval();
        return switch (store.kind()) {
            case MEMORY -> Future.succeededFuture(new MemoryStore(vertx, InstantSource.system(), sweep));
            case EMBEDDED ->
                EmbeddedStore.open(
                                vertx,
                                store.dataDir(),
                                InstantSource.system(),
                                sweep,
                                EmbeddedStore.DEFAULT_MAX_PENDING)
                        // Whatever SESSION_SECRET is, the keys of these records lie beside them.
                        .compose(embedded -> keysOfFile().map(keys -> sealed(embedded, new LocalKeyWrapper(keys))));
        };
    }

    private ShreddableStore sealed(RecordStore records, KeyWrapper... wrappers) {
        return new SealedStore(
                vertx,
                records,
                List.of(wrappers),
                InstantSource.system(),
                config.store().dataKeyLifetime(),
                config.store().dataKeys());
    }

    private Future<ServerKeys> keysOfFile() {
        return blocking(() -> ServerKeys.ofFile(config.store().dataDir()));
    }

    private <T> Future<T> blocking(Supplier<T> work) {
        Promise<T> done = Promise.promise();
        vertx.executeBlocking(() -> {
                    done.complete(work.get());
                    return null;
                })
                .onFailure(done::tryFail);
        return done.future();
    }
}
