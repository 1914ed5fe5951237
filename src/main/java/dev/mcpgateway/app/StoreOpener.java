package dev.mcpgateway.app;

import dev.mcpgateway.app.metrics.MeasuredKeyWrapper;
import dev.mcpgateway.aws.AwsClients;
import dev.mcpgateway.aws.AwsOptions;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.Secret;
import dev.mcpgateway.config.StoreConfig;
import dev.mcpgateway.crypto.KeyWrapper;
import dev.mcpgateway.crypto.KmsKeyWrapper;
import dev.mcpgateway.crypto.LocalKeyWrapper;
import dev.mcpgateway.crypto.ServerKeys;
import dev.mcpgateway.store.DynamoDbStore;
import dev.mcpgateway.store.EmbeddedStore;
import dev.mcpgateway.store.MemoryStore;
import dev.mcpgateway.store.RecordPages;
import dev.mcpgateway.store.RecordStore;
import dev.mcpgateway.store.SealedStore;
import dev.mcpgateway.store.ShreddableStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the configured store, and finds the keys that all tasks share. */
final class StoreOpener {
    private static final Logger LOG = LoggerFactory.getLogger(StoreOpener.class);
    private static final String UNSHARED =
            "without SESSION_SECRET each task has keys of its own: a sign-in that begins at"
                    + " one task cannot end at another";

    private final Vertx vertx;
    private final GatewayConfig config;
    private final MeterRegistry registry;
    private @Nullable AwsClients aws;
    private @Nullable RecordPages pages;

    /** @param registry where what is asked of KMS is measured */
    StoreOpener(Vertx vertx, GatewayConfig config, MeterRegistry registry) {
        this.vertx = vertx;
        this.config = config;
        this.registry = registry;
    }

    /** The keys of SESSION_SECRET, otherwise those of the key file. */
    Future<ServerKeys> serverKeys() {
        List<Secret> secrets = config.auth().sessionSecrets();
        if (!secrets.isEmpty()) {
            return Future.succeededFuture(ServerKeys.of(secrets));
        }
        return switch (config.store().effectiveKind()) {
            case MEMORY -> Future.succeededFuture(ServerKeys.ephemeral());
            case AUTO, EMBEDDED -> keysOfFile();
            case DYNAMODB -> keysOfFile().recover(StoreOpener::alone).onSuccess(_ -> LOG.warn(UNSHARED));
        };
    }

    /** A container's file system may be read-only. */
    private static Future<ServerKeys> alone(Throwable failure) {
        LOG.warn("{}", failure.getMessage());
        return Future.succeededFuture(ServerKeys.ephemeral());
    }

    /**
     * Opens the store; waits for a file, never for a service.
     *
     * @param shared {@link #serverKeys}
     */
    Future<ShreddableStore> open(ServerKeys shared) {
        StoreConfig store = config.store();
        Duration sweep = config.sessions().sweepInterval();
        return switch (store.effectiveKind()) {
            case MEMORY -> Future.succeededFuture(new MemoryStore(vertx, InstantSource.system(), sweep));
            case DYNAMODB -> Future.succeededFuture(dynamoDb(shared));
            case AUTO, EMBEDDED ->
                EmbeddedStore.open(
                                vertx,
                                store.dataDir(),
                                InstantSource.system(),
                                sweep,
                                EmbeddedStore.DEFAULT_MAX_PENDING)
                        // Whatever SESSION_SECRET is, the keys of these records lie beside them.
                        .compose(embedded -> {
                            pages = embedded;
                            return keysOfFile().map(keys -> sealed(embedded, keys));
                        });
        };
    }

    /** The records of a store that no other process can open; null when others can, or when there is nothing to keep. */
    @Nullable
    RecordPages pages() {
        return pages;
    }

    private ShreddableStore dynamoDb(ServerKeys shared) {
        StoreConfig store = config.store();
        LOG.info(
                "Records are in the DynamoDB table {}, protected by {}",
                store.tableName(),
                store.kmsKeyId() == null ? "SESSION_SECRET" : "KMS");
        return sealed(new DynamoDbStore(vertx, aws(), store.tableName(), InstantSource.system()), shared);
    }

    /** KMS wraps new data keys if it is configured; what was wrapped before it was opens as well. */
    private ShreddableStore sealed(RecordStore records, ServerKeys local) {
        List<KeyWrapper> wrappers = new ArrayList<>();
        String kmsKeyId = config.store().kmsKeyId();
        if (kmsKeyId != null) {
            wrappers.add(new MeasuredKeyWrapper(new KmsKeyWrapper(aws(), kmsKeyId), registry));
        }
        wrappers.add(new LocalKeyWrapper(local));
        return new SealedStore(
                vertx,
                records,
                wrappers,
                InstantSource.system(),
                config.store().dataKeyLifetime(),
                config.store().dataKeys());
    }

    /** The way to AWS, made by who needs it first; closed with this. */
    synchronized AwsClients aws() {
        AwsClients present = aws;
        if (present == null) {
            present = new AwsClients(AwsOptions.of(config.store()));
            aws = present;
        }
        return present;
    }

    /** Lets go of what the store was opened with; comes after its own close. */
    synchronized void close() {
        if (aws != null) {
            aws.close();
        }
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
