package dev.mcpgateway.dispatch;

import dev.mcpgateway.dispatch.policy.Access;
import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.protocol.MetaKeys;
import dev.mcpgateway.protocol.NotConnected;
import dev.mcpgateway.protocol.ProtocolVersion;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.Reply;
import dev.mcpgateway.provider.ServerDescription;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the endpoint describes itself: one provider's own words, or the union of several. Of several, whoever does not answer in
 * time is assumed to have everything that a server can have, since a capability that was never announced is never used.
 */
final class Descriptions {
    private static final Logger LOG = LoggerFactory.getLogger(Descriptions.class);
    private static final long DEADLINE_MILLIS = 1_500;
    private static final JsonSlice EVERYTHING = JsonSlice.parse(
            Buffer.buffer("{\"tools\":{\"listChanged\":true},\"prompts\":{\"listChanged\":true},"
                    + "\"resources\":{\"listChanged\":true,\"subscribe\":true},\"logging\":{},\"completions\":{}}"),
            JsonLimits.DEFAULT);

    private static final String NO_CAPABILITIES = "{\"tools\":{}}";

    private final Endpoint endpoint;
    private final Access access;
    private final String version;

    Descriptions(Endpoint endpoint, Access access, String version) {
        this.endpoint = endpoint;
        this.access = access;
        this.version = version;
    }

    Future<Dispatcher.Initialized> initialize(Client session, @Nullable JsonSlice params) {
        if (endpoint.isSingle()) {
            return single(session, params)
                    .map(description ->
                            new Dispatcher.Initialized(description.result(), description.protocolVersion()));
        }
        return union(session, params).map(union -> {
            String result = "{\"protocolVersion\":"
                    + JsonEdit.quote(session.version().toString()) + ",\"capabilities\":" + union.capabilities()
                    + ",\"serverInfo\":" + serverInfo() + union.instructionsMember() + "}";
            return new Dispatcher.Initialized(
                    JsonSlice.parse(Buffer.buffer(result), JsonLimits.DEFAULT),
                    session.version().toString());
        });
    }

    Future<Reply> discover(Call call) {
        if (endpoint.isSingle()) {
            return single(call.client(), null)
                    .map(description -> Reply.result(Messages.resultMessage(
                            call.message().requireId(),
                            personal(description.result()).toBuffer())));
        }
        return union(call.client(), null).compose(union -> {
            String versions = ProtocolVersion.SUPPORTED.stream()
                    .map(supported -> JsonEdit.quote(supported.toString()))
                    .collect(Collectors.joining(","));
            return Dispatcher.answer(
                    call,
                    "{\"resultType\":\"complete\",\"supportedVersions\":[" + versions + "],\"capabilities\":"
                            + union.capabilities() + union.instructionsMember()
                            + ",\"ttlMs\":0,\"cacheScope\":\"private\""
                            + ",\"_meta\":{\"" + MetaKeys.SERVER_INFO + "\":" + serverInfo() + "}}");
        });
    }

    /** What not everyone may see must not be kept for everyone. */
    private JsonSlice personal(JsonSlice result) {
        return access.at(endpoint.sources().getFirst().name()).isPersonal() ? ShownPages.personal(result) : result;
    }

    private String serverInfo() {
        return "{\"name\":\"mcp-gateway\",\"title\":\"MCP Gateway\",\"version\":" + JsonEdit.quote(version) + "}";
    }

    private Future<ServerDescription> single(Client client, @Nullable JsonSlice params) {
        return endpoint.sources().getFirst().provider().describe(client, params);
    }

    /**
     * @param capabilities a JSON object
     * @param instructions what the servers say, under their names; empty when none says anything
     */
    private record Union(String capabilities, String instructions) {
        String instructionsMember() {
            return instructions.isEmpty() ? "" : ",\"instructions\":" + JsonEdit.quote(instructions);
        }
    }

    private Future<Union> union(Client client, @Nullable JsonSlice params) {
        if (endpoint.sources().isEmpty() && !access.isOpen()) {
            return Future.succeededFuture(new Union(
                    NO_CAPABILITIES, "There is nothing here that you are allowed to use. " + access.contact()));
        }
        if (endpoint.sources().isEmpty()) {
            return Future.failedFuture(
                    McpError.internal("no upstream is configured: add one with --upstream, --mcp-config or --config"));
        }
        List<Future<@Nullable ServerDescription>> asked = new ArrayList<>();
        for (Endpoint.Source source : endpoint.sources()) {
            Future<@Nullable ServerDescription> described = source.provider()
                    .describe(client, params)
                    .timeout(DEADLINE_MILLIS, TimeUnit.MILLISECONDS)
                    .<@Nullable ServerDescription>map(description -> description)
                    .recover(failure -> {
                        if (!(failure instanceof NotConnected)) {
                            LOG.warn("upstream {} did not describe itself: {}", source.name(), failure.getMessage());
                        }
                        return Future.succeededFuture(null);
                    });
            asked.add(described);
        }
        return Future.join(asked).map(all -> {
            List<JsonSlice> capabilities = new ArrayList<>();
            StringBuilder instructions = new StringBuilder();
            for (int i = 0; i < asked.size(); i++) {
                ServerDescription description = asked.get(i).result();
                capabilities.add(description == null ? EVERYTHING : description.capabilities());
                JsonSlice said = description == null ? null : description.instructions();
                if (said != null
                        && said.type() == JsonType.STRING
                        && !said.asString().isBlank()) {
                    instructions.append(instructions.isEmpty() ? "" : "\n\n");
                    instructions
                            .append("# ")
                            .append(endpoint.sources().get(i).name())
                            .append("\n\n");
                    instructions.append(said.asString().strip());
                }
            }
            return new Union(CapabilityUnion.of(capabilities), instructions.toString());
        });
    }
}
