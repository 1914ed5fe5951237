package dev.mcpgateway.oauth.signin;

import dev.mcpgateway.oauth.FailureView;
import dev.mcpgateway.oauth.signin.provider.GrantRefused;
import dev.mcpgateway.oauth.signin.provider.ProviderFailure;
import dev.mcpgateway.oauth.signin.provider.ProviderMisconfigured;
import dev.mcpgateway.oauth.signin.provider.ProviderUnreachable;
import dev.mcpgateway.oauth.signin.provider.SignInRefused;
import dev.mcpgateway.store.StoreException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people read when signing in did not work. */
final class SignInFailures {
    private static final String START_AGAIN = "Go back to where you came from and sign in again.";

    private SignInFailures() {}

    /** The page is of another browser, or too late. */
    static FailureView unknownAttempt() {
        return new FailureView(
                400,
                "This sign-in is over",
                "This browser did not begin the sign-in that the address belongs to, or did so too long ago.",
                START_AGAIN + " Use one browser for all of it, and allow cookies of this site.");
    }

    static FailureView replayed() {
        return new FailureView(
                400,
                "This sign-in was used already",
                "Each sign-in works once, and this one did: the page was probably loaded a second time.",
                "If you are not signed in, start again.");
    }

    static FailureView needsHttps() {
        return new FailureView(
                403,
                "Sign-in needs HTTPS",
                "This address is not encrypted, so nobody can safely sign in here.",
                "Use the https:// address of this gateway. Whoever runs it: put TLS in front and set PUBLIC_URL to that"
                        + " address.");
    }

    static FailureView forged() {
        return new FailureView(
                403,
                "That did not come from this page",
                "The request was not sent by a page that the gateway showed to you, so nothing was changed.",
                "Go back, load the page again, and try once more.");
    }

    static FailureView nothingToGrant() {
        return new FailureView(
                404,
                "There is nothing to grant",
                "The link asks for what no tool of this gateway needs.",
                "Call the tool again: its answer has a link that is up to date.");
    }

    static FailureView notOfGoogle() {
        return new FailureView(
                403,
                "You did not sign in with Google",
                "Tools for Google Workspace act as the person who signed in with Google.",
                "Sign out, sign in with Google, and open the link again.");
    }

    static FailureView grantOfAnother(String person) {
        return new FailureView(
                403,
                "This link was made for somebody else",
                "You are signed in as " + person + ", and the link is not yours. Nothing was granted.",
                "Call the tool yourself: its answer has a link of your own. Or sign in as the person whom the link is for.");
    }

    static FailureView otherPerson() {
        return new FailureView(
                403,
                "That was another account",
                "The sign-in was continued with another account than it began with.",
                START_AGAIN);
    }

    static FailureView domain(List<String> allowed) {
        return new FailureView(
                403,
                "This account may not sign in",
                "Only accounts of " + String.join(", ", allowed) + " may use this gateway.",
                "Sign in with your account of " + (allowed.size() == 1 ? allowed.getFirst() : "one of these")
                        + ". If you did, ask whoever runs the gateway.");
    }

    /** An error in the provider's answer (RFC 6749, section 4.1.2.1). What it describes in its own words is not shown. */
    static FailureView ofProvider(String provider, String error) {
        return switch (error) {
            case "access_denied", "consent_required", "interaction_required", "login_required" ->
                new FailureView(
                        403,
                        "You were not signed in",
                        provider + " says that the sign-in was cancelled or not allowed.",
                        "Sign in again and allow it. If you did, an administrator at " + provider
                                + " may have to allow this application.");
            case "temporarily_unavailable", "server_error" -> unreachable(provider);
            default ->
                new FailureView(
                        502,
                        "Sign-in is not set up correctly",
                        provider + " does not accept how this gateway asks.",
                        "Tell whoever runs the gateway: the log says which error it was.");
        };
    }

    static FailureView of(Throwable failure, String provider, List<String> allowed) {
        return switch (failure) {
            case SignInRefused refused ->
                switch (refused.reason()) {
                    case DOMAIN -> domain(allowed);
                    case EMAIL_UNVERIFIED ->
                        new FailureView(
                                403,
                                "Your e-mail address is not verified",
                                provider + " has not verified the e-mail address of this account.",
                                "Verify it there, then sign in again.");
                    case ID_TOKEN ->
                        new FailureView(
                                403,
                                "The answer could not be trusted",
                                "What came back from " + provider + " does not prove who you are.",
                                START_AGAIN + " If it happens again, tell whoever runs the gateway.");
                };
            case GrantRefused _ -> replayed();
            case ProviderMisconfigured _ -> ofProvider(provider, "invalid_client");
            case ProviderUnreachable _ -> unreachable(provider);
            default -> unavailable(failure instanceof StoreException ? failure : null);
        };
    }

    /** The store or something else within does not work. */
    static FailureView unavailable(@Nullable Throwable store) {
        return store == null
                ? new FailureView(
                        500,
                        "Something went wrong",
                        "The gateway could not do this.",
                        "Try again. If it happens again, tell whoever runs the gateway; the log knows more.")
                : new FailureView(
                        503,
                        "The gateway is busy",
                        "It cannot reach what it keeps sign-ins in.",
                        "Try again in a few seconds.");
    }

    private static FailureView unreachable(String provider) {
        return new FailureView(
                503,
                provider + " does not answer",
                "The gateway could not reach " + provider + " to check the sign-in.",
                "Try again in a minute.");
    }

    /** Whether whoever runs the gateway should look at it. */
    static boolean isOperators(Throwable failure) {
        return !(failure instanceof ProviderFailure)
                || failure instanceof ProviderMisconfigured
                || failure instanceof ProviderUnreachable;
    }
}
