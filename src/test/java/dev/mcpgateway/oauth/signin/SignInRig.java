package dev.mcpgateway.oauth.signin;

import dev.mcpgateway.audit.AuditEvent;
import dev.mcpgateway.config.AuthConfig;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.OidcConfig;
import dev.mcpgateway.config.Secret;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.crypto.ServerKeys;
import dev.mcpgateway.oauth.lease.RenewalObserver;
import dev.mcpgateway.store.MemoryStore;
import dev.mcpgateway.store.RecordStore;
import dev.mcpgateway.testing.ScriptedIssuer;
import dev.mcpgateway.testing.SignInBrowser;
import dev.mcpgateway.web.WebPages;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Sign-in behind a listener of its own, with a provider that obeys. {@code GET /who} says who is signed in. */
final class SignInRig implements AutoCloseable {
    final Vertx vertx = Vertx.vertx();
    final ScriptedIssuer issuer;
    final RecordStore store;
    final ServerKeys keys;
    final List<AuditEvent> audit = new CopyOnWriteArrayList<>();
    final List<SignIn> tasks = new CopyOnWriteArrayList<>();
    GatewayConfig config;
    /** Where to listen; 0 for any free port. */
    int port;

    SignInRig() throws Exception {
        issuer = new ScriptedIssuer(vertx);
        store = new MemoryStore(vertx, InstantSource.system(), Duration.ofMinutes(1));
        keys = ServerKeys.ephemeral();
        config = GatewayConfig.defaults();
        config = config.withListener(config.listener().at("127.0.0.1", 0))
                .withAuth(config.auth().withMode(AuthConfig.Mode.SIGN_IN));
    }

    SignInRig withOidc(String... scopes) {
        return withOidcSecret(ScriptedIssuer.CLIENT_SECRET, scopes);
    }

    SignInRig withOidcSecret(String secret, String... scopes) {
        OidcConfig oidc = new OidcConfig(
                "corp",
                URI.create(issuer.url()),
                ScriptedIssuer.CLIENT_ID,
                Secret.of(secret),
                scopes.length == 0 ? List.of("openid", "email") : List.of(scopes),
                "hd",
                "groups");
        return set("oidc", Map.of("corp", oidc));
    }

    SignInRig set(String setting, Object value) {
        config = config.withAuth(Settings.with(config.auth(), setting, value));
        return this;
    }

    SignInRig publicUrl(String url) {
        config = config.withListener(Settings.with(config.listener(), "publicUrl", URI.create(url)));
        return this;
    }

    /** A task of the gateway. Returns its address. */
    String start() throws Exception {
        return start(1);
    }

    /** Tasks that share store and keys, behind one address that gives each request to the next of them. */
    String start(int count) throws Exception {
        List<Router> routers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            routers.add(task());
        }
        AtomicInteger turn = new AtomicInteger();
        HttpServer server = vertx.createHttpServer()
                .requestHandler(
                        request -> routers.get(turn.getAndIncrement() % count).handle(request));
        server.listen(port, "127.0.0.1").await(10, TimeUnit.SECONDS);
        return "http://127.0.0.1:" + server.actualPort();
    }

    private Router task() {
        WebPages pages = new WebPages();
        SignIn signIn = new SignIn(
                vertx,
                () -> config,
                store,
                keys,
                StoredSessions.RevokedSince.NEVER,
                pages,
                pages,
                audit::add,
                RenewalObserver.NONE,
                InstantSource.system());
        tasks.add(signIn);
        Router router = Router.router(vertx);
        pages.mount(router);
        signIn.mount(router);
        router.get("/who")
                .handler(context -> signIn.sessions()
                        .current(context)
                        .onSuccess(session -> context.response()
                                .end(
                                        session == null
                                                ? "nobody"
                                                : session.person().id() + " "
                                                        + session.person().label())));
        router.get("/csrf")
                .handler(context -> signIn.sessions()
                        .current(context)
                        .onSuccess(session -> context.response().end(session.csrf())));
        return router;
    }

    /** The way out: what the browser would ask the provider. */
    static Map<String, String> begin(SignInBrowser browser, String query) {
        return SignInBrowser.query(SignInBrowser.location(browser.get("/oauth/login" + query)));
    }

    /** The way back with a code for the person whom the issuer has in mind. */
    HttpResponse<String> comeBack(SignInBrowser browser, Map<String, String> asked) {
        return browser.get(
                "/oauth/callback?state=" + SignInBrowser.encode(asked.get("state")) + "&code=" + issuer.code(asked));
    }

    HttpResponse<String> signIn(SignInBrowser browser) {
        return comeBack(browser, begin(browser, ""));
    }

    @Override
    public void close() {
        try {
            vertx.close().await(10, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
