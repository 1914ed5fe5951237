package dev.mcpgateway.app.cli;

import dev.mcpgateway.app.ReadOnlyRoot;
import dev.mcpgateway.app.management.BackupQuestion;
import dev.mcpgateway.aws.AwsClients;
import dev.mcpgateway.aws.AwsOptions;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.StoreConfig;
import dev.mcpgateway.store.DynamoDbRestore;
import dev.mcpgateway.store.DynamoDbStore;
import dev.mcpgateway.store.EmbeddedRestore;
import dev.mcpgateway.store.EmbeddedStore;
import dev.mcpgateway.store.RecordPages;
import dev.mcpgateway.store.RecordStore;
import dev.mcpgateway.store.RestoreTarget;
import dev.mcpgateway.store.StoreInUse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/**
 * The configured store for a command that runs apart from the gateway. A store in a file that a running gateway holds is read
 * through that gateway. Every method blocks.
 */
final class StoreAccess implements AutoCloseable {
    /** Nothing is swept while a command runs. */
    private static final Duration NEVER = Duration.ofDays(1);

    private final GatewayConfig config;
    private final ParseResult arguments;
    private final Vertx vertx = Vertx.vertx(ReadOnlyRoot.applyTo(new VertxOptions()));
    private @Nullable AwsClients aws;
    private @Nullable RecordStore embedded;

    StoreAccess(GatewayConfig config, ParseResult arguments) {
        this.config = config;
        this.arguments = arguments;
    }

    /** The name of a kind of store, as in the configuration. */
    static String name(GatewayConfig config) {
        return config.store().effectiveKind().name().toLowerCase(java.util.Locale.ROOT);
    }

    RecordPages pages() {
        return switch (config.store().effectiveKind()) {
            case MEMORY -> throw inMemory();
            case DYNAMODB -> table();
            case AUTO, EMBEDDED -> file();
        };
    }

    RestoreTarget target() {
        return switch (config.store().effectiveKind()) {
            case MEMORY -> throw inMemory();
            case DYNAMODB -> {
                DynamoDbStore table = table();
                yield new DynamoDbRestore(clients(), config.store().tableName(), table);
            }
            case AUTO, EMBEDDED -> EmbeddedRestore.open(config.store().dataDir(), Instant.now());
        };
    }

    private static IllegalStateException inMemory() {
        return new IllegalStateException("records are in the memory of the gateway alone (store.kind: memory)");
    }

    private DynamoDbStore table() {
        return new DynamoDbStore(vertx, clients(), config.store().tableName(), InstantSource.system());
    }

    private AwsClients clients() {
        AwsClients present = aws;
        if (present == null) {
            present = new AwsClients(AwsOptions.of(config.store()));
            aws = present;
        }
        return present;
    }

    private RecordPages file() {
        StoreConfig store = config.store();
        Path directory = store.dataDir();
        if (!EmbeddedStore.exists(directory)) {
            throw new IllegalStateException("there is no store in " + directory + " (--data-dir, DATA_DIR)");
        }
        try {
            EmbeddedStore opened = EmbeddedStore.open(
                            vertx, directory, InstantSource.system(), NEVER, EmbeddedStore.DEFAULT_MAX_PENDING)
                    .await();
            embedded = opened;
            return opened;
        } catch (StoreInUse held) {
            OperatorClient running = OperatorClient.of(config, arguments, BackupQuestion.PATH);
            return (part, after) ->
                    Future.succeededFuture(BackupQuestion.page(running.ask(new BackupQuestion(part, after).encode())));
        }
    }

    @Override
    public void close() {
        if (embedded != null) {
            embedded.close().await();
        }
        if (aws != null) {
            aws.close();
        }
        vertx.close().await();
    }
}
