package dev.mcpgateway.provider.openapi;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.OpenApiConfig;
import dev.mcpgateway.config.ProxySelection;
import dev.mcpgateway.provider.Provider;
import dev.mcpgateway.provider.openapi.call.CallObserver;
import dev.mcpgateway.provider.upstream.credentials.Credentials;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The providers of the configured REST services. A new configuration keeps the ones that it does not change and closes the
 * others. Used on the context of the verticle that owns it.
 */
public final class OpenApiServices {
    private static final Logger LOG = LoggerFactory.getLogger(OpenApiServices.class);

    private final Vertx vertx;
    private final String version;
    private final BiFunction<OpenApiConfig, URI, Credentials> personal;
    private final CallObserver observer;
    private Map<Key, OpenApiService> running = new LinkedHashMap<>();

    /**
     * @param version the gateway's own
     * @param personal the tokens about callers for a service at an address, for {@code auth.kind: person}
     * @param observer learns what came of requests
     */
    public OpenApiServices(
            Vertx vertx, String version, BiFunction<OpenApiConfig, URI, Credentials> personal, CallObserver observer) {
        this.vertx = vertx;
        this.version = version;
        this.personal = personal;
        this.observer = observer;
    }

    private record Key(OpenApiConfig service, ProxySelection proxies) {}

    /** Makes the configured providers, in order; those that are no longer configured close in the background. */
    public List<Provider> configure(GatewayConfig config) {
        Map<Key, OpenApiService> next = new LinkedHashMap<>();
        List<Provider> providers = new ArrayList<>();
        for (OpenApiConfig service : config.enabledOpenApi()) {
            Key key = new Key(service, config.proxy());
            OpenApiService kept = running.remove(key);
            OpenApiService now = kept == null
                    ? new OpenApiService(vertx, service, config.proxy(), version, personal, observer)
                    : kept;
            next.put(key, now);
            providers.add(now.provider());
        }
        running.forEach((key, gone) -> gone.close()
                .onFailure(failure -> LOG.warn("{}: {}", key.service().name(), failure.getMessage())));
        running = next;
        return List.copyOf(providers);
    }

    /** Completes when each document was asked for once, or after this time. */
    public Future<Void> firstLoads(long millis) {
        return Future.join(running.values().stream()
                        .map(service -> OpenApiService.within(service.firstLoad(), millis))
                        .toList())
                .mapEmpty();
    }

    /** What the document of a service has become; null when there is no such service, or no document yet. */
    public @Nullable LoadedTools loaded(String name) {
        for (Map.Entry<Key, OpenApiService> each : running.entrySet()) {
            if (each.getKey().service().name().equals(name)) {
                return each.getValue().loaded();
            }
        }
        return null;
    }

    /** Closes all of them. */
    public Future<Void> close() {
        List<Future<Void>> closing =
                running.values().stream().map(OpenApiService::close).toList();
        running = new LinkedHashMap<>();
        return Future.join(closing).mapEmpty();
    }
}
