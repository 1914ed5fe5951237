package dev.mcpgateway.web;

import dev.mcpgateway.audit.AuditAction;
import dev.mcpgateway.audit.AuditEvent;
import dev.mcpgateway.audit.AuditLog;
import dev.mcpgateway.audit.AuditOutcome;
import dev.mcpgateway.oauth.BrowserSession;
import dev.mcpgateway.oauth.FailureView;
import dev.mcpgateway.oauth.Hash;
import dev.mcpgateway.oauth.OAuthError;
import dev.mcpgateway.oauth.PageAnswer;
import dev.mcpgateway.oauth.signin.StoredSessions;
import dev.mcpgateway.store.StoreException;
import dev.mcpgateway.store.VersionConflict;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The forms of people who are signed in: each repeats the CSRF token of its session. */
final class AccountForms {
    private static final Logger LOG = LoggerFactory.getLogger(AccountForms.class);

    private final WebPages pages;
    private final StoredSessions sessions;
    private final AuditLog audit;

    AccountForms(WebPages pages, StoredSessions sessions, AuditLog audit) {
        this.pages = pages;
        this.sessions = sessions;
        this.audit = audit;
    }

    /** What a form does; it answers. */
    interface Form {
        void submit(RoutingContext context, BrowserSession session);
    }

    /**
     * Adds a form.
     *
     * @param path below {@code /account/}
     * @param maxBytes how large the form may be
     */
    void mount(Router router, String path, int maxBytes, Form form) {
        router.post("/account/" + path)
                .handler(BodyHandler.create(false).setBodyLimit(maxBytes).setMergeFormAttributes(false))
                .handler(context -> sessions.current(context)
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

    /** Sends the browser back to where the form was. */
    static void back(RoutingContext context, String location) {
        context.response()
                .setStatusCode(303)
                .putHeader("location", location)
                .putHeader("cache-control", "no-store")
                .end();
    }

    /** @param what the ids that it is about; no secret among them */
    void record(RoutingContext context, BrowserSession session, AuditAction action, String what) {
        audit.record(AuditEvent.of(action, AuditOutcome.SUCCESS)
                .by(session.person())
                .request(context.response().headers().get("x-request-id"))
                .detail("what", what));
    }

    void fail(RoutingContext context, Throwable failure) {
        if (!(failure instanceof OAuthError || failure instanceof VersionConflict)) {
            LOG.error("what a person asked for on the home page failed: {}", failure.toString());
        }
        PageAnswer.fail(context, pages, unavailable(failure));
    }

    static FailureView unavailable(Throwable failure) {
        return switch (failure) {
            case OAuthError error ->
                new FailureView(400, "That did not work", error.getMessage() + ".", "Go back and correct it.");
            case VersionConflict _ ->
                new FailureView(
                        409,
                        "It has changed meanwhile",
                        "You, or another window of yours, changed this after the page was shown. Nothing was changed now.",
                        "Go back, load the page again, and choose once more.");
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
