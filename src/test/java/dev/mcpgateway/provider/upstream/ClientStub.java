package dev.mcpgateway.provider.upstream;

import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.MetaKeys;
import dev.mcpgateway.protocol.ProtocolVersion;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.UpstreamState;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A client as the layers above hand it to a provider. */
final class ClientStub implements Client {
    private final String key;
    private final ProtocolVersion version;
    private final JsonSlice info;
    private final JsonSlice capabilities;
    private final PushedLog standalone = new PushedLog();
    private final Map<String, UpstreamState> remembered = new ConcurrentHashMap<>();
    private volatile String logLevel;
    private volatile Person person = Person.ANYONE;

    private ClientStub(String key, ProtocolVersion version, String capabilities) {
        this.key = key;
        this.version = version;
        this.info = json("{\"name\":\"" + key + "\",\"version\":\"1\"}");
        this.capabilities = json(capabilities);
    }

    /** A session of 2025-11-25. */
    public static ClientStub legacy(String key) {
        return legacy(key, "{\"sampling\":{},\"elicitation\":{}}");
    }

    public static ClientStub legacy(String key, String capabilities) {
        return new ClientStub(key, ProtocolVersion.V2025_11_25, capabilities);
    }

    /** A client of 2026-07-28. */
    public static ClientStub modern(String key) {
        return modern(key, "{\"sampling\":{},\"elicitation\":{},\"roots\":{}}");
    }

    public static ClientStub modern(String key, String capabilities) {
        return new ClientStub(key, ProtocolVersion.V2026_07_28, capabilities);
    }

    public static JsonSlice json(String text) {
        return JsonSlice.parse(Buffer.buffer(text), JsonLimits.DEFAULT);
    }

    public static Message message(String text) {
        return Message.parse(Buffer.buffer(text), JsonLimits.DEFAULT);
    }

    /** The params of this client's {@code initialize}. */
    public JsonSlice initialize() {
        return json("{\"protocolVersion\":\"" + version + "\",\"capabilities\":" + capabilities + ",\"clientInfo\":"
                + info + ",\"vendor\":{\"odd\":1e400}}");
    }

    /** A request of this client, with {@code _meta} when its era wants one. */
    public Message request(String id, String method, String paramsMembers) {
        return request(id, method, paramsMembers, "");
    }

    /**
     * A request of this client.
     *
     * @param metaMembers further members of {@code _meta}
     */
    public Message request(String id, String method, String paramsMembers, String metaMembers) {
        String meta = version == ProtocolVersion.V2026_07_28
                ? "\"" + MetaKeys.PROTOCOL_VERSION + "\":\"" + version + "\",\"" + MetaKeys.CLIENT_INFO + "\":" + info
                        + ",\"" + MetaKeys.CLIENT_CAPABILITIES + "\":" + capabilities
                        + (metaMembers.isEmpty() ? "" : ",")
                : "";
        String allMeta = meta + metaMembers;
        return message("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":{"
                + paramsMembers
                + (allMeta.isEmpty() ? "" : (paramsMembers.isEmpty() ? "" : ",") + "\"_meta\":{" + allMeta + "}")
                + "}}");
    }

    /** A call of a tool. */
    public Message tool(String id, String name, String argumentsJson) {
        return request(id, "tools/call", "\"name\":\"" + name + "\",\"arguments\":" + argumentsJson);
    }

    public Call call(Message message, Push push) {
        return call(message, HttpHeaders.headers(), push);
    }

    public Call call(Message message, MultiMap headers, Push push) {
        return new Call(this, Principal.ANYONE, message, headers, "request-1", push);
    }

    public Call call(Message message) {
        return call(message, new PushedLog());
    }

    @Override
    public String key() {
        return key;
    }

    /** The same on behalf of a person. */
    public ClientStub as(Person newPerson) {
        person = newPerson;
        return this;
    }

    @Override
    public Person person() {
        return person;
    }

    @Override
    public ProtocolVersion version() {
        return version;
    }

    @Override
    public JsonSlice info() {
        return info;
    }

    @Override
    public JsonSlice capabilities() {
        return capabilities;
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
        return version == ProtocolVersion.V2026_07_28 ? null : remembered.get(provider);
    }

    @Override
    public Future<Void> remember(String provider, UpstreamState state) {
        if (state == null) {
            remembered.remove(provider);
        } else {
            remembered.put(provider, state);
        }
        return Future.succeededFuture();
    }

    @Override
    public PushedLog standalone() {
        return standalone;
    }
}
