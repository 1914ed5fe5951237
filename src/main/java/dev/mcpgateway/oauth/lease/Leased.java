package dev.mcpgateway.oauth.lease;

import java.time.Instant;

/**
 * A grant with the lease of the task that renews it.
 *
 * @param until until then nobody else renews it; in the past when nobody does
 */
public record Leased<G>(G grant, Instant until) {

    /** A grant that nobody renews. */
    public static <G> Leased<G> free(G grant) {
        return new Leased<>(grant, Instant.EPOCH);
    }

    Leased<G> leased(Instant newUntil) {
        return new Leased<>(grant, newUntil);
    }
}
