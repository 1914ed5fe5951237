package dev.mcpgateway.testing;

import com.almworks.sqlite4java.SQLite;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;
import dev.mcpgateway.aws.AwsClients;
import dev.mcpgateway.aws.AwsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** DynamoDB Local in this process, in memory, on a free port of loopback. */
public final class DynamoDbLocal implements AutoCloseable {
    private static final String LIBRARY_PATH = "sqlite4java.library.path";

    static {
        // DynamoDB Local takes any.
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
    }

    private final Server server = new Server(new InetSocketAddress("127.0.0.1", 0));

    private DynamoDbLocal() throws Exception {
        provideSqlite();
        LocalDynamoDBRequestHandler requests = new LocalDynamoDBRequestHandler(0, true, null, true, false);
        server.setHandler(new ContextHandler(new LocalDynamoDBServerHandler(requests, "*")));
        server.start();
    }

    public static DynamoDbLocal start() {
        try {
            return new DynamoDbLocal();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local does not start", e);
        }
    }

    public int port() {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** How it is reached. */
    public AwsOptions options() {
        return options(url());
    }

    /** How a stand-in of AWS is reached. */
    public static AwsOptions options(URI endpoint) {
        return new AwsOptions("eu-central-1", endpoint, Duration.ofSeconds(20), Duration.ofSeconds(10), 3, 50);
    }

    /** Makes a table as the gateway expects it. */
    public DynamoDbLocal table(String name) {
        try (AwsClients aws = new AwsClients(options())) {
            createTable(aws, name);
        }
        return this;
    }

    /** Makes a table as the gateway expects it. */
    public static void createTable(AwsClients aws, String name) {
        aws.dynamoDb(db -> db.createTable(request -> request.tableName(name)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .keySchema(KeySchemaElement.builder()
                                .attributeName("sessionId")
                                .keyType(KeyType.HASH)
                                .build())
                        .attributeDefinitions(AttributeDefinition.builder()
                                .attributeName("sessionId")
                                .attributeType(ScalarAttributeType.S)
                                .build())))
                .join();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local does not stop", e);
        }
    }

    /** The native library lies in the local repository beside the jar that needs it, under a name of its own. */
    private static synchronized void provideSqlite() throws IOException {
        if (System.getProperty(LIBRARY_PATH) != null) {
            return;
        }
        Path jar = Path.of(URI.create(
                SQLite.class.getProtectionDomain().getCodeSource().getLocation().toString()));
        Path repository = jar.getParent().getParent().getParent();
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String wanted = system.contains("mac") ? "libsqlite4java-osx" : "libsqlite4java-linux-amd64";
        Path directory =
                Files.createDirectories(Path.of("target", "sqlite4java").toAbsolutePath());
        try (Stream<Path> found = Files.walk(repository.resolve(wanted))) {
            found.filter(file ->
                            file.toString().endsWith(".so") || file.toString().endsWith(".dylib"))
                    .forEach(file -> copy(file, directory, wanted));
        }
        System.setProperty(LIBRARY_PATH, directory.toString());
    }

    private static void copy(Path file, Path directory, String name) {
        String suffix = file.toString().substring(file.toString().lastIndexOf('.'));
        try {
            Files.copy(file, directory.resolve(name + suffix));
        } catch (FileAlreadyExistsException e) {
            // Another test was faster.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
