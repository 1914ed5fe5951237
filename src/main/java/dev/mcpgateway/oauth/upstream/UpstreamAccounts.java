package dev.mcpgateway.oauth.upstream;

import dev.mcpgateway.config.CredentialsConfig;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.net.GuardedFetch;
import dev.mcpgateway.oauth.Hash;
import dev.mcpgateway.oauth.lease.RenewalObserver;
import dev.mcpgateway.oauth.upstream.server.ClientDocument;
import dev.mcpgateway.provider.upstream.credentials.Credentials;
import dev.mcpgateway.store.RecordStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The accounts that people have at the upstreams that are configured with {@code credentials.kind: oauth}. Thread-safe. */
public final class UpstreamAccounts {
    private static final int MARK_LENGTH = 16;

    private final Parts parts;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    /**
     * What it is made of.
     *
     * @param config read anew at each use
     * @param changed is told of a person, and the upstream at which they have an account now or have none any more
     * @param origin by which name a person's browser reaches the gateway when no request says so
     * @param renewals is told of each upstream what came of refreshing tokens there
     */
    public record Parts(
            Vertx vertx,
            Supplier<GatewayConfig> config,
            RecordStore store,
            GuardedFetch fetch,
            BiConsumer<Person, String> changed,
            Supplier<String> origin,
            RenewalObserver renewals,
            InstantSource clock) {}

    /** One upstream as it is configured; another configuration makes another one. */
    record Entry(UpstreamConfig upstream, UpstreamAccount account, OwnTokens tokens) {}

    public UpstreamAccounts(Parts parts) {
        this.parts = parts;
    }

    Parts parts() {
        return parts;
    }

    /** The credentials of an upstream; it has to be a remote one of that kind. */
    public Credentials credentials(UpstreamConfig upstream) {
        return entry(upstream).tokens();
    }

    private Entry entry(UpstreamConfig upstream) {
        return entries.compute(
                upstream.name(),
                (name, known) -> known != null && known.upstream().equals(upstream) ? known : make(upstream));
    }

    private Entry make(UpstreamConfig upstream) {
        UpstreamAccount account = new UpstreamAccount(
                parts.vertx(),
                upstream,
                parts.fetch(),
                parts.store(),
                parts.renewals().of(upstream.name()),
                parts.clock());
        OwnTokens tokens = new OwnTokens(
                parts.vertx(),
                account,
                person -> ClientDocument.connectUrl(parts.origin().get(), upstream.name()) + "?for="
                        + mark(person, upstream.name()),
                () -> parts.config().get().auth().tokens(),
                parts.clock());
        return new Entry(upstream, account, tokens);
    }

    /** The upstream of that name, if people connect accounts there; null otherwise. */
    @Nullable
    Entry find(String name) {
        UpstreamConfig upstream = parts.config().get().upstreams().get(name);
        return upstream != null && upstream.enabled() && upstream.credentials().kind() == CredentialsConfig.Kind.OAUTH
                ? entry(upstream)
                : null;
    }

    /** Whether people connect accounts at an upstream of that name. */
    public boolean has(String name) {
        return find(name) != null;
    }

    /** Whether a person has connected an account; false for upstreams where there is nothing to connect. */
    public Future<Boolean> isConnected(Person person, String name) {
        Entry entry = find(name);
        return entry == null
                ? Future.succeededFuture(false)
                : entry.account().grants().find(person.id()).map(grant -> grant != null);
    }

    /** Deletes what is kept for a person, and ends it at the authorization server if that can be asked. */
    public Future<Void> disconnect(Person person, String name) {
        Entry entry = find(name);
        if (entry == null) {
            return Future.succeededFuture();
        }
        entry.tokens().forget(person.id());
        return entry.account().disconnect(person.id()).onSuccess(gone -> {
            entry.tokens().forget(person.id());
            parts.changed().accept(person, name);
        });
    }

    /** Deletes what is kept for a person at every upstream that is configured now; completes when all of it is gone. */
    public Future<Void> disconnectAll(String personId) {
        List<Future<Void>> gone = new ArrayList<>();
        for (String name : parts.config().get().upstreams().keySet()) {
            Entry entry = find(name);
            if (entry != null) {
                entry.tokens().forget(personId);
                gone.add(entry.account()
                        .disconnect(personId)
                        .onSuccess(deleted -> entry.tokens().forget(personId)));
            }
        }
        return Future.join(gone).mapEmpty();
    }

    /**
     * For whom a link is that leads to an upstream's page. It gives no right: whoever opens the link of somebody else is told so.
     */
    public static String mark(Person person, String upstream) {
        return Hash.sha256("connect " + upstream + " " + person.id()).substring(0, MARK_LENGTH);
    }
}
