package dev.mcpgateway.provider.openapi;

import dev.mcpgateway.config.OpenApiConfig;
import dev.mcpgateway.config.ProxySelection;
import dev.mcpgateway.provider.Provider;
import dev.mcpgateway.provider.openapi.call.CallObserver;
import dev.mcpgateway.provider.openapi.call.RestTool;
import dev.mcpgateway.provider.openapi.call.ServiceClient;
import dev.mcpgateway.provider.openapi.shape.OperationTool;
import dev.mcpgateway.provider.tool.Tool;
import dev.mcpgateway.provider.tool.ToolProvider;
import dev.mcpgateway.provider.tool.ToolServer;
import dev.mcpgateway.provider.upstream.credentials.Credentials;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One configured service. Its tools are there once its document is; a document that cannot be had is asked for again, and the
 * service itself may come and go without anything changing in the list. Used on the context that made it.
 */
final class OpenApiService {
    private static final Logger LOG = LoggerFactory.getLogger(OpenApiService.class);
    private static final int SLOWEST_RETRY = 10;

    private final Vertx vertx;
    private final OpenApiConfig config;
    private final ProxySelection proxies;
    private final BiFunction<OpenApiConfig, URI, Credentials> personal;
    private final DocumentSource source;
    private final DocumentTools reader;
    private final ToolProvider provider;
    private final CallObserver observer;
    private final Future<Void> firstLoad;
    private @Nullable ServiceClient client;
    private volatile @Nullable LoadedTools loaded;
    private long retryTimer = -1;
    private boolean closed;

    OpenApiService(
            Vertx vertx,
            OpenApiConfig config,
            ProxySelection proxies,
            String version,
            BiFunction<OpenApiConfig, URI, Credentials> personal,
            CallObserver observer) {
        this.vertx = vertx;
        this.config = config;
        this.proxies = proxies;
        this.personal = personal;
        this.source = new DocumentSource(vertx, config, proxies);
        this.reader = new DocumentTools(config);
        this.provider = new ToolProvider(new ToolServer(config.name(), config.name(), version, null), List.of());
        this.observer = observer.and((service, outcome, status, nanos) -> provider.report(stateAfter(outcome)));
        provider.report(Provider.State.UNKNOWN);
        this.firstLoad = load(1);
    }

    private static Provider.State stateAfter(CallObserver.Outcome outcome) {
        return switch (outcome) {
            case ANSWERED, TOO_LARGE -> Provider.State.UP;
            case NOT_SENT, LOST, TIMED_OUT -> Provider.State.DOWN;
        };
    }

    ToolProvider provider() {
        return provider;
    }

    /** Completes when the first attempt to load the document is over, whatever came of it. */
    Future<Void> firstLoad() {
        return firstLoad;
    }

    /** What the document has become; null before it could be read. */
    @Nullable
    LoadedTools loaded() {
        return loaded;
    }

    private Future<Void> load(int slowness) {
        return source.read()
                .compose(bytes -> vertx.executeBlocking(() -> reader.read(bytes), false))
                .map(tools -> take(Objects.requireNonNull(tools)))
                .recover(failure -> {
                    again(failure, slowness);
                    return Future.succeededFuture();
                })
                .mapEmpty();
    }

    private boolean take(LoadedTools tools) {
        if (closed) {
            return false;
        }
        ServiceClient made = client;
        if (made == null) {
            URI base = ServiceAddress.of(config, tools.server());
            made = new ServiceClient(vertx, config, base, proxies, personal.apply(config, base), observer);
            client = made;
        }
        AtomicInteger inFlight = new AtomicInteger();
        List<Tool> all = new ArrayList<>();
        for (OperationTool tool : tools.tools()) {
            all.add(new RestTool(vertx, tool, made, inFlight));
            LOG.debug("Registered tool {} of {}", tool.definition().name(), config.name());
        }
        tools.unusable()
                .forEach((operation, reason) -> LOG.debug("{} of {} is no tool: {}", operation, config.name(), reason));
        tools.remarks().forEach(remark -> LOG.debug("{}: in the document, {}", config.name(), remark));
        provider.replace(all);
        provider.report(Provider.State.UNKNOWN);
        loaded = tools;
        LOG.info(
                "{}: {} tools; {} operations left out by the configuration, {} that cannot become tools",
                config.name(),
                all.size(),
                tools.unwanted(),
                tools.unusable().size());
        if (all.isEmpty()) {
            LOG.warn("{} has no tools: no operation of its document fits include and exclude", config.name());
        }
        return true;
    }

    private void again(Throwable failure, int slowness) {
        if (closed) {
            return;
        }
        provider.report(Provider.State.DOWN);
        long millis = config.timeouts().documentRetry().toMillis() * slowness;
        String why = failure.getCause() instanceof NoSuchFileException ? "there is no such file" : failure.getMessage();
        LOG.warn(
                "{}: the document {} cannot be used: {}; asking again in {} s",
                config.name(),
                config.document(),
                why,
                millis / 1000);
        retryTimer = vertx.setTimer(millis, fired -> load(Math.min(SLOWEST_RETRY, slowness * 2)));
    }

    Future<Void> close() {
        closed = true;
        if (retryTimer >= 0) {
            vertx.cancelTimer(retryTimer);
        }
        ServiceClient made = client;
        return provider.close().eventually(() -> made == null ? Future.succeededFuture() : made.close());
    }

    /** How long the start waits for a document before it goes on without. */
    static Future<Void> within(Future<Void> loading, long millis) {
        return loading.timeout(millis, TimeUnit.MILLISECONDS).otherwiseEmpty();
    }
}
