package dev.mcpgateway.oauth;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Sends pages, with the headers that keep them from being framed, cached, sniffed or told on. */
public final class PageAnswer {
    /**
     * No {@code form-action}: browsers hold it against each redirect after the form as well, and these lead on to an identity
     * provider and to the client's redirect URI.
     */
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'";

    private static final String RETRY_SECONDS = "5";

    private PageAnswer() {}

    /** Sends a page. */
    public static void send(RoutingContext context, int status, String html) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (status == 503) {
            response.putHeader("retry-after", RETRY_SECONDS);
        }
        response.setStatusCode(status)
                .putHeader("content-type", "text/html; charset=utf-8")
                .putHeader("content-security-policy", POLICY)
                .putHeader("x-frame-options", "DENY")
                .putHeader("x-content-type-options", "nosniff")
                // Not no-referrer: with that browsers send their own forms with "Origin: null", which no listener lets
                // in.
                .putHeader("referrer-policy", "same-origin")
                .putHeader("cache-control", "no-store")
                .end(html);
    }

    /** Sends a failure page; a 503 says when to come back. */
    public static void fail(RoutingContext context, Pages pages, FailureView failure) {
        send(context, failure.status(), pages.failure(failure));
    }
}
