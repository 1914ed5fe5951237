package dev.mcpgateway.provider.upstream.channel;

import dev.mcpgateway.config.ProxySelection;
import dev.mcpgateway.config.Secret;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.config.UpstreamTransport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Channels to shell scripts that play a server. */
abstract class StdioTest {
    static final String CALL = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"x\"}}";
    static final String RESULT = "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"unknown\":1e400}}";
    static final String LIST_CHANGED = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}";

    /** Answers each request at once. */
    static final String ANSWERING = "while read -r line; do echo '" + RESULT + "'; done";

    @RegisterExtension
    final ChannelHarness harness = new ChannelHarness();

    final RecordingInbound inbound = new RecordingInbound();
    private final List<ChannelFactory> factories = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void stopProcesses() {
        factories.forEach(factory -> harness.await(factory::close));
    }

    Channel channel(String script) {
        return channel(script(script));
    }

    Channel channel(UpstreamTransport.Stdio stdio) {
        return factory(UpstreamConfig.of("up", stdio)).stdio();
    }

    ChannelFactory factory(UpstreamConfig config) {
        ChannelFactory factory = new ChannelFactory(harness.vertx, config, ProxySelection.none());
        factories.add(factory);
        return factory;
    }

    UpstreamTransport.Stdio script(String script) {
        return with(UpstreamTransport.Stdio.of("sh", List.of("-c", script)), 10, Duration.ofMinutes(15));
    }

    UpstreamTransport.Stdio with(UpstreamTransport.Stdio stdio, int maxProcesses, Duration idleStop) {
        return new UpstreamTransport.Stdio(
                stdio.command(),
                stdio.args(),
                Map.of("CONFIGURED", Secret.of("yes")),
                stdio.inheritEnv(),
                directory,
                maxProcesses,
                idleStop,
                Duration.ofSeconds(1),
                new UpstreamTransport.Stdio.Restart(Duration.ofMillis(200), Duration.ofSeconds(30)));
    }

    static Outbound call() {
        return ChannelHarness.outbound(CALL);
    }

    static Outbound call(int id) {
        return ChannelHarness.outbound(CALL.replace(":7,", ":" + id + ","));
    }

    Answer answer(Channel channel) {
        return harness.await(() -> channel.request(call(), inbound));
    }

    UpstreamFailure failure(Channel channel) {
        return harness.failure(() -> channel.request(call(), inbound));
    }
}
