package dev.mcpgateway.app;

import dev.mcpgateway.app.management.ManagementListener;
import dev.mcpgateway.app.management.OperatorRoute;
import dev.mcpgateway.app.management.OperatorSeal;
import dev.mcpgateway.app.metrics.CountedAudit;
import dev.mcpgateway.app.metrics.RenewalMetrics;
import dev.mcpgateway.audit.AuditLog;
import dev.mcpgateway.aws.AwsClients;
import dev.mcpgateway.config.AuthConfig;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.crypto.ServerKeys;
import dev.mcpgateway.dispatch.Endpoints;
import dev.mcpgateway.dispatch.OpenSubscriptions;
import dev.mcpgateway.http.PublicRoutes;
import dev.mcpgateway.net.GuardedFetch;
import dev.mcpgateway.oauth.grant.KnownPeople;
import dev.mcpgateway.oauth.server.Authorization;
import dev.mcpgateway.oauth.server.AuthorizationServer;
import dev.mcpgateway.oauth.signin.SignIn;
import dev.mcpgateway.oauth.upstream.UpstreamAccounts;
import dev.mcpgateway.provider.google.api.GoogleGrants;
import dev.mcpgateway.provider.upstream.credentials.Credentials;
import dev.mcpgateway.provider.upstream.credentials.SigningKeys;
import dev.mcpgateway.session.PersonIndex;
import dev.mcpgateway.session.Revocation;
import dev.mcpgateway.session.Revocations;
import dev.mcpgateway.session.Sessions;
import dev.mcpgateway.session.StoredSelections;
import dev.mcpgateway.store.RecordStore;
import dev.mcpgateway.tokens.TokenCounts;
import dev.mcpgateway.web.ConnectRoutes;
import dev.mcpgateway.web.HomeRoutes;
import dev.mcpgateway.web.WebPages;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Owns the connections to identity providers and the authorization server; who serves requests is deployed below. */
final class OAuthVerticle extends VerticleBase {
    private final GatewayContext gateway;
    private final ManagementListener management;
    private final Endpoints endpoints;
    private final Sessions sessions;
    private final ServerKeys keys;
    private final Membership membership;
    private final RecordStore store;
    private final Supplier<AwsClients> aws;
    private final RenewalMetrics renewals;
    private final AuditLog audit;
    private @Nullable SignIn signIn;

    OAuthVerticle(
            GatewayContext gateway,
            ManagementListener management,
            Endpoints endpoints,
            Sessions sessions,
            ServerKeys keys,
            Membership membership,
            RecordStore store,
            Supplier<AwsClients> aws) {
        this.gateway = gateway;
        this.management = management;
        this.endpoints = endpoints;
        this.sessions = sessions;
        this.keys = keys;
        this.membership = membership;
        this.store = store;
        this.aws = aws;
        this.renewals = new RenewalMetrics(gateway.registry());
        this.audit = new CountedAudit(gateway.audit(), gateway.registry());
    }

    @Override
    public Future<?> start() {
        boolean open = gateway.config().get().auth().mode() == AuthConfig.Mode.NONE;
        SigningKeys signing =
                new SigningKeys(vertx, store, () -> gateway.config().get().signing(), InstantSource.system());
        if (open) {
            return vertx.deployVerticle(providers(
                    Admission.ANYONE,
                    signing,
                    upstream -> {
                        throw new IllegalStateException("checked with the configuration: nobody has a token");
                    },
                    null));
        }
        GuardedFetch fetch = new GuardedFetch(vertx, OutwardProxies.of(gateway.current()));
        UpstreamAccounts accounts = new UpstreamAccounts(new UpstreamAccounts.Parts(
                vertx,
                gateway.current(),
                store,
                fetch,
                (person, _) -> listsChanged(person.id()),
                () -> Banner.address(
                        gateway.config().get(), gateway.publicPort().get()),
                renewals,
                InstantSource.system()));
        Admission admission = signIn(signing, fetch, accounts);
        GoogleGrants google = signIn == null ? null : new GoogleAccounts(signIn.grants());
        return vertx.deployVerticle(providers(admission, signing, accounts::credentials, google));
    }

    private Deployable providers(
            Admission admission,
            SigningKeys signing,
            Function<UpstreamConfig, Credentials> ownTokens,
            @Nullable GoogleGrants google) {
        return new ProviderVerticle(
                gateway, endpoints, sessions, keys, membership, admission, signing, ownTokens, google, aws);
    }

    /** Tells those clients of a person that this task has streams to: whoever connects an account, or switches tools off, has other lists. */
    private void listsChanged(String person) {
        OpenSubscriptions.changes().forEach(changed -> sessions.tell(person, changed));
        endpoints.listsChanged(person);
    }

    private Admission signIn(SigningKeys signing, GuardedFetch fetch, UpstreamAccounts accounts) {
        InstantSource clock = InstantSource.system();
        Revocations revocations = new Revocations(
                vertx, store, () -> gateway.config().get().auth().tokens().cache());
        StoredSelections selections = new StoredSelections(
                vertx, store, revocations, () -> gateway.config().get().auth().tokens());
        WebPages pages = new WebPages();
        SignIn people = new SignIn(
                vertx,
                gateway.current(),
                store,
                keys,
                (person, moment) -> revocations.revokedSince(Revocation.Kind.PERSON, person, moment),
                pages,
                pages,
                audit,
                renewals,
                clock);
        signIn = people;
        Authorization clients = new Authorization(
                new Authorization.Parts(
                        vertx,
                        gateway.current(),
                        store,
                        keys,
                        new PersonIndex(store),
                        revocations,
                        fetch,
                        person -> accounts.disconnectAll(person).eventually(() -> selections.delete(person)),
                        audit,
                        clock),
                pages,
                people.sessions(),
                people.personCheck());
        sessions.listIn(clients.personSessions());
        HomeRoutes home = new HomeRoutes(
                gateway.current(),
                pages,
                endpoints,
                new HomeRoutes.Account(
                        people.sessions(),
                        people.grants(),
                        clients.clients(),
                        clients.personalTokens(),
                        clients.personSessions(),
                        accounts,
                        selections),
                new TokenCounts(vertx, () -> gateway.config().get().tokenCounts()),
                audit);
        ConnectRoutes connect =
                new ConnectRoutes(gateway.current(), pages, endpoints, people.sessions(), accounts, audit);
        revocations.onRevoked(revocation -> {
            sessions.revoke(revocation);
            if (revocation.kind() == Revocation.Kind.SELECTION) {
                listsChanged(revocation.id());
            }
        });
        revocations.start();
        management.operate(new OperatorRoute(
                OperatorSeal.PATH,
                new OperatorSeal(keys),
                new OperatorCommands(clients, new KnownPeople(store), audit)::run,
                clock));
        return new Admission(
                new BearerAdmission(clients.authenticator()),
                new PublicRoutes(
                        router -> {
                            pages.mount(router);
                            people.mount(router);
                            clients.server().mount(router);
                            home.mount(router);
                            connect.mount(router);
                            KeySet.mount(router, signing);
                        },
                        AuthorizationServer::isOpenToPages),
                revocations::onRevoked,
                selections);
    }

    @Override
    public Future<?> stop() {
        if (signIn != null) {
            signIn.close();
        }
        return Future.succeededFuture();
    }
}
