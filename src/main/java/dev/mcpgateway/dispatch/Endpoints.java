package dev.mcpgateway.dispatch;

import dev.mcpgateway.provider.Provider;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of the configuration by their path. A reload swaps all of them at once; what is under way goes on with what it
 * began with.
 */
public final class Endpoints {
    private final Vertx vertx;
    private final List<Interceptor> interceptors;
    private final String version;
    private volatile Map<String, Dispatcher> byPath = Map.of();

    /** @param version the gateway's own version */
    public Endpoints(Vertx vertx, List<Interceptor> interceptors, String version) {
        this.vertx = vertx;
        this.interceptors = List.copyOf(interceptors);
        this.version = version;
    }

    /**
     * Replaces all endpoints: one for all sources together, one for each alone under its own names.
     *
     * @param sources in configured order
     */
    public void configure(List<Endpoint.Source> sources) {
        Map<String, Dispatcher> next = new HashMap<>();
        put(next, new Endpoint(Endpoint.ROOT, sources));
        for (Endpoint.Source source : sources) {
            Endpoint.Source alone = new Endpoint.Source(source.provider(), "");
            put(next, new Endpoint(Endpoint.ROOT + "/" + source.name(), List.of(alone)));
        }
        byPath = Map.copyOf(next);
    }

    private void put(Map<String, Dispatcher> all, Endpoint endpoint) {
        all.put(endpoint.path(), new Dispatcher(vertx, endpoint, interceptors, version));
    }

    /** The dispatcher of a path; null when no endpoint has it. */
    public @Nullable Dispatcher at(String path) {
        return byPath.get(path);
    }

    /** The paths of all endpoints. */
    public Collection<String> paths() {
        return byPath.keySet();
    }

    /** The providers behind a path; empty when no endpoint has it. */
    public List<Provider> providers(String path) {
        Dispatcher dispatcher = byPath.get(path);
        return dispatcher == null
                ? List.of()
                : dispatcher.endpoint().sources().stream()
                        .map(Endpoint.Source::provider)
                        .toList();
    }
}
