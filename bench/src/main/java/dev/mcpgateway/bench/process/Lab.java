package dev.mcpgateway.bench.process;

import dev.mcpgateway.bench.mock.Behaviour;
import dev.mcpgateway.bench.mock.Era;
import dev.mcpgateway.bench.mock.MockUpstream;
import dev.mcpgateway.bench.proxy.BareProxy;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * Starts what a row needs. The gateway and the baseline get the same JVM flags.
 *
 * @param gatewayJar the fat jar, or null to run a second bare proxy in the gateway's place
 * @param jvmFlags of the gateway and of the baseline
 * @param directory for the data and the output of each process
 */
public record Lab(Path gatewayJar, List<String> jvmFlags, Path directory) {
    private static final List<String> MOCK_FLAGS = List.of("-Xmx512m");

    /** Whether the gateway is a bare proxy as well, so that each ratio ought to be one. */
    public boolean calibrating() {
        return gatewayJar == null;
    }

    /** Returns the same with other flags for what is measured. */
    public Lab with(List<String> moreFlags) {
        var flags = new ArrayList<>(jvmFlags);
        flags.addAll(moreFlags);
        return new Lab(gatewayJar, flags, directory);
    }

    /** Starts a mock upstream and waits for it. */
    public Server mock(Era era, Behaviour behaviour) throws IOException, InterruptedException {
        int port = Server.freePort();
        List<String> command = bench(MOCK_FLAGS, MockUpstream.class, port, era, behaviour);
        return Server.start("the mock upstream", port, command, newDirectory("mock"))
                .awaitListening();
    }

    /** Starts the baseline and waits for it. */
    public Server baseline(Server upstream) throws IOException, InterruptedException {
        return startBaseline(upstream).awaitListening();
    }

    /** Starts the gateway with one upstream and waits for it. */
    public Server gateway(Server upstream) throws IOException, InterruptedException {
        return startGateway(upstream).awaitListening();
    }

    /**
     * Starts the gateway with these upstreams, by name, and waits for it. A bare proxy in its place has the last of them.
     *
     * @param configuration a YAML file, or an empty text
     */
    public Server gateway(SequencedMap<String, Integer> upstreamPorts, String configuration)
            throws IOException, InterruptedException {
        return startGateway(upstreamPorts, configuration).awaitListening();
    }

    /**
     * A gateway where people sign in, and the token of one of them.
     *
     * @param token good for all its tools, for an hour
     */
    public record Guarded(Server server, String token) implements Closeable {
        @Override
        public void close() {
            server.close();
        }
    }

    /** Starts a gateway with sign-in and one upstream, waits for it, and signs in. */
    public Guarded guardedGateway(Server upstream) throws IOException, InterruptedException {
        int port = Server.freePort();
        Path home = newDirectory("gateway");
        List<String> command = program();
        command.addAll(List.of("serve", "--host", "127.0.0.1", "--port", Integer.toString(port)));
        command.addAll(List.of("--data-dir", home.resolve("data").toString()));
        command.addAll(List.of("--upstream", "mock=http://127.0.0.1:" + upstream.port() + "/mcp"));
        Server server = Server.start("the gateway", port, command, home).awaitListening();
        try {
            return new Guarded(server, SignedIn.token(server, server.data(), program()));
        } catch (IOException | InterruptedException e) {
            server.close();
            throw e;
        }
    }

    private List<String> program() {
        List<String> command = java(jvmFlags);
        command.addAll(List.of("-jar", gatewayJar.toString()));
        return command;
    }

    /** Starts the baseline and returns at once. */
    public Server startBaseline(Server upstream) throws IOException {
        return bareProxy("the baseline", upstream.port());
    }

    /** Starts the gateway with one upstream and returns at once. */
    public Server startGateway(Server upstream) throws IOException {
        return startGateway(new LinkedHashMap<>(Map.of("mock", upstream.port())), "");
    }

    /** Removes what the processes left behind. */
    public void clean() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Server startGateway(SequencedMap<String, Integer> upstreamPorts, String configuration) throws IOException {
        if (calibrating()) {
            return bareProxy("the second bare proxy", upstreamPorts.lastEntry().getValue());
        }
        int port = Server.freePort();
        Path home = newDirectory("gateway");
        List<String> command = program();
        command.addAll(List.of("serve", "--auth", "none", "--host", "127.0.0.1"));
        command.addAll(List.of(
                "--port",
                Integer.toString(port),
                "--data-dir",
                home.resolve("data").toString()));
        upstreamPorts.forEach((name, upstreamPort) -> {
            command.add("--upstream");
            command.add(name + "=http://127.0.0.1:" + upstreamPort + "/mcp");
        });
        if (!configuration.isEmpty()) {
            command.add("--config");
            command.add(Files.writeString(home.resolve("gateway.yaml"), configuration)
                    .toString());
        }
        return Server.start("the gateway", port, command, home);
    }

    private Server bareProxy(String name, int upstreamPort) throws IOException {
        int port = Server.freePort();
        return Server.start(name, port, bench(jvmFlags, BareProxy.class, port, upstreamPort), newDirectory("bare"));
    }

    private Path newDirectory(String prefix) throws IOException {
        return Files.createTempDirectory(directory, prefix + "-");
    }

    private static List<String> bench(List<String> flags, Class<?> main, Object... arguments) {
        List<String> command = java(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return command;
    }

    private static List<String> java(List<String> flags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        return command;
    }
}
