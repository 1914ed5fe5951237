package dev.mcpgateway.web;

import dev.mcpgateway.audit.AuditAction;
import dev.mcpgateway.audit.AuditEvent;
import dev.mcpgateway.audit.AuditLog;
import dev.mcpgateway.audit.AuditOutcome;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.dispatch.Endpoint;
import dev.mcpgateway.dispatch.Endpoints;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.oauth.BrowserSession;
import dev.mcpgateway.oauth.BrowserSessions;
import dev.mcpgateway.oauth.Hash;
import dev.mcpgateway.oauth.PageAnswer;
import dev.mcpgateway.oauth.PublicUrl;
import dev.mcpgateway.oauth.upstream.ConnectFailure;
import dev.mcpgateway.oauth.upstream.ConnectFlow;
import dev.mcpgateway.oauth.upstream.UpstreamAccounts;
import dev.mcpgateway.oauth.upstream.server.ClientDocument;
import dev.mcpgateway.oauth.upstream.server.ServerFailure;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages that connect a person's own account at an upstream. They are for the person who is signed in in the browser, whoever
 * made the link: it carries no authority, and one that was made for somebody else connects nothing.
 */
public final class ConnectRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectRoutes.class);
    private static final String PATH = "/connect/:upstream";
    private static final long MAX_FORM_BYTES = 16 << 10;
    private static final int MAX_PARAMETER = 4_096;

    private final Supplier<GatewayConfig> config;
    private final WebPages pages;
    private final Endpoints endpoints;
    private final BrowserSessions sessions;
    private final UpstreamAccounts accounts;
    private final ConnectFlow flow;
    private final AuditLog audit;

    public ConnectRoutes(
            Supplier<GatewayConfig> config,
            WebPages pages,
            Endpoints endpoints,
            BrowserSessions sessions,
            UpstreamAccounts accounts,
            AuditLog audit) {
        this.config = config;
        this.pages = pages;
        this.endpoints = endpoints;
        this.sessions = sessions;
        this.accounts = accounts;
        this.flow = new ConnectFlow(accounts);
        this.audit = audit;
    }

    /** Adds the routes. */
    public void mount(Router router) {
        router.get(PATH).handler(context -> signedIn(context, true, session -> offer(context, session)));
        router.post(PATH)
                .handler(BodyHandler.create(false).setBodyLimit(MAX_FORM_BYTES).setMergeFormAttributes(false))
                .handler(context -> signedIn(context, false, session -> begin(context, session)));
        router.get(PATH + "/callback")
                .handler(context -> signedIn(context, false, session -> finish(context, session)));
        router.get(PATH + "/client.json").handler(this::document);
    }

    /** What a route does for the person who is signed in. */
    private interface SignedInRoute {
        Future<?> handle(BrowserSession session);
    }

    /** @param signIn whether to send others to sign in, and back */
    private void signedIn(RoutingContext context, boolean signIn, SignedInRoute route) {
        sessions.current(context)
                .compose(session -> {
                    if (session != null) {
                        return route.handle(session);
                    }
                    if (signIn) {
                        redirect(
                                context,
                                BrowserSessions.LOGIN
                                        + Links.encode(context.request().uri()));
                    } else {
                        PageAnswer.fail(context, pages, ConnectFailures.signedOut());
                    }
                    return Future.succeededFuture();
                })
                .onFailure(failure -> fail(context, null, failure));
    }

    /** Whether there is something to connect for this person; otherwise the answer is sent. */
    private boolean isTheirs(RoutingContext context, BrowserSession session, @Nullable String mark) {
        String name = name(context);
        Principal principal = new Principal(session.person(), null, Scope.all(), "", "");
        if (!accounts.has(name) || endpoints.at(Endpoint.ROOT + "/" + name, principal) == null) {
            PageAnswer.fail(context, pages, ConnectFailures.nothing());
            return false;
        }
        if (mark != null && !mark.isEmpty() && !Hash.equal(mark, UpstreamAccounts.mark(session.person(), name))) {
            record(context, session.person(), AuditOutcome.DENIED, "link-of-another");
            PageAnswer.fail(
                    context,
                    pages,
                    ConnectFailures.linkOfAnother(session.person().label()));
            return false;
        }
        return true;
    }

    private Future<?> offer(RoutingContext context, BrowserSession session) {
        String mark = parameter(context.request(), "for");
        if (!isTheirs(context, session, mark)) {
            return Future.succeededFuture();
        }
        return flow.offer(session.person(), name(context)).onSuccess(offer -> {
            if (offer == null) {
                PageAnswer.fail(context, pages, ConnectFailures.nothing());
                return;
            }
            ConnectView view = new ConnectView(
                    session.person().label(),
                    session.csrf(),
                    offer.upstream(),
                    mark == null ? "" : mark,
                    offer.address(),
                    URI.create(offer.issuer()).getAuthority(),
                    List.copyOf(new TreeSet<>(offer.scopes())),
                    offer.connected());
            PageAnswer.send(context, 200, pages.templates().render("connect", Map.of("view", view)));
        });
    }

    private Future<?> begin(RoutingContext context, BrowserSession session) {
        String csrf = context.request().getFormAttribute("csrf");
        if (csrf == null || !Hash.equal(csrf, session.csrf())) {
            PageAnswer.fail(context, pages, AccountForms.forged());
            return Future.succeededFuture();
        }
        if (!isTheirs(context, session, context.request().getFormAttribute("for"))) {
            return Future.succeededFuture();
        }
        String origin = PublicUrl.origin(config.get(), context.request());
        return flow.begin(session, name(context), origin).onSuccess(address -> {
            if (address == null) {
                PageAnswer.fail(context, pages, ConnectFailures.nothing());
            } else {
                redirect(context, address);
            }
        });
    }

    private Future<?> finish(RoutingContext context, BrowserSession session) {
        HttpServerRequest request = context.request();
        ConnectFlow.Answer answer = new ConnectFlow.Answer(
                name(context),
                parameter(request, "state"),
                parameter(request, "code"),
                parameter(request, "iss"),
                parameter(request, "error"));
        return flow.finish(session, answer)
                .onSuccess(scopes -> {
                    record(context, session.person(), AuditOutcome.SUCCESS, null);
                    String what = "The gateway can now use " + answer.upstream() + " on your behalf"
                            + (scopes.isEmpty() ? "." : ": " + String.join(", ", new TreeSet<>(scopes)) + ".");
                    PageAnswer.send(context, 200, pages.connected(new ConnectedView(answer.upstream(), what)));
                })
                .recover(failure -> {
                    fail(context, session.person(), failure);
                    return Future.succeededFuture();
                });
    }

    private void fail(RoutingContext context, @Nullable Person person, Throwable failure) {
        switch (failure) {
            case ConnectFailure refused -> {
                LOG.info("an account at upstream {} was not connected: {}", name(context), refused.getMessage());
                record(
                        context,
                        person,
                        AuditOutcome.DENIED,
                        refused.kind().name().toLowerCase(Locale.ROOT));
            }
            case ServerFailure server -> {
                LOG.warn("an account at upstream {} was not connected: {}", name(context), server.getMessage());
                record(
                        context,
                        person,
                        AuditOutcome.FAILED,
                        server.kind().name().toLowerCase(Locale.ROOT));
            }
            default -> LOG.error("an account could not be connected: {}", failure.toString());
        }
        PageAnswer.fail(context, pages, ConnectFailures.of(failure));
    }

    /** The gateway as a client, for authorization servers that fetch what they want to know (client ID metadata document). */
    private void document(RoutingContext context) {
        String origin = PublicUrl.origin(config.get(), context.request());
        if (!ClientDocument.isPublished(origin) || !accounts.has(name(context))) {
            context.response().setStatusCode(404).end();
            return;
        }
        context.response()
                .putHeader("content-type", "application/json")
                .putHeader("cache-control", "max-age=300")
                .end(ClientDocument.document(origin, name(context)).encode());
    }

    private static String name(RoutingContext context) {
        String name = context.pathParam("upstream");
        return name == null ? "" : name;
    }

    /** A parameter of the query, unless it is there twice or larger than any that is meant. */
    private static @Nullable String parameter(HttpServerRequest request, String name) {
        List<String> values = request.params().getAll(name);
        return values.size() == 1 && values.getFirst().length() <= MAX_PARAMETER ? values.getFirst() : null;
    }

    private static void redirect(RoutingContext context, String location) {
        context.response()
                .setStatusCode(303)
                .putHeader("location", location)
                .putHeader("cache-control", "no-store")
                .putHeader("referrer-policy", "no-referrer")
                .end();
    }

    private void record(RoutingContext context, @Nullable Person person, AuditOutcome outcome, @Nullable String why) {
        audit.record(AuditEvent.of(AuditAction.ACCOUNT_CONNECTED, outcome)
                .by(person)
                .request(context.response().headers().get("x-request-id"))
                .detail("upstream", name(context))
                .detail("why", why));
    }
}
