package dev.mcpgateway.app.training;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.load.ConfigInputs;
import dev.mcpgateway.config.load.ConfigLoader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Starts a gateway and asks it what the first clients ask. */
public final class Training {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int ROUNDS = 20;

    private Training() {}

    /**
     * Returns when everything was asked; the gateway still runs and ends with the process.
     *
     * @param serve starts a gateway and returns when it listens
     * @param directory for what the gateway keeps; not there yet, or empty
     * @throws IOException when an answer is not the expected one: what was trained would be worth nothing
     */
    public static void run(Consumer<GatewayConfig> serve, Path directory) throws IOException {
        int port = freePort();
        try (StandIn upstream = StandIn.start()) {
            serve.accept(config(port, directory, upstream.url()));
            Visitor visitor = new Visitor("http://" + LOOPBACK + ":" + port);
            for (int i = 0; i < ROUNDS; i++) {
                visitor.get("/health");
                converse(visitor);
            }
        }
    }

    private static void converse(Visitor client) throws IOException {
        String session = client.post(
                        "/mcp",
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                                + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"training\",\"version\":\"1\"}}}",
                        null)
                .session();
        client.post("/mcp", "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}", session);
        client.post("/mcp", "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}", session);
        client.post(
                "/mcp",
                "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":{\"name\":\"echo\",\"arguments\":{}}}",
                session);
    }

    private static GatewayConfig config(int port, Path directory, String upstream) {
        return ConfigLoader.load(new ConfigInputs(
                        null,
                        List.of(),
                        List.of("stand-in=" + upstream),
                        Map.of(
                                "listener.port", new ConfigInputs.Flag("--port", Integer.toString(port)),
                                "listener.host", new ConfigInputs.Flag("--host", LOOPBACK),
                                "auth.mode", new ConfigInputs.Flag("--auth", "none"),
                                "store.dataDir", new ConfigInputs.Flag("--data-dir", directory.toString())),
                        Map.of()))
                .config();
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
