package dev.mcpgateway.oauth.signin;

import dev.mcpgateway.audit.AuditLog;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.Secret;
import dev.mcpgateway.crypto.ServerKeys;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.oauth.Pages;
import dev.mcpgateway.oauth.PersonCheck;
import dev.mcpgateway.oauth.lease.RenewalObserver;
import dev.mcpgateway.oauth.signin.grant.PersonAtProvider;
import dev.mcpgateway.oauth.signin.grant.ProviderGrants;
import dev.mcpgateway.oauth.signin.provider.IdentityProvider;
import dev.mcpgateway.oauth.signin.provider.IdentityProviders;
import dev.mcpgateway.oauth.signin.provider.ProviderTokens;
import dev.mcpgateway.provider.google.api.GoogleLinks;
import dev.mcpgateway.session.PersonIndex;
import dev.mcpgateway.store.RecordStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Sign-in as a whole: its routes, the sessions that come of it, and what providers granted. Made once, used by every event loop. */
public final class SignIn {
    private static final String COOKIE_PURPOSE = "mcp-gateway/sign-in-cookie";
    /** There is one of them at a time, so its kind tells it from an upstream well enough. */
    private static final String GIVER = "identity-provider";

    private static final long MAX_FORM_BYTES = 16 << 10;

    private final IdentityProviders providers;
    private final StoredSessions sessions;
    private final ProviderGrants grants;
    private final PersonCheck personCheck;
    private final LoginRoutes login;
    private final CallbackRoute callback;
    private final GoogleScopeRoute googleScopes;

    /**
     * @param vertx connections to providers belong to the context that calls this
     * @param revoked whether a person's sign-ins were taken back since
     * @param renewals is told what came of refreshing tokens at the identity provider
     */
    public SignIn(
            Vertx vertx,
            Supplier<GatewayConfig> config,
            RecordStore store,
            ServerKeys keys,
            StoredSessions.RevokedSince revoked,
            Pages pages,
            SignInPages signInPages,
            AuditLog audit,
            RenewalObserver renewals,
            InstantSource clock) {
        GatewayConfig now = config.get();
        this.providers = IdentityProviders.of(vertx, now, clock);
        this.sessions = new StoredSessions(store, new PersonIndex(store), config, revoked, clock);
        // Two waits of a refresh, discovery and the exchange, end within the lease.
        Duration lease = now.auth().providerTimeout().multipliedBy(3);
        this.grants = new ProviderGrants(
                vertx,
                store,
                this::refresh,
                lease,
                () -> config.get().auth().tokens().refreshToken(),
                renewals.of(GIVER),
                clock);
        this.personCheck =
                new PersonAtProvider(grants, () -> config.get().auth().tokens().recheck(), clock);
        SignInContext context = new SignInContext(
                config,
                providers,
                new AttemptCookie(keys.box(COOKIE_PURPOSE), clock),
                sessions,
                pages,
                signInPages,
                audit,
                clock);
        this.login = new LoginRoutes(context);
        this.callback = new CallbackRoute(context, store, grants, login);
        this.googleScopes = new GoogleScopeRoute(context, login);
    }

    /** Adds the routes to the router of an event loop. */
    public void mount(Router router) {
        router.get("/oauth/login").handler(login::login);
        router.post("/oauth/login/development")
                .handler(BodyHandler.create(false).setBodyLimit(MAX_FORM_BYTES))
                .handler(login::development);
        router.get("/oauth/callback").handler(callback::handle);
        router.get(GoogleLinks.CONNECT).handler(googleScopes::offer);
        router.post(GoogleLinks.CONNECT)
                .handler(BodyHandler.create(false).setBodyLimit(MAX_FORM_BYTES).setMergeFormAttributes(false))
                .handler(googleScopes::begin);
        router.post("/oauth/logout")
                .handler(BodyHandler.create(false).setBodyLimit(MAX_FORM_BYTES))
                .handler(login::logout);
    }

    /** For whom a link is that grants a scope. It gives no right: whoever opens the link of somebody else is told so. */
    public static String markOf(Person person) {
        return GoogleScopeRoute.mark(person);
    }

    public StoredSessions sessions() {
        return sessions;
    }

    public PersonCheck personCheck() {
        return personCheck;
    }

    public ProviderGrants grants() {
        return grants;
    }

    /** Lets go of what it holds towards providers. */
    public void close() {
        providers.close();
    }

    private Future<ProviderTokens> refresh(String name, Secret refreshToken) {
        IdentityProvider provider = providers.named(name);
        return provider == null
                ? Future.failedFuture(new IllegalStateException("the provider " + name + " is no longer configured"))
                : provider.refresh(refreshToken);
    }
}
