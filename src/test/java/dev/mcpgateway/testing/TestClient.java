package dev.mcpgateway.testing;

import dev.mcpgateway.identity.Person;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.ProtocolVersion;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.UpstreamState;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A client without a transport. */
public final class TestClient implements Client {
    private final String key;
    private final ProtocolVersion version;
    private final Map<String, UpstreamState> upstreams = new ConcurrentHashMap<>();
    public final RecordingPush standalone = new RecordingPush();
    public volatile String logLevel;

    private TestClient(String key, ProtocolVersion version) {
        this.key = key;
        this.version = version;
    }

    public static TestClient legacy() {
        return new TestClient("legacy", ProtocolVersion.V2025_11_25);
    }

    public static TestClient modern() {
        return new TestClient("modern", ProtocolVersion.V2026_07_28);
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public Person person() {
        return Person.ANYONE;
    }

    @Override
    public ProtocolVersion version() {
        return version;
    }

    @Override
    public JsonSlice info() {
        return ScriptedProvider.json("{\"name\":\"test\",\"version\":\"1\"}");
    }

    @Override
    public JsonSlice capabilities() {
        return ScriptedProvider.json("{}");
    }

    @Override
    public String logLevel() {
        return logLevel;
    }

    @Override
    public Future<Void> logLevel(String level) {
        logLevel = level;
        return Future.succeededFuture();
    }

    @Override
    public UpstreamState upstream(String provider) {
        return upstreams.get(provider);
    }

    @Override
    public Future<Void> remember(String provider, UpstreamState state) {
        if (state == null) {
            upstreams.remove(provider);
        } else {
            upstreams.put(provider, state);
        }
        return Future.succeededFuture();
    }

    @Override
    public Push standalone() {
        return standalone;
    }
}
