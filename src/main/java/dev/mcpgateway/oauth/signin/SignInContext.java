package dev.mcpgateway.oauth.signin;

import dev.mcpgateway.audit.AuditLog;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.oauth.FailureView;
import dev.mcpgateway.oauth.PageAnswer;
import dev.mcpgateway.oauth.Pages;
import dev.mcpgateway.oauth.PublicUrl;
import dev.mcpgateway.oauth.signin.provider.IdentityProviders;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the routes of sign-in share. */
record SignInContext(
        Supplier<GatewayConfig> config,
        IdentityProviders providers,
        AttemptCookie attempts,
        StoredSessions sessions,
        Pages pages,
        SignInPages signInPages,
        AuditLog audit,
        InstantSource clock) {

    /** The origin by which the browser knows the gateway. */
    String origin(RoutingContext context) {
        return PublicUrl.origin(config.get(), context.request());
    }

    void fail(RoutingContext context, FailureView failure) {
        PageAnswer.fail(context, pages, failure);
    }

    /** Sends the browser on, by GET. */
    static void redirect(RoutingContext context, String location) {
        context.response()
                .setStatusCode(context.request().method().name().equals("POST") ? 303 : 302)
                .putHeader("location", location)
                .putHeader("cache-control", "no-store")
                .putHeader("referrer-policy", "no-referrer")
                .end();
    }

    static @Nullable String requestId(RoutingContext context) {
        return context.response().headers().get("x-request-id");
    }
}
