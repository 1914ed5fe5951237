package dev.mcpgateway.oauth.signin;

import dev.mcpgateway.crypto.AeadBox;
import dev.mcpgateway.crypto.UnopenableToken;
import dev.mcpgateway.oauth.Hash;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The cookie of a sign-in that is under way. Several tabs can sign in at once: each attempt has one of a few cookies, chosen by
 * its state, so that what is abandoned takes a bounded part of the headers.
 */
final class AttemptCookie {
    private static final String NAME = "mcp-sign-in-";
    private static final int SLOTS = 4;

    private final AeadBox box;
    private final InstantSource clock;

    AttemptCookie(AeadBox box, InstantSource clock) {
        this.box = box;
        this.clock = clock;
    }

    void set(RoutingContext context, String origin, Attempt attempt) {
        Duration life = Duration.between(clock.instant(), attempt.until());
        Cookies.set(context, origin, name(attempt.state()), box.seal(attempt.encode(), bound(origin)), life);
    }

    /** The attempt that this browser made with this state; null when there is none, or it is over. */
    @Nullable
    Attempt find(RoutingContext context, String origin, @Nullable String state) {
        String value = state == null ? null : Cookies.get(context, origin, name(state));
        if (state == null || value == null) {
            return null;
        }
        try {
            Attempt attempt = Attempt.decode(box.open(value, bound(origin)));
            return Hash.equal(attempt.state(), state) && clock.instant().isBefore(attempt.until()) ? attempt : null;
        } catch (UnopenableToken e) {
            return null;
        }
    }

    void clear(RoutingContext context, String origin, String state) {
        Cookies.clear(context, origin, name(state));
    }

    private static String name(String state) {
        return NAME + Math.floorMod(Hash.sha256(state).hashCode(), SLOTS);
    }

    private static Buffer bound(String origin) {
        return Buffer.buffer("sign-in " + origin);
    }
}
