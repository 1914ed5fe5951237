package dev.mcpgateway.oauth.signin;

import dev.mcpgateway.audit.AuditAction;
import dev.mcpgateway.audit.AuditEvent;
import dev.mcpgateway.audit.AuditOutcome;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.oauth.FailureView;
import dev.mcpgateway.oauth.Hash;
import dev.mcpgateway.oauth.PublicUrl;
import dev.mcpgateway.oauth.signin.grant.ProviderGrant;
import dev.mcpgateway.oauth.signin.grant.ProviderGrants;
import dev.mcpgateway.oauth.signin.provider.IdentityProvider;
import dev.mcpgateway.oauth.signin.provider.ProviderFailure;
import dev.mcpgateway.oauth.signin.provider.SignedIn;
import dev.mcpgateway.store.RecordStore;
import dev.mcpgateway.store.StoredRecord;
import dev.mcpgateway.store.VersionConflict;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /oauth/callback}: the way back from a provider. The state has to be that of this browser's cookie and is spent in the
 * store before the code is, so that it works once on all tasks together.
 */
final class CallbackRoute {
    private static final Logger LOG = LoggerFactory.getLogger(CallbackRoute.class);
    private static final String KIND = "sign-in-state";

    private final SignInContext signIn;
    private final RecordStore store;
    private final ProviderGrants grants;
    private final LoginRoutes login;

    CallbackRoute(SignInContext signIn, RecordStore store, ProviderGrants grants, LoginRoutes login) {
        this.signIn = signIn;
        this.store = store;
        this.grants = grants;
        this.login = login;
    }

    /** The sign-in was continued with another account than it began with. */
    private static final class OtherPerson extends RuntimeException {
        OtherPerson() {
            super("the second round came back with another person", null, false, false);
        }
    }

    void handle(RoutingContext context) {
        String origin = signIn.origin(context);
        if (!PublicUrl.isProtected(origin)) {
            signIn.fail(context, SignInFailures.needsHttps());
            return;
        }
        String state = context.request().getParam("state");
        String elsewhere = LoopbackName.elsewhere(origin, state);
        if (elsewhere != null) {
            SignInContext.redirect(context, elsewhere + context.request().uri());
            return;
        }
        Attempt attempt = signIn.attempts().find(context, origin, state);
        IdentityProvider provider = attempt == null ? null : signIn.providers().named(attempt.provider());
        if (attempt == null || provider == null) {
            signIn.fail(context, SignInFailures.unknownAttempt());
            return;
        }
        signIn.attempts().clear(context, origin, attempt.state());
        spend(attempt).onSuccess(spent -> answered(context, provider, attempt)).onFailure(failure -> {
            if (failure instanceof VersionConflict) {
                signIn.fail(context, SignInFailures.replayed());
            } else {
                refuse(context, provider, attempt, failure, null);
            }
        });
    }

    private Future<?> spend(Attempt attempt) {
        return store.put(StoredRecord.create(
                KIND + "/" + Hash.sha256(attempt.state()),
                KIND,
                StoredRecord.GATEWAY,
                attempt.until().plusSeconds(1),
                Buffer.buffer("{}")));
    }

    private void answered(RoutingContext context, IdentityProvider provider, Attempt attempt) {
        String error = context.request().getParam("error");
        String code = context.request().getParam("code");
        if (error != null || code == null) {
            error(context, provider, attempt, error == null ? "" : error);
            return;
        }
        provider.exchange(
                        code,
                        attempt.verifier(),
                        attempt.redirectUri(),
                        attempt.nonce(),
                        context.request().getParam("iss"))
                .onSuccess(signedIn -> accept(context, provider, attempt, signedIn))
                .onFailure(failure -> refuse(context, provider, attempt, failure, null));
    }

    private void error(RoutingContext context, IdentityProvider provider, Attempt attempt, String error) {
        LOG.info("{} answered a sign-in with {}", provider.settings().label(), error.replaceAll("[^a-z_]", "?"));
        audit(context, AuditOutcome.DENIED, null, provider, attempt, "provider-error");
        FailureView view = SignInFailures.ofProvider(provider.settings().label(), error);
        signIn.fail(context, view);
    }

    private void accept(RoutingContext context, IdentityProvider provider, Attempt attempt, SignedIn signedIn) {
        Person person = signedIn.person();
        if (attempt.person() != null && !attempt.person().equals(person.id())) {
            refuse(context, provider, attempt, new OtherPerson(), person);
            return;
        }
        grants.connected(person, provider.settings().name(), signedIn.tokens())
                .compose(grant -> {
                    if (lacksSomething(provider, grant) && !attempt.again()) {
                        login.again(context, provider, attempt, person);
                        return Future.succeededFuture();
                    }
                    return signIn.sessions().begin(context, person).onSuccess(session -> {
                        boolean left =
                                attempt.scope() != null && !grant.scopes().contains(attempt.scope());
                        audit(
                                context,
                                left ? AuditOutcome.DENIED : AuditOutcome.SUCCESS,
                                person,
                                provider,
                                attempt,
                                left ? "not-granted" : null);
                        SignInContext.redirect(context, attempt.returnTo());
                    });
                })
                .onFailure(failure -> refuse(context, provider, attempt, failure, person));
    }

    /**
     * Whether the provider should ask for consent, which it does not do again by itself: there is no refresh token, or not every
     * scope. Asked once; what a person leaves out then is left out.
     */
    private static boolean lacksSomething(IdentityProvider provider, ProviderGrant grant) {
        return provider.settings().asksForRefreshToken() && grant.refreshToken() == null;
    }

    private void refuse(
            RoutingContext context,
            IdentityProvider provider,
            Attempt attempt,
            Throwable failure,
            @Nullable Person person) {
        if (SignInFailures.isOperators(failure) && !(failure instanceof OtherPerson)) {
            LOG.warn("a sign-in failed: {}", failure.toString());
        } else {
            LOG.info("a sign-in was refused: {}", failure.getMessage());
        }
        audit(
                context,
                failure instanceof ProviderFailure || failure instanceof OtherPerson
                        ? AuditOutcome.DENIED
                        : AuditOutcome.FAILED,
                person,
                provider,
                attempt,
                failure.getClass().getSimpleName());
        List<String> domains = signIn.config().get().auth().allowedDomains();
        signIn.fail(
                context,
                failure instanceof OtherPerson
                        ? SignInFailures.otherPerson()
                        : SignInFailures.of(failure, provider.settings().label(), domains));
    }

    private void audit(
            RoutingContext context,
            AuditOutcome outcome,
            @Nullable Person person,
            IdentityProvider provider,
            Attempt attempt,
            @Nullable String why) {
        signIn.audit()
                .record(AuditEvent.of(
                                attempt.scope() == null ? AuditAction.SIGN_IN : AuditAction.ACCOUNT_CONNECTED, outcome)
                        .by(person)
                        .request(SignInContext.requestId(context))
                        .detail("provider", provider.settings().name())
                        .detail("scope", attempt.scope())
                        .detail("why", why));
    }
}
