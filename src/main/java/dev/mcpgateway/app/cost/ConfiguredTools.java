package dev.mcpgateway.app.cost;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.OpenApiConfig;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.crypto.ServerKeys;
import dev.mcpgateway.dispatch.PublicNames;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.protocol.ProtocolVersion;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.Provider;
import dev.mcpgateway.provider.aws.AwsProvider;
import dev.mcpgateway.provider.google.GoogleProvider;
import dev.mcpgateway.provider.openapi.DocumentSource;
import dev.mcpgateway.provider.openapi.DocumentTools;
import dev.mcpgateway.provider.openapi.shape.OperationTool;
import dev.mcpgateway.provider.tool.ToolDefinition;
import dev.mcpgateway.provider.upstream.UpstreamProviders;
import dev.mcpgateway.session.StatelessClient;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The lists of the providers that a configuration names, each asked for once, as the gateway would ask on behalf of somebody who has no
 * account anywhere. Its undeployment ends the connections and processes that this took.
 */
public final class ConfiguredTools extends VerticleBase {
    /** A server whose list never ends is not counted to its end. */
    private static final int MOST_PAGES = 1_000;

    private final GatewayConfig config;
    private final Duration patience;
    private final BiConsumer<String, Listed> heard;
    private final Map<String, Listed> lists = new LinkedHashMap<>();
    private @Nullable UpstreamProviders upstreams;

    /**
     * The list of one provider, under the names that it has among all.
     *
     * @param problem why it is not known; null when it is
     */
    public record Listed(List<JsonObject> tools, @Nullable String problem) {
        public Listed {
            tools = List.copyOf(tools);
        }
    }

    /**
     * @param patience how long all of them together are waited for
     * @param heard is told of each provider as soon as it has answered or failed
     */
    public ConfiguredTools(GatewayConfig config, Duration patience, BiConsumer<String, Listed> heard) {
        this.config = config;
        this.patience = patience;
        this.heard = heard;
    }

    /** The lists in configured order, once this is deployed. */
    public Map<String, Listed> lists() {
        return new LinkedHashMap<>(lists);
    }

    @Override
    public Future<?> start() {
        List<Future<Void>> asked = new ArrayList<>();
        UpstreamProviders providers = new UpstreamProviders(
                vertx, ServerKeys.ephemeral().box("mcp-gateway/token-cost"), "token-cost", WithoutPerson::of);
        upstreams = providers;
        List<UpstreamConfig> enabled = config.enabledUpstreams();
        List<Provider> made = providers.configure(config);
        for (int i = 0; i < made.size(); i++) {
            Provider provider = made.get(i);
            asked.add(take(provider.name(), config.prefix(enabled.get(i)), upstream(provider)));
        }
        for (OpenApiConfig service : config.enabledOpenApi()) {
            asked.add(take(service.name(), config.prefix(service), document(service)));
        }
        if (config.offersGoogle()) {
            List<JsonObject> google = GoogleProvider.of(config.google(), InstantSource.system()).stream()
                    .map(tool -> tool.definition().toJson())
                    .toList();
            asked.add(take(GoogleProvider.NAME, "", Future.succeededFuture(google)));
        }
        if (config.aws().enabled()) {
            List<JsonObject> aws = AwsProvider.definitions(config.aws()).stream()
                    .map(ToolDefinition::toJson)
                    .toList();
            asked.add(take(AwsProvider.NAME, "", Future.succeededFuture(aws)));
        }
        return Future.join(asked);
    }

    private Future<Void> take(String name, String prefix, Future<List<JsonObject>> asked) {
        lists.put(name, new Listed(List.of(), "not asked"));
        return asked.timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .map(tools -> new Listed(
                        tools.stream().map(tool -> renamed(tool, prefix)).toList(), null))
                .otherwise(failure -> new Listed(List.of(), reason(failure)))
                .map(listed -> {
                    lists.put(name, listed);
                    heard.accept(name, listed);
                    return null;
                });
    }

    private static JsonObject renamed(JsonObject tool, String prefix) {
        return tool.getValue("name") instanceof String name ? tool.put("name", PublicNames.of(prefix, name)) : tool;
    }

    private String reason(Throwable failure) {
        if (failure instanceof TimeoutException) {
            return "no answer within " + patience.toSeconds() + " s";
        }
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }

    private Future<List<JsonObject>> document(OpenApiConfig service) {
        return new DocumentSource(vertx, service, config.proxy())
                .read()
                .compose(bytes -> vertx.executeBlocking(() -> new DocumentTools(service).read(bytes), false))
                .map(loaded -> Objects.requireNonNull(loaded).tools().stream()
                        .map(OperationTool::definition)
                        .map(ToolDefinition::toJson)
                        .toList())
                .recover(failure -> Future.failedFuture(
                        "its document " + service.document() + " cannot be used: " + failure.getMessage()));
    }

    private static Future<List<JsonObject>> upstream(Provider provider) {
        JsonSlice nothing = JsonSlice.parse(Buffer.buffer("{}"), JsonLimits.DEFAULT);
        Client client = new StatelessClient(Person.ANYONE, ProtocolVersion.LATEST, nothing, nothing);
        return pages(provider, client, null, new ArrayList<>(), MOST_PAGES);
    }

    private static Future<List<JsonObject>> pages(
            Provider provider, Client client, @Nullable String cursor, List<JsonObject> sofar, int most) {
        return provider.page(client, ListKind.TOOLS, cursor).compose(page -> {
            JsonSlice items = page.result().get(ListKind.TOOLS.member());
            for (JsonSlice item : items == null ? List.<JsonSlice>of() : items.elements()) {
                if (item.is(JsonType.OBJECT)) {
                    sofar.add(item.toBuffer().toJsonObject());
                }
            }
            String next = page.nextCursor();
            return next == null || most == 0
                    ? Future.succeededFuture(sofar)
                    : pages(provider, client, next, sofar, most - 1);
        });
    }

    @Override
    public Future<?> stop() {
        return upstreams == null ? Future.succeededFuture() : upstreams.close();
    }
}
