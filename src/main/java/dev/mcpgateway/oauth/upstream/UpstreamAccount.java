package dev.mcpgateway.oauth.upstream;

import dev.mcpgateway.config.Secret;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.config.UpstreamOAuthConfig;
import dev.mcpgateway.net.GuardedFetch;
import dev.mcpgateway.net.Origin;
import dev.mcpgateway.oauth.lease.LeasedRefresh;
import dev.mcpgateway.oauth.lease.RenewalOutcome;
import dev.mcpgateway.oauth.upstream.server.Discovery;
import dev.mcpgateway.oauth.upstream.server.Registrations;
import dev.mcpgateway.oauth.upstream.server.ServerFailure;
import dev.mcpgateway.oauth.upstream.server.ServerMetadata;
import dev.mcpgateway.oauth.upstream.server.Servers;
import dev.mcpgateway.oauth.upstream.server.TokenEndpoint;
import dev.mcpgateway.oauth.upstream.server.UpstreamClient;
import dev.mcpgateway.store.RecordStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What people have at one upstream, and the authorization server that they have it from. Callable from any event loop. */
final class UpstreamAccount {
    private static final Logger LOG = LoggerFactory.getLogger(UpstreamAccount.class);
    /** Longer than two exchanges that take as long as they may: the server's metadata, and the refresh. */
    private static final int TIMEOUTS_A_LEASE = 4;

    private static final int MOST_SERVERS = 100;

    private final UpstreamConfig upstream;
    private final String address;
    private final Discovery discovery;
    private final TokenEndpoint tokens;
    private final Registrations registrations;
    private final UpstreamGrants grants;
    private final LeasedRefresh<String, UpstreamGrant> refresh;
    private final InstantSource clock;
    private final Map<String, Kept<ServerMetadata>> servers = new ConcurrentHashMap<>();
    private volatile @Nullable Kept<Discovery.Found> found;

    private record Kept<T>(T value, Instant until) {}

    /** @param renewals is told what came of each refresh */
    UpstreamAccount(
            Vertx vertx,
            UpstreamConfig upstream,
            GuardedFetch fetch,
            RecordStore store,
            Consumer<RenewalOutcome> renewals,
            InstantSource clock) {
        Servers reached = new Servers(fetch, upstream);
        this.upstream = upstream;
        this.address = address(reached.upstreamUrl());
        this.discovery = new Discovery(reached);
        this.tokens = new TokenEndpoint(reached, clock);
        this.registrations = new Registrations(reached, store, clock);
        this.grants = new UpstreamGrants(store, upstream.name(), address, this::renew, clock);
        Duration lease = config().timeout().multipliedBy(TIMEOUTS_A_LEASE);
        this.refresh = new LeasedRefresh<>(vertx, grants, () -> lease, renewals, clock);
        this.clock = clock;
    }

    /** Without its query, which may hold a key. */
    private static String address(URI url) {
        return Origin.of(url) + Objects.requireNonNullElse(url.getRawPath(), "");
    }

    String name() {
        return upstream.name();
    }

    String address() {
        return address;
    }

    private UpstreamOAuthConfig config() {
        return upstream.credentials().oauth();
    }

    UpstreamGrants grants() {
        return grants;
    }

    TokenEndpoint tokens() {
        return tokens;
    }

    Registrations registrations() {
        return registrations;
    }

    /** The upstream's authorization server, and what the upstream asks for. */
    Future<Discovery.Found> discover() {
        Kept<Discovery.Found> known = found;
        if (known != null && clock.instant().isBefore(known.until())) {
            return Future.succeededFuture(known.value());
        }
        return discovery.find().onSuccess(fresh -> {
            found = new Kept<>(fresh, until());
            remember(fresh.server());
        });
    }

    /** What an authorization server says of itself. */
    Future<ServerMetadata> server(String issuer) {
        Kept<ServerMetadata> known = servers.get(issuer);
        return known != null && clock.instant().isBefore(known.until())
                ? Future.succeededFuture(known.value())
                : discovery.server(issuer).onSuccess(this::remember);
    }

    private void remember(ServerMetadata server) {
        if (servers.size() >= MOST_SERVERS) {
            servers.clear();
        }
        servers.put(server.issuer(), new Kept<>(server, until()));
    }

    private Instant until() {
        return clock.instant().plus(config().metadataTtl());
    }

    /** What was found is not believed any longer; somebody got nowhere with it. */
    void forgetServers() {
        found = null;
        servers.clear();
    }

    /** The grant as it is when that is good enough, else after a refresh by whichever task. */
    Future<UpstreamGrant> unless(String person, Predicate<UpstreamGrant> good) {
        return refresh.unless(person, good);
    }

    private Future<UpstreamGrant> renew(UpstreamGrant grant) {
        return server(grant.issuer())
                .compose(server -> tokens.refresh(
                        server,
                        clientOf(grant),
                        Objects.requireNonNull(grant.refreshToken(), "asked before"),
                        grant.resource()))
                .map(given -> grant.refreshed(given, clock.instant()))
                .recover(failure -> isClientUnknown(failure) && config().clientId() == null
                        ? registrations
                                .forget(grant.issuer(), grant.redirectUri())
                                .transform(forgotten -> Future.failedFuture(failure))
                        : Future.failedFuture(failure));
    }

    static boolean isClientUnknown(Throwable failure) {
        return failure instanceof ServerFailure refused && refused.kind() == ServerFailure.Kind.CLIENT_UNKNOWN;
    }

    /** A secret that was changed in the configuration holds for what was granted before as well. */
    private UpstreamClient clientOf(UpstreamGrant grant) {
        return grant.client().id().equals(config().clientId())
                ? new UpstreamClient(
                        grant.client().id(),
                        config().clientSecret(),
                        grant.client().authMethod())
                : grant.client();
    }

    /** Deletes what is kept for a person, and asks the authorization server to end it, which may fail. */
    Future<Void> disconnect(String person) {
        return grants.disconnect(person)
                .onSuccess(gone -> {
                    if (gone != null) {
                        revoke(gone)
                                .onFailure(failure -> LOG.info(
                                        "upstream {}: a token that is deleted here was not revoked there: {}",
                                        name(),
                                        failure.getMessage()));
                    }
                })
                .mapEmpty();
    }

    private Future<Void> revoke(UpstreamGrant grant) {
        Secret refreshToken = grant.refreshToken();
        return server(grant.issuer())
                .compose(server -> refreshToken == null
                        ? tokens.revoke(server, clientOf(grant), grant.accessToken(), "access_token")
                        : tokens.revoke(server, clientOf(grant), refreshToken, "refresh_token"));
    }
}
