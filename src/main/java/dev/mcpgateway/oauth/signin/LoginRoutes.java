package dev.mcpgateway.oauth.signin;

import dev.mcpgateway.audit.AuditAction;
import dev.mcpgateway.audit.AuditEvent;
import dev.mcpgateway.audit.AuditOutcome;
import dev.mcpgateway.config.AuthConfig;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.oauth.FailureView;
import dev.mcpgateway.oauth.Hash;
import dev.mcpgateway.oauth.PageAnswer;
import dev.mcpgateway.oauth.PublicUrl;
import dev.mcpgateway.oauth.signin.provider.AuthorizationRequest;
import dev.mcpgateway.oauth.signin.provider.IdentityProvider;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way out to a provider, the development page, and signing out. */
final class LoginRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(LoginRoutes.class);
    private static final String CALLBACK = "/oauth/callback";
    private static final List<String> GOOGLE_SETTINGS =
            List.of("GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET", "GOOGLE_REDIRECT_URI");

    private final SignInContext signIn;

    LoginRoutes(SignInContext signIn) {
        this.signIn = signIn;
    }

    /** {@code GET /oauth/login}: for a provider whose endpoint is known this needs neither store nor network. */
    void login(RoutingContext context) {
        String origin = signIn.origin(context);
        String returnTo = ReturnTo.of(context.request().getParam("return_to"));
        if (DevelopmentSignIn.isOffered(signIn.config().get(), origin)) {
            Attempt attempt = Attempt.begin("", "", returnTo, "", end());
            signIn.attempts().set(context, origin, attempt);
            PageAnswer.send(context, 200, signIn.signInPages().development(attempt.state()));
            return;
        }
        List<IdentityProvider> all = signIn.providers().all();
        if (all.isEmpty()) {
            PageAnswer.send(context, 503, signIn.signInPages().unconfigured(GOOGLE_SETTINGS));
            return;
        }
        IdentityProvider chosen = all.size() == 1
                ? all.getFirst()
                : signIn.providers().named(context.request().getParam("provider"));
        if (chosen == null) {
            choose(context, origin, returnTo);
            return;
        }
        URI registered = chosen.settings().redirectUri();
        String redirectUri = registered == null ? origin + CALLBACK : registered.toString();
        send(
                context,
                origin,
                chosen,
                Attempt.begin(
                        chosen.settings().name(), redirectUri, returnTo, LoopbackName.mark(origin, redirectUri), end()),
                null,
                List.of());
    }

    private void choose(RoutingContext context, String origin, String returnTo) {
        if (!PublicUrl.isProtected(origin)) {
            signIn.fail(context, SignInFailures.needsHttps());
            return;
        }
        PageAnswer.send(
                context,
                200,
                signIn.signInPages()
                        .choose(signIn.providers().all().stream()
                                .map(provider -> new SignInPages.Choice(
                                        provider.settings().label(),
                                        "/oauth/login?provider="
                                                + encode(provider.settings().name()) + "&return_to="
                                                + encode(returnTo)))
                                .toList()));
    }

    /** Goes on with a second round, in which the provider asks for consent. */
    void again(RoutingContext context, IdentityProvider provider, Attempt first, Person person) {
        send(
                context,
                signIn.origin(context),
                provider,
                first.secondRound(person.id(), end()),
                person.email(),
                List.of());
    }

    /**
     * Sends a person who is signed in to the provider for one scope more. Whoever comes back has to be the same person; what
     * they leave out is left out, and not asked for again.
     */
    void grant(RoutingContext context, IdentityProvider provider, Person person, String scope, String returnTo) {
        String origin = signIn.origin(context);
        URI registered = provider.settings().redirectUri();
        String redirectUri = registered == null ? origin + CALLBACK : registered.toString();
        Attempt attempt = Attempt.begin(
                        provider.settings().name(),
                        redirectUri,
                        returnTo,
                        LoopbackName.mark(origin, redirectUri),
                        end())
                .secondRound(person.id(), end())
                .forScope(scope);
        send(context, origin, provider, attempt, person.email(), List.of(scope));
    }

    private void send(
            RoutingContext context,
            String origin,
            IdentityProvider provider,
            Attempt attempt,
            @Nullable String loginHint,
            List<String> moreScopes) {
        AuthConfig auth = signIn.config().get().auth();
        provider.authorizationUrl(new AuthorizationRequest(
                        attempt.redirectUri(),
                        attempt.state(),
                        attempt.nonce(),
                        attempt.challenge(),
                        attempt.again(),
                        loginHint,
                        moreScopes,
                        auth.allowedDomains()))
                .onSuccess(url -> {
                    // On plain http a cookie would be lost or seen; the way back says so.
                    if (PublicUrl.isProtected(origin)) {
                        signIn.attempts().set(context, origin, attempt);
                    }
                    SignInContext.redirect(context, url);
                })
                .onFailure(failure -> {
                    LOG.warn("nobody can be sent to {}: {}", provider.settings().label(), failure.getMessage());
                    signIn.fail(
                            context,
                            SignInFailures.of(failure, provider.settings().label(), auth.allowedDomains()));
                });
    }

    /** {@code POST /oauth/login/development}: the hidden field proves that this browser was shown the page. */
    void development(RoutingContext context) {
        String origin = signIn.origin(context);
        Attempt attempt =
                signIn.attempts().find(context, origin, context.request().getFormAttribute("state"));
        if (!DevelopmentSignIn.isOffered(signIn.config().get(), origin)
                || attempt == null
                || !attempt.provider().isEmpty()) {
            signIn.fail(context, SignInFailures.unknownAttempt());
            return;
        }
        Person person = DevelopmentSignIn.person(context.request().getFormAttribute("email"));
        if (person == null) {
            signIn.fail(
                    context,
                    new FailureView(
                            400,
                            "That is no e-mail address",
                            "The development sign-in takes any address of the form name@domain.",
                            "Go back and type one."));
            return;
        }
        List<String> domains = signIn.config().get().auth().allowedDomains();
        AuditEvent event = AuditEvent.of(AuditAction.SIGN_IN, AuditOutcome.SUCCESS)
                .by(person)
                .request(SignInContext.requestId(context))
                .detail("provider", "development");
        if (!domains.isEmpty()
                && domains.stream()
                        .noneMatch(domain -> domain.toLowerCase(Locale.ROOT).equals(person.domain()))) {
            signIn.audit()
                    .record(AuditEvent.of(AuditAction.SIGN_IN, AuditOutcome.DENIED)
                            .by(person)
                            .request(SignInContext.requestId(context))
                            .detail("provider", "development"));
            signIn.fail(context, SignInFailures.domain(domains));
            return;
        }
        signIn.sessions()
                .begin(context, person)
                .onSuccess(session -> {
                    signIn.audit().record(event);
                    signIn.attempts().clear(context, origin, attempt.state());
                    SignInContext.redirect(context, attempt.returnTo());
                })
                .onFailure(failure -> unavailable(context, failure));
    }

    /** {@code POST /oauth/logout}. */
    void logout(RoutingContext context) {
        String csrf = context.request().getFormAttribute("csrf");
        signIn.sessions()
                .current(context)
                .onSuccess(session -> {
                    if (session == null) {
                        PageAnswer.send(context, 200, signIn.signInPages().signedOut());
                    } else if (csrf == null || !Hash.equal(csrf, session.csrf())) {
                        signIn.fail(context, SignInFailures.forged());
                    } else {
                        signIn.sessions()
                                .end(context, session)
                                .onSuccess(ended -> {
                                    signIn.audit()
                                            .record(AuditEvent.of(AuditAction.SIGN_OUT, AuditOutcome.SUCCESS)
                                                    .by(session.person())
                                                    .request(SignInContext.requestId(context)));
                                    PageAnswer.send(
                                            context, 200, signIn.signInPages().signedOut());
                                })
                                .onFailure(failure -> unavailable(context, failure));
                    }
                })
                .onFailure(failure -> unavailable(context, failure));
    }

    private void unavailable(RoutingContext context, Throwable failure) {
        LOG.error("signing in or out failed: {}", failure.toString());
        signIn.fail(context, SignInFailures.of(failure, "", List.of()));
    }

    private Instant end() {
        return signIn.clock()
                .instant()
                .plus(signIn.config().get().auth().tokens().signIn());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
