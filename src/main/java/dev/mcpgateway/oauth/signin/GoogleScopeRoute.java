package dev.mcpgateway.oauth.signin;

import dev.mcpgateway.identity.Person;
import dev.mcpgateway.oauth.BrowserSessions;
import dev.mcpgateway.oauth.FailureView;
import dev.mcpgateway.oauth.signin.provider.IdentityProvider;
import dev.mcpgateway.oauth.signin.provider.ProviderSettings;
import dev.mcpgateway.provider.google.api.GoogleScope;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * {@code GET /connect/google?scope=…}: the link of a tool that lacks a scope. It carries no authority: it is for the person who
 * is signed in in the browser, asks Google for that one scope, and Google asks them.
 */
final class GoogleScopeRoute {
    private static final String AFTERWARDS = "/";

    private final SignInContext signIn;
    private final LoginRoutes login;

    GoogleScopeRoute(SignInContext signIn, LoginRoutes login) {
        this.signIn = signIn;
        this.login = login;
    }

    void handle(RoutingContext context) {
        List<String> asked = context.queryParam("scope");
        IdentityProvider google = signIn.providers().named(ProviderSettings.GOOGLE);
        if (google == null
                || !signIn.config().get().offersGoogle()
                || asked.size() != 1
                || !isOffered(asked.getFirst())) {
            signIn.fail(context, nothing());
            return;
        }
        signIn.sessions()
                .current(context)
                .onSuccess(session -> {
                    if (session == null) {
                        SignInContext.redirect(
                                context,
                                BrowserSessions.LOGIN
                                        + URLEncoder.encode(context.request().uri(), StandardCharsets.UTF_8));
                    } else if (isOfGoogle(session.person(), google)) {
                        login.grant(context, google, session.person(), asked, AFTERWARDS);
                    } else {
                        signIn.fail(context, notOfGoogle());
                    }
                })
                .onFailure(failure -> signIn.fail(context, SignInFailures.of(failure, "", List.of())));
    }

    /** A read-only gateway has no tool for a scope that changes something. */
    private boolean isOffered(String scope) {
        return GoogleScope.isKnown(scope, signIn.config().get().google());
    }

    private static boolean isOfGoogle(Person person, IdentityProvider google) {
        return person.issuer().equals(google.settings().issuer().toString());
    }

    private static FailureView nothing() {
        return new FailureView(
                404,
                "There is nothing to grant",
                "The link asks for what no tool of this gateway needs.",
                "Call the tool again: its answer has a link that is up to date.");
    }

    private static FailureView notOfGoogle() {
        return new FailureView(
                403,
                "You did not sign in with Google",
                "Tools for Google Workspace act as the person who signed in with Google.",
                "Sign out, sign in with Google, and open the link again.");
    }
}
