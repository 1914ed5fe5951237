package dev.mcpgateway.oauth.signin;

import dev.mcpgateway.audit.AuditAction;
import dev.mcpgateway.audit.AuditEvent;
import dev.mcpgateway.audit.AuditOutcome;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.oauth.BrowserSession;
import dev.mcpgateway.oauth.BrowserSessions;
import dev.mcpgateway.oauth.Hash;
import dev.mcpgateway.oauth.PageAnswer;
import dev.mcpgateway.oauth.signin.provider.IdentityProvider;
import dev.mcpgateway.oauth.signin.provider.ProviderSettings;
import dev.mcpgateway.provider.google.api.GoogleScope;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /connect/google?scope=…&for=…}: the link of a tool that lacks a scope. It carries no authority: it is for the person who
 * is signed in in the browser, who is asked here before Google asks them, and one that was made for somebody else grants
 * nothing.
 */
final class GoogleScopeRoute {
    private static final String AFTERWARDS = "/";
    private static final int MARK_LENGTH = 16;

    private final SignInContext signIn;
    private final LoginRoutes login;

    GoogleScopeRoute(SignInContext signIn, LoginRoutes login) {
        this.signIn = signIn;
        this.login = login;
    }

    static String mark(Person person) {
        return Hash.sha256("grant google " + person.id()).substring(0, MARK_LENGTH);
    }

    /** What is asked for, by whom, of whom. */
    private record Asked(IdentityProvider google, BrowserSession session, GoogleScope scope, String mark) {}

    private interface Step {
        void go(Asked asked);
    }

    /** Shows what will be asked for. */
    void offer(RoutingContext context) {
        checked(
                context,
                context.queryParams(),
                asked -> PageAnswer.send(
                        context,
                        200,
                        signIn.signInPages()
                                .googleGrant(new GoogleGrantView(
                                        asked.session().person().label(),
                                        asked.session().csrf(),
                                        asked.mark(),
                                        asked.scope().service().label(),
                                        asked.scope().value(),
                                        asked.scope().writes()))));
    }

    /** Sends the person to Google; the form proves that they were shown the page. */
    void begin(RoutingContext context) {
        MultiMap form = context.request().formAttributes();
        checked(context, form, asked -> {
            String csrf = form.get("csrf");
            if (csrf == null || !Hash.equal(csrf, asked.session().csrf())) {
                signIn.fail(context, SignInFailures.forged());
                return;
            }
            login.grant(
                    context,
                    asked.google(),
                    asked.session().person(),
                    asked.scope().value(),
                    AFTERWARDS);
        });
    }

    private void checked(RoutingContext context, MultiMap parameters, Step step) {
        IdentityProvider google = signIn.providers().named(ProviderSettings.GOOGLE);
        if (google == null || !signIn.config().get().offersGoogle()) {
            // An upstream may have the name.
            context.next();
            return;
        }
        GoogleScope scope = scope(parameters.getAll("scope"));
        if (scope == null) {
            signIn.fail(context, SignInFailures.nothingToGrant());
            return;
        }
        signIn.sessions()
                .current(context)
                .onSuccess(session -> {
                    if (session == null) {
                        signInFirst(context);
                    } else {
                        String mark = parameters.get("for");
                        forWhom(context, new Asked(google, session, scope, mark == null ? "" : mark), step);
                    }
                })
                .onFailure(failure -> signIn.fail(context, SignInFailures.of(failure, "", List.of())));
    }

    private void signInFirst(RoutingContext context) {
        if (context.request().method().name().equals("POST")) {
            signIn.fail(context, SignInFailures.forged());
        } else {
            SignInContext.redirect(
                    context,
                    BrowserSessions.LOGIN + URLEncoder.encode(context.request().uri(), StandardCharsets.UTF_8));
        }
    }

    private void forWhom(RoutingContext context, Asked asked, Step step) {
        Person person = asked.session().person();
        if (!person.issuer().equals(asked.google().settings().issuer().toString())) {
            signIn.fail(context, SignInFailures.notOfGoogle());
        } else if (!asked.mark().isEmpty() && !Hash.equal(asked.mark(), mark(person))) {
            signIn.audit()
                    .record(AuditEvent.of(AuditAction.ACCOUNT_CONNECTED, AuditOutcome.DENIED)
                            .by(person)
                            .request(SignInContext.requestId(context))
                            .detail("provider", ProviderSettings.GOOGLE)
                            .detail("scope", asked.scope().value())
                            .detail("why", "link-of-another"));
            signIn.fail(context, SignInFailures.grantOfAnother(person.label()));
        } else {
            step.go(asked);
        }
    }

    /** One that a tool of this configuration needs; null otherwise. */
    private @Nullable GoogleScope scope(List<String> asked) {
        return asked.size() == 1
                ? GoogleScope.known(asked.getFirst(), signIn.config().get().google())
                : null;
    }
}
