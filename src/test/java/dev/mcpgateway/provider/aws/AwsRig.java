package dev.mcpgateway.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.aws.AwsClients;
import dev.mcpgateway.aws.AwsOptions;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.load.ConfigInputs;
import dev.mcpgateway.config.load.ConfigLoader;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonRpcId;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.Reply;
import dev.mcpgateway.provider.aws.api.AwsOperation;
import dev.mcpgateway.testing.HeaderSignIn;
import dev.mcpgateway.testing.LogLines;
import dev.mcpgateway.testing.RecordingPush;
import dev.mcpgateway.testing.SystemProperties;
import dev.mcpgateway.testing.TestClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The tools for AWS over a stand-in of AWS, and people who call them. The gateway's own key is {@code AKIAGATEWAY0000000}. */
final class AwsRig implements AutoCloseable {
    static final String OWN_KEY = "AKIAGATEWAY00000000";
    static final String OWN_SECRET = "own-secret-canary-5150";

    final Vertx vertx = Vertx.vertx();
    final List<String> measured = new CopyOnWriteArrayList<>();
    final LogLines log = new LogLines("dev.mcpgateway");
    final SystemProperties properties = new SystemProperties();
    final TestClient client = TestClient.legacy();
    private final URI endpoint;
    private final AwsClients clients;
    private final AwsProvider provider;

    /** @param tools what stands under {@code aws:}, in the flow style of YAML and without its braces */
    AwsRig(URI endpoint, String tools) {
        this.endpoint = endpoint;
        properties.set("aws.accessKeyId", OWN_KEY).set("aws.secretAccessKey", OWN_SECRET);
        clients = new AwsClients(
                new AwsOptions("eu-central-1", endpoint, Duration.ofSeconds(20), Duration.ofSeconds(10), 3, 50));
        provider = new AwsProvider(vertx, clients, config(tools), "1", this::measure, InstantSource.system());
    }

    private void measure(AwsOperation operation, String outcome, long nanos) {
        measured.add(operation + " " + outcome);
    }

    private GatewayConfig config(String tools) {
        String yaml =
                "auth: {google: {clientId: abc, clientSecret: def}}\nlistener: {host: 127.0.0.1}\nstore: {endpoint: '"
                        + endpoint + "'}\naws: {enabled: true, region: eu-central-1, " + tools + "}";
        return ConfigLoader.load(
                        new ConfigInputs(null, List.of(), List.of(), Map.of(), Map.of("GATEWAY_CONFIG_YAML", yaml)))
                .config();
    }

    void configure(String tools) {
        provider.configure(config(tools));
    }

    void forget(String personId) {
        provider.forget(personId);
    }

    static Person person(String email) {
        return HeaderSignIn.person(email);
    }

    Future<Reply> send(Client from, Person person, String tool, JsonObject arguments) {
        return send(request(from, person, tool, arguments));
    }

    Future<Reply> send(Call request) {
        return provider.provider().request(request);
    }

    /** A call that is not sent yet. */
    static Call request(Client from, Person person, String tool, JsonObject arguments) {
        String params =
                new JsonObject().put("name", tool).put("arguments", arguments).encode();
        return new Call(
                from,
                new Principal(person, "client", Scope.all(), "grant", ""),
                Message.parse(
                        Messages.requestMessage(JsonRpcId.of(1), McpMethod.TOOLS_CALL, params), JsonLimits.DEFAULT),
                HttpHeaders.headers(),
                "r-1",
                new RecordingPush());
    }

    /** The whole result of a call. */
    JsonObject result(Client from, Person person, String tool, JsonObject arguments) {
        try {
            String body = send(from, person, tool, arguments)
                    .await(30, TimeUnit.SECONDS)
                    .body()
                    .toString();
            return new JsonObject(body).getJsonObject("result");
        } catch (TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }

    /** What a call answers that works. */
    JsonObject call(String email, String tool, Object... arguments) {
        JsonObject result = result(client, person(email), tool, object(arguments));
        assertThat(result.getBoolean("isError", false)).as(result.encode()).isFalse();
        return result.getJsonObject("structuredContent");
    }

    /** What a call is told that fails. */
    JsonObject failure(String email, String tool, Object... arguments) {
        JsonObject result = result(client, person(email), tool, object(arguments));
        assertThat(result.getBoolean("isError", false)).as(result.encode()).isTrue();
        return new JsonObject(result.getJsonArray("content").getJsonObject(0).getString("text"));
    }

    static JsonObject object(Object... pairs) {
        JsonObject object = new JsonObject();
        for (int i = 0; i < pairs.length; i += 2) {
            object.put((String) pairs[i], pairs[i + 1]);
        }
        return object;
    }

    @Override
    public void close() throws TimeoutException {
        provider.close().await(10, TimeUnit.SECONDS);
        clients.close();
        vertx.close().await(10, TimeUnit.SECONDS);
        properties.close();
        log.close();
    }
}
