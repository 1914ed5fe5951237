package dev.mcpgateway.oauth.signin;

import dev.mcpgateway.oauth.PublicUrl;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Cookies that scripts cannot read, other sites cannot send along with a form, and no other host can set: {@code __Host-},
 * {@code Secure}, {@code HttpOnly}, {@code SameSite=Lax}; without the first two on plain http, which is served on loopback only.
 */
final class Cookies {
    private Cookies() {}

    static void set(RoutingContext context, String origin, String name, String value, Duration life) {
        context.response().addCookie(cookie(origin, name, value).setMaxAge(Math.max(1, life.toSeconds())));
    }

    static void clear(RoutingContext context, String origin, String name) {
        context.response().addCookie(cookie(origin, name, "").setMaxAge(0));
    }

    static @Nullable String get(RoutingContext context, String origin, String name) {
        Cookie cookie = context.request().getCookie(PublicUrl.cookieName(origin, name));
        return cookie == null || cookie.getValue().isEmpty() ? null : cookie.getValue();
    }

    private static Cookie cookie(String origin, String name, String value) {
        return Cookie.cookie(PublicUrl.cookieName(origin, name), value)
                .setPath("/")
                .setSecure(PublicUrl.isSecure(origin))
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.LAX);
    }
}
