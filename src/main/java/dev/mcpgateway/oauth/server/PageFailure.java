package dev.mcpgateway.oauth.server;

import dev.mcpgateway.oauth.FailureView;
import dev.mcpgateway.oauth.OAuthError;
import dev.mcpgateway.oauth.PageAnswer;
import dev.mcpgateway.oauth.Pages;
import io.vertx.ext.web.RoutingContext;

/** What people see when something that their client asked for cannot be done. */
final class PageFailure {
    private static final String BEGIN_AGAIN = "Go back to your application and connect again.";

    private PageFailure() {}

    static void show(RoutingContext context, Pages pages, Throwable failure) {
        PageAnswer.fail(context, pages, view(JsonAnswer.typed(failure)));
    }

    private static FailureView view(OAuthError error) {
        return switch (error.status()) {
            case 503 ->
                new FailureView(
                        503,
                        "Not available right now",
                        "The gateway cannot reach its store, so it cannot sign anybody in at the moment.",
                        "Wait a moment and try again.");
            case 500 ->
                new FailureView(
                        500, "Something went wrong", "The gateway failed. Its log has the reason.", BEGIN_AGAIN);
            case 429 -> new FailureView(429, "Too many requests", error.description(), "Wait a minute and try again.");
            default ->
                // A client that does not authenticate is 401 to itself; a browser has nothing to answer to that.
                new FailureView(400, "This application cannot be connected", error.description(), BEGIN_AGAIN);
        };
    }

    static void expired(RoutingContext context, Pages pages) {
        PageAnswer.fail(
                context,
                pages,
                new FailureView(
                        400,
                        "This request is no longer valid",
                        "It was begun in another browser, took too long, or was used already.",
                        BEGIN_AGAIN));
    }

    static void needsHttps(RoutingContext context, Pages pages, String origin) {
        PageAnswer.fail(
                context,
                pages,
                new FailureView(
                        403,
                        "HTTPS is needed",
                        "The address of this gateway is " + origin
                                + ", and without HTTPS others could read what you sign in with.",
                        "Ask whoever runs the gateway to serve it over HTTPS and to set PUBLIC_URL to that address."));
    }
}
