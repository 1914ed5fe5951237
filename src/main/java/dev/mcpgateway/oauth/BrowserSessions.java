package dev.mcpgateway.oauth;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in in the browser that makes a request. {@code GET /oauth/login?return_to=<local path>} signs somebody in and
 * comes back.
 */
@FunctionalInterface
public interface BrowserSessions {
    /** Where to send a browser that needs a session, followed by the local path to come back to, URL-encoded. */
    String LOGIN = "/oauth/login?return_to=";

    /**
     * The session that the request's cookie names; null when there is none or it expired. Fails with a
     * {@link dev.mcpgateway.store.StoreException} when the store does not answer.
     */
    Future<@Nullable BrowserSession> current(RoutingContext context);
}
