package dev.mcpgateway.oauth.server;

import dev.mcpgateway.crypto.AeadBox;
import dev.mcpgateway.crypto.ServerKeys;
import dev.mcpgateway.crypto.UnopenableToken;
import dev.mcpgateway.oauth.Hash;
import dev.mcpgateway.oauth.PublicUrl;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a request for consent with the browser that it was begun in: sealed, and bound to a random cookie there. What another
 * browser brings, what was edited, and what is too old does not open.
 */
final class ConsentSeals {
    private static final String COOKIE = "mcpgw_consent";
    private static final int NONCE_BYTES = 32;
    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9_-]{43}");

    /** What a sealed request is for; one does not open as the other. */
    enum Stage {
        /** It is shown on the consent page. */
        ASKED,
        /** The person approved it and has to sign in. */
        APPROVED
    }

    private final AeadBox box;
    private final InstantSource clock;

    ConsentSeals(ServerKeys keys, InstantSource clock) {
        this.box = keys.box("mcp-gateway/consent");
        this.clock = clock;
    }

    /** The random of this browser; made and set when it has none. */
    String nonce(RoutingContext context, String origin, Duration lifetime) {
        String known = knownNonce(context, origin);
        String nonce = known == null ? Hash.random(NONCE_BYTES) : known;
        context.response()
                .addCookie(Cookie.cookie(PublicUrl.cookieName(origin, COOKIE), nonce)
                        .setPath("/")
                        .setHttpOnly(true)
                        .setSecure(PublicUrl.isSecure(origin))
                        .setSameSite(CookieSameSite.LAX)
                        .setMaxAge(lifetime.toSeconds()));
        return nonce;
    }

    /** The random of this browser; null when it has none. */
    @Nullable
    String knownNonce(RoutingContext context, String origin) {
        Cookie cookie = context.request().getCookie(PublicUrl.cookieName(origin, COOKIE));
        return cookie != null && NONCE.matcher(cookie.getValue()).matches() ? cookie.getValue() : null;
    }

    String seal(AuthorizationRequest request, Stage stage, String nonce) {
        return box.seal(request.encode(), binding(stage, nonce));
    }

    /** The request; null when it was not sealed here, for this stage and browser, or its time is over. */
    @Nullable
    AuthorizationRequest open(String sealed, Stage stage, String nonce) {
        try {
            AuthorizationRequest request = AuthorizationRequest.decode(box.open(sealed, binding(stage, nonce)));
            return clock.instant().isBefore(request.expiresAt()) ? request : null;
        } catch (UnopenableToken e) {
            return null;
        }
    }

    /** What the consent form has to repeat: known to this browser's own pages alone. */
    static String csrf(String nonce) {
        return Hash.sha256("csrf " + nonce);
    }

    private static Buffer binding(Stage stage, String nonce) {
        return Buffer.buffer(stage + " " + nonce);
    }
}
