package dev.mcpgateway.web;

import dev.mcpgateway.audit.AuditAction;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.oauth.BrowserSession;
import dev.mcpgateway.oauth.PageAnswer;
import dev.mcpgateway.oauth.PublicUrl;
import dev.mcpgateway.oauth.grant.PersonalTokens;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What the forms of the home page do. Each touches only what its person has. */
final class AccountRoutes {
    private static final int MAX_FORM_BYTES = 16 << 10;
    /** A client id may be an address. */
    private static final int MAX_ID = 2_048;

    private final Supplier<GatewayConfig> config;
    private final WebPages pages;
    private final HomeRoutes.Account account;
    private final AccountForms forms;

    AccountRoutes(Supplier<GatewayConfig> config, WebPages pages, HomeRoutes.Account account, AccountForms forms) {
        this.config = config;
        this.pages = pages;
        this.account = account;
        this.forms = forms;
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
        forms.mount(router, "tokens", MAX_FORM_BYTES, this::createToken);
    }

    private void change(Router router, String path, AuditAction action, String section, Change change) {
        forms.mount(router, path, MAX_FORM_BYTES, (context, session) -> {
            String given = context.request().getFormAttribute("id");
            String id = given == null ? "" : given.substring(0, Math.min(given.length(), MAX_ID));
            change.apply(session.person(), id)
                    .onSuccess(done -> {
                        forms.record(context, session, action, (path + " " + id).strip());
                        AccountForms.back(context, "/#" + section);
                    })
                    .onFailure(failure -> forms.fail(context, failure));
        });
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
                    forms.record(
                            context,
                            session,
                            AuditAction.PERSONAL_TOKEN_CREATED,
                            created.entry().id());
                    PageAnswer.send(context, 200, shownOnce(context, session, created));
                })
                .onFailure(failure -> forms.fail(context, failure));
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
}
