package dev.mcpgateway.web;

import dev.mcpgateway.audit.AuditAction;
import dev.mcpgateway.audit.AuditEvent;
import dev.mcpgateway.audit.AuditLog;
import dev.mcpgateway.audit.AuditOutcome;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.oauth.BrowserSession;
import dev.mcpgateway.oauth.FailureView;
import dev.mcpgateway.oauth.Hash;
import dev.mcpgateway.oauth.OAuthError;
import dev.mcpgateway.oauth.PageAnswer;
import dev.mcpgateway.oauth.PublicUrl;
import dev.mcpgateway.oauth.grant.PersonalTokens;
import dev.mcpgateway.store.StoreException;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the forms of the home page do. Each repeats the CSRF token of its session, and touches only what its person has. */
final class AccountRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(AccountRoutes.class);
    private static final long MAX_FORM_BYTES = 16 << 10;
    /** A client id may be an address. */
    private static final int MAX_ID = 2_048;

    private final Supplier<GatewayConfig> config;
    private final WebPages pages;
    private final HomeRoutes.Account account;
    private final AuditLog audit;

    AccountRoutes(Supplier<GatewayConfig> config, WebPages pages, HomeRoutes.Account account, AuditLog audit) {
        this.config = config;
        this.pages = pages;
        this.account = account;
        this.audit = audit;
    }

    /** What a form does for a person; completes when it is done and the browser can go back. */
    private interface Change {
        Future<?> apply(Person person, String id);
    }

    void mount(Router router) {
        change(
                router,
                "clients/revoke",
                AuditAction.TOKEN_REVOKED,
                "clients",
                (person, id) -> account.clients()
                        .revoke(person.id(), id)
                        .compose(grants -> account.open().endOf(person.id(), grants)));
        change(
                router,
                "tokens/revoke",
                AuditAction.TOKEN_REVOKED,
                "tokens",
                (person, id) -> account.tokens()
                        .revoke(person.id(), id)
                        .compose(had -> account.open().endOf(person.id(), List.of(id))));
        change(
                router,
                "open/end",
                AuditAction.SESSION_ENDED,
                "open",
                (person, id) -> account.open().end(person.id(), id));
        change(
                router,
                "sessions/end",
                AuditAction.SIGN_OUT,
                "sessions",
                (person, id) -> account.sessions().end(person, id));
        change(
                router,
                "provider/disconnect",
                AuditAction.ACCOUNT_DISCONNECTED,
                "account",
                (person, id) -> account.grants().disconnect(person));
        change(
                router,
                "upstreams/disconnect",
                AuditAction.ACCOUNT_DISCONNECTED,
                "upstreams",
                (person, id) -> account.upstreams().disconnect(person, id));
        form(router, "tokens", this::createToken);
    }

    private void change(Router router, String path, AuditAction action, String section, Change change) {
        form(router, path, (context, session) -> {
            String given = context.request().getFormAttribute("id");
            String id = given == null ? "" : given.substring(0, Math.min(given.length(), MAX_ID));
            change.apply(session.person(), id)
                    .onSuccess(done -> {
                        record(context, session, action, (path + " " + id).strip());
                        context.response()
                                .setStatusCode(303)
                                .putHeader("location", "/#" + section)
                                .putHeader("cache-control", "no-store")
                                .end();
                    })
                    .onFailure(failure -> fail(context, failure));
        });
    }

    /** A form of a person who is signed in. */
    private interface Form {
        void submit(RoutingContext context, BrowserSession session);
    }

    private void form(Router router, String path, Form form) {
        router.post("/account/" + path)
                .handler(BodyHandler.create(false).setBodyLimit(MAX_FORM_BYTES).setMergeFormAttributes(false))
                .handler(context -> account.sessions()
                        .current(context)
                        .onSuccess(session -> {
                            String csrf = context.request().getFormAttribute("csrf");
                            if (session == null || csrf == null || !Hash.equal(csrf, session.csrf())) {
                                PageAnswer.fail(context, pages, forged());
                            } else {
                                form.submit(context, session);
                            }
                        })
                        .onFailure(failure -> fail(context, failure)));
    }

    private void createToken(RoutingContext context, BrowserSession session) {
        MultiMap fields = context.request().formAttributes();
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String value : fields.getAll("scope")) {
            Scope scope = Scope.of(value);
            if (scope != null) {
                scopes.add(scope);
            }
        }
        String name = fields.get("name");
        String days = fields.get("days");
        Duration life =
                days != null && days.matches("[0-9]{1,4}") ? Duration.ofDays(Long.parseLong(days)) : Duration.ZERO;
        account.tokens()
                .create(session.person(), name == null ? "" : name, scopes, life)
                .onSuccess(created -> {
                    record(
                            context,
                            session,
                            AuditAction.PERSONAL_TOKEN_CREATED,
                            created.entry().id());
                    PageAnswer.send(context, 200, shownOnce(context, session, created));
                })
                .onFailure(failure -> fail(context, failure));
    }

    /** @param what the ids that it is about; no secret among them */
    private void record(RoutingContext context, BrowserSession session, AuditAction action, String what) {
        audit.record(AuditEvent.of(action, AuditOutcome.SUCCESS)
                .by(session.person())
                .request(context.response().headers().get("x-request-id"))
                .detail("what", what));
    }

    private String shownOnce(RoutingContext context, BrowserSession session, PersonalTokens.Created created) {
        String origin = PublicUrl.origin(config.get(), context.request());
        String command = "curl " + origin + "/mcp -H 'Authorization: Bearer " + created.token()
                + "' -H 'Content-Type: application/json' -H 'Accept: application/json, text/event-stream'"
                + " -d '{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\","
                + "\"capabilities\":{},\"clientInfo\":{\"name\":\"curl\",\"version\":\"1\"}}}'";
        return pages.templates()
                .render(
                        "token",
                        Map.of(
                                "person", session.person().label(),
                                "csrf", session.csrf(),
                                "name", created.entry().name(),
                                "token", created.token(),
                                "until", HomeRoutes.day(created.entry().expiresAt()),
                                "command", command));
    }

    private void fail(RoutingContext context, Throwable failure) {
        if (!(failure instanceof OAuthError)) {
            LOG.error("what a person asked for on the home page failed: {}", failure.toString());
        }
        PageAnswer.fail(context, pages, unavailable(failure));
    }

    static FailureView unavailable(Throwable failure) {
        return switch (failure) {
            case OAuthError error ->
                new FailureView(400, "That did not work", error.getMessage() + ".", "Go back and correct it.");
            case StoreException _ ->
                new FailureView(
                        503,
                        "The gateway is busy",
                        "It cannot reach what it keeps people's things in.",
                        "Try again in a few seconds.");
            default ->
                new FailureView(
                        500,
                        "Something went wrong",
                        "The gateway could not do this.",
                        "Try again. If it happens again, tell whoever runs the gateway; the log knows more.");
        };
    }

    static FailureView forged() {
        return new FailureView(
                403,
                "That did not come from this page",
                "The request was not sent by a page that the gateway showed to you, or you were signed out meanwhile."
                        + " Nothing was changed.",
                "Go back, load the page again, and try once more.");
    }
}
