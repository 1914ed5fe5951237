package dev.mcpgateway.dispatch.limit;

import dev.mcpgateway.config.RatesConfig;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.protocol.RateLimited;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The rates of people, clients and upstreams on this task. */
public final class RateLimits {
    private final Supplier<RatesConfig> config;
    private final Rate people;
    private final Rate clients;
    private final Rate upstreams;

    /** @param config read anew at each use, so that a reload takes effect */
    public RateLimits(Supplier<RatesConfig> config) {
        this(config, System::nanoTime);
    }

    RateLimits(Supplier<RatesConfig> config, LongSupplier nanoTime) {
        this.config = config;
        this.people = new Rate(nanoTime);
        this.clients = new Rate(nanoTime);
        this.upstreams = new Rate(nanoTime);
    }

    /** Limits nothing. */
    public static RateLimits none() {
        RatesConfig defaults = RatesConfig.defaults();
        return new RateLimits(() -> defaults);
    }

    /** Counts a request of a caller; null when it may go on. */
    public @Nullable RateLimited request(Principal caller) {
        RatesConfig rates = config.get();
        Person person = caller.person();
        if (rates.person() > 0 && !person.equals(Person.ANYONE)) {
            long wait = people.take(person.id(), rates.person(), rates.burst());
            if (wait > 0) {
                return new RateLimited("you make more requests than the gateway allows one person", wait);
            }
        }
        String client = caller.clientId();
        if (rates.client() > 0 && client != null) {
            long wait = clients.take(client, rates.client(), rates.burst());
            if (wait > 0) {
                return new RateLimited("this client makes more requests than the gateway allows one client", wait);
            }
        }
        return null;
    }

    /** Counts a request to an upstream; null when it may go on. */
    public @Nullable RateLimited upstream(String name) {
        RatesConfig rates = config.get();
        if (rates.upstream() == 0) {
            return null;
        }
        long wait = upstreams.take(name, rates.upstream(), rates.burst());
        return wait == 0
                ? null
                : new RateLimited("upstream " + name + " gets more requests than the gateway sends one upstream", wait);
    }
}
