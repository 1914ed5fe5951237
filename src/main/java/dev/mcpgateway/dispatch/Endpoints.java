package dev.mcpgateway.dispatch;

import dev.mcpgateway.dispatch.limit.RateLimits;
import dev.mcpgateway.dispatch.policy.Access;
import dev.mcpgateway.dispatch.policy.Policy;
import dev.mcpgateway.dispatch.policy.Selection;
import dev.mcpgateway.dispatch.policy.ToolSet;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.provider.Provider;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of the configuration by their path, each as a caller may see it. A reload swaps all of them at once; what is
 * under way goes on with what it began with.
 */
public final class Endpoints {
    /** Callers are as many as there are combinations of rules, which may be made for each person. */
    private static final int MOST_DISPATCHERS = 2_000;

    private static final String SETS = Endpoint.ROOT + "/sets/";

    private final Vertx vertx;
    private final List<Interceptor> interceptors;
    private final RateLimits limits;
    private final String version;
    private final OpenSubscriptions subscribed = new OpenSubscriptions();
    private volatile Generation current = new Generation(Policy.OPEN, Map.of(), Map.of(), new ConcurrentHashMap<>());

    /** What one configuration has made. */
    private record Generation(
            Policy policy, Map<String, Endpoint> byPath, Map<String, ToolSet> sets, Map<Key, Dispatcher> dispatchers) {}

    private record Key(String path, Access access, Selection selection) {}

    /**
     * @param interceptors the steps that every request passes, outermost first
     * @param limits how much upstreams are sent
     * @param version the gateway's own version
     */
    public Endpoints(Vertx vertx, List<Interceptor> interceptors, RateLimits limits, String version) {
        this.vertx = vertx;
        this.interceptors = List.copyOf(interceptors);
        this.limits = limits;
        this.version = version;
    }

    /** The same without sets. */
    public void configure(List<Endpoint.Source> sources, Policy policy) {
        configure(sources, List.of(), policy);
    }

    /**
     * Replaces all endpoints: one for all sources together, one for each alone under its own names, and one for each set under the
     * names that its tools have among all.
     *
     * @param sources in configured order
     * @param policy decides who sees what of them
     */
    public void configure(List<Endpoint.Source> sources, List<ToolSet> sets, Policy policy) {
        Map<String, Endpoint> next = new HashMap<>();
        next.put(Endpoint.ROOT, new Endpoint(Endpoint.ROOT, sources));
        for (Endpoint.Source source : sources) {
            String path = Endpoint.ROOT + "/" + source.name();
            next.put(path, new Endpoint(path, List.of(new Endpoint.Source(source.provider(), ""))));
        }
        Map<String, ToolSet> bySetPath = new HashMap<>();
        for (ToolSet set : sets) {
            String path = SETS + set.name();
            next.put(path, new Endpoint(path, sources));
            bySetPath.put(path, set);
        }
        current = new Generation(policy, Map.copyOf(next), Map.copyOf(bySetPath), new ConcurrentHashMap<>());
    }

    /**
     * The dispatcher of a path for all that the policy leaves a caller: providers of which the caller may use nothing are not behind
     * it. Null when no endpoint has the path, or the one provider of it is none of the caller's business.
     */
    public @Nullable Dispatcher at(String path, Principal caller) {
        return at(path, caller, Selection.ALL);
    }

    /** The same for what a caller has not switched off, which is what clients get. */
    public @Nullable Dispatcher at(String path, Principal caller, Selection selection) {
        Generation generation = current;
        Endpoint endpoint = generation.byPath().get(path);
        if (endpoint == null) {
            return null;
        }
        Key key = new Key(path, generation.policy().access(caller), selection);
        Dispatcher known = generation.dispatchers().get(key);
        return known != null ? known : make(generation, endpoint, key);
    }

    private @Nullable Dispatcher make(Generation generation, Endpoint endpoint, Key key) {
        ToolSet set = generation.sets().get(key.path());
        Access whole = key.access().without(key.selection());
        Access access = set == null ? whole : whole.narrowed(set);
        List<Endpoint.Source> reached = endpoint.sources().stream()
                .filter(source -> access.at(source.name()).isReached())
                .toList();
        if (reached.isEmpty() && !key.path().equals(Endpoint.ROOT)) {
            return null;
        }
        if (generation.dispatchers().size() >= MOST_DISPATCHERS) {
            generation.dispatchers().clear();
        }
        return generation
                .dispatchers()
                .computeIfAbsent(
                        key,
                        absent -> new Dispatcher(
                                vertx,
                                new Endpoint(key.path(), reached),
                                access,
                                interceptors,
                                limits,
                                version,
                                subscribed));
    }

    /** Tells the 2026-07-28 clients of a person, by their id, that their lists are other ones. */
    public void listsChanged(String person) {
        subscribed.listsChanged(person);
    }

    /** The paths of the sets of which a caller may use something, in order. */
    public List<String> sets(Principal caller) {
        return current.sets().keySet().stream()
                .filter(path -> at(path, caller) != null)
                .sorted()
                .toList();
    }

    /** The paths of all endpoints. */
    public Collection<String> paths() {
        return current.byPath().keySet();
    }

    /** All providers behind a path, whoever may use them; empty when no endpoint has it. */
    public List<Provider> providers(String path) {
        Endpoint endpoint = current.byPath().get(path);
        return endpoint == null
                ? List.of()
                : endpoint.sources().stream().map(Endpoint.Source::provider).toList();
    }
}
