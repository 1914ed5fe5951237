package dev.mcpgateway.provider.aws;

import dev.mcpgateway.aws.AwsClients;
import dev.mcpgateway.config.AwsToolsConfig;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.StoreConfig;
import dev.mcpgateway.provider.Provider;
import dev.mcpgateway.provider.aws.api.AwsApi;
import dev.mcpgateway.provider.aws.api.AwsObserver;
import dev.mcpgateway.provider.aws.api.RegionalClients;
import dev.mcpgateway.provider.aws.credentials.CredentialSources;
import dev.mcpgateway.provider.tool.Tool;
import dev.mcpgateway.provider.tool.ToolDefinition;
import dev.mcpgateway.provider.tool.ToolProvider;
import dev.mcpgateway.provider.tool.ToolServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tools for AWS that a configuration switches on. */
public final class AwsProvider {
    /** Its name among providers. */
    public static final String NAME = "aws";

    private static final Logger LOG = LoggerFactory.getLogger(AwsProvider.class);

    /** Stand-ins of AWS take any region. */
    private static final String ANY_REGION = "us-east-1";

    private final Vertx vertx;
    private final AwsClients aws;
    private final AwsObserver observer;
    private final InstantSource clock;
    private final ToolProvider provider;
    private final AtomicInteger running = new AtomicInteger();
    private AwsToolsConfig config;
    private volatile AwsCall.Parts parts;

    /**
     * @param aws is not closed with this
     * @param version the gateway's own
     */
    public AwsProvider(
            Vertx vertx,
            AwsClients aws,
            GatewayConfig config,
            String version,
            AwsObserver observer,
            InstantSource clock) {
        this.vertx = vertx;
        this.aws = aws;
        this.observer = observer;
        this.clock = clock;
        this.config = config.aws();
        this.parts = parts(config);
        this.provider = new ToolProvider(
                new ToolServer(
                        NAME,
                        "AWS",
                        version,
                        "Reads AWS as the signed-in person. Every result names the account, ARN and region that it comes from."),
                tools());
    }

    /** As the endpoints serve it. */
    public Provider provider() {
        return provider;
    }

    /** Takes over another configuration; credentials of the former one are forgotten, and calls under way end with theirs. */
    public void configure(GatewayConfig next) {
        if (next.aws().equals(config)) {
            return;
        }
        AwsCall.Parts former = parts;
        config = next.aws();
        parts = parts(next);
        provider.replace(tools());
        close(former);
    }

    private AwsCall.Parts parts(GatewayConfig whole) {
        AwsToolsConfig tools = whole.aws();
        StoreConfig store = whole.store();
        AwsApi api = new AwsApi(
                vertx, aws, tools.limits(), new RegionalClients(aws, tools, store), region(tools, store), observer);
        return new AwsCall.Parts(api, new CredentialSources(vertx, api, tools, clock), tools, clock);
    }

    private static @Nullable String region(AwsToolsConfig tools, StoreConfig store) {
        String region = tools.region() == null ? store.region() : tools.region();
        URI endpoint = tools.endpoints().sts() == null
                ? store.endpoint()
                : tools.endpoints().sts();
        return region == null && endpoint != null ? ANY_REGION : region;
    }

    /** How the tools of a configuration are listed, whether it offers any or not. */
    public static List<ToolDefinition> definitions(AwsToolsConfig config) {
        return offered(config).stream().map(AwsTool::definition).toList();
    }

    private static List<AwsTool> offered(AwsToolsConfig config) {
        List<AwsTool> offered = new ArrayList<>(AccountTools.all());
        offered.addAll(EnvironmentTools.all(config));
        offered.addAll(S3Tools.all(config));
        return offered;
    }

    private List<Tool> tools() {
        List<Tool> tools = new ArrayList<>();
        for (AwsTool tool : offered(config)) {
            LOG.debug("Registered tool {}", tool.definition().name());
            tools.add(new RunningTool(tool, parts, running));
        }
        LOG.info("AWS has {} tools", tools.size());
        return tools;
    }

    /** Forgets the credentials that were made for a person; on any thread. */
    public void forget(String personId) {
        parts.sources().forget(personId);
    }

    /** Lets go of clients and credentials. */
    public Future<Void> close() {
        return provider.close().onComplete(closed -> close(parts));
    }

    private static void close(AwsCall.Parts parts) {
        parts.sources().close();
        parts.api().close();
    }
}
