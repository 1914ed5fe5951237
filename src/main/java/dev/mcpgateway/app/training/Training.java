package dev.mcpgateway.app.training;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.load.ConfigInputs;
import dev.mcpgateway.config.load.ConfigLoader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** Starts gateways and asks them what the first clients ask: one as it runs on a laptop, one as it runs on AWS. */
public final class Training {
    static final String LOOPBACK = "127.0.0.1";

    private static final int ROUNDS = 20;
    private static final String META = "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"training\",\"version\":\"1\"},"
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}}";

    private final Consumer<GatewayConfig> serve;
    private final Path directory;

    private Training(Consumer<GatewayConfig> serve, Path directory) {
        this.serve = serve;
        this.directory = directory;
    }

    /**
     * Returns when everything was asked; the gateways still run and end with the process.
     *
     * @param serve starts a gateway and returns when it listens
     * @param directory for what the gateways keep
     * @throws IOException when an answer is not the expected one: what was trained would be worth nothing
     */
    public static void run(Consumer<GatewayConfig> serve, Path directory) throws IOException {
        Training training = new Training(serve, directory);
        training.onLaptop();
        training.onAws();
        training.greetByTls();
    }

    /** Embedded store, a person who signs in, and calls in both eras. */
    private void onLaptop() throws IOException {
        LoopbackServer upstream = LoopbackServer.of(new OneTool());
        Path file = directory.resolve("laptop.yaml");
        Files.writeString(
                file, "upstreams:\n  one:\n    url: " + upstream.url() + "/mcp\n    access: everyone-signed-in\n");
        String base = start(file, Map.of());
        String token = new Newcomer(base).connect("training@example.com");
        for (int i = 0; i < ROUNDS; i++) {
            new Visitor(base).get("/health");
            converse(new Visitor(base).with("authorization", "Bearer " + token));
            stateless(new Visitor(base).with("authorization", "Bearer " + token));
        }
    }

    /** DynamoDB, KMS and the way to Google. */
    private void onAws() throws IOException {
        LoopbackServer aws = LoopbackServer.of(new SmallAws());
        System.setProperty("aws.containerCredentialsFullUri", aws.url() + "/credentials");
        // A build shares its machine with others, and an answer that comes too late is worth as much here.
        Path file = directory.resolve("aws.yaml");
        Files.writeString(file, "store: {callTimeout: 1m, attemptTimeout: 1m}\n");
        String base = start(
                file,
                Map.of(
                        "PUBLIC_URL", "https://mcp.example.com",
                        "SESSION_SECRET", "training-training-training-training",
                        "GOOGLE_CLIENT_ID", "training.apps.googleusercontent.com",
                        "GOOGLE_CLIENT_SECRET", "training",
                        "ALLOWED_DOMAIN", "example.com",
                        "AWS_REGION", "eu-central-1",
                        "AWS_ENDPOINT_URL", aws.url(),
                        "DYNAMODB_TABLE_NAME", "training",
                        "KMS_KEY_ID", "alias/training"));
        Visitor visitor = new Visitor(base);
        visitor.get("/health");
        visitor.json("/mcp", "{}");
        visitor.get("/oauth/login");
        // Kept in the table, under a key that KMS protects.
        visitor.json("/oauth/register", "{\"redirect_uris\":[\"http://127.0.0.1:7777/callback\"]}");
    }

    /** What a client of TLS says first, which is most of what it needs; nobody has to hear it. */
    private void greetByTls() throws IOException {
        try {
            SSLEngine engine = SSLContext.getDefault().createSSLEngine("example.com", 443);
            engine.setUseClientMode(true);
            engine.wrap(
                    ByteBuffer.allocate(0),
                    ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
        } catch (NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
    }

    private static void converse(Visitor client) throws IOException {
        String session = client.json(
                        "/mcp",
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                                + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"training\",\"version\":\"1\"}}}")
                .session();
        if (session == null) {
            throw new IOException("initialize began no session");
        }
        client.with("mcp-session-id", session).with("mcp-protocol-version", "2025-11-25");
        client.json("/mcp", "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        client.json("/mcp", "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}");
        client.json(
                "/mcp",
                "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":{\"name\":\"echo\",\"arguments\":{}}}");
    }

    private static void stateless(Visitor client) throws IOException {
        client.with("mcp-protocol-version", "2026-07-28")
                .with("mcp-method", "tools/list")
                .json("/mcp", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":" + META + "}");
    }

    /** Starts a gateway, and returns its address. */
    private String start(Path file, Map<String, String> environment) throws IOException {
        int port = freePort();
        serve.accept(ConfigLoader.load(new ConfigInputs(
                        file,
                        List.of(),
                        List.of(),
                        Map.of(
                                "listener.port", new ConfigInputs.Flag("--port", Integer.toString(port)),
                                "listener.host", new ConfigInputs.Flag("--host", LOOPBACK),
                                "store.dataDir",
                                        new ConfigInputs.Flag(
                                                "--data-dir",
                                                directory
                                                        .resolve("data-" + port)
                                                        .toString())),
                        environment))
                .config());
        return "http://" + LOOPBACK + ":" + port;
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
