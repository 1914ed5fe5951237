package dev.mcpgateway.tokens;

/** Tokens cannot be counted now; the message says why. It may work later. */
public final class NotCounted extends RuntimeException {
    NotCounted(String reason) {
        super(reason, null, false, false);
    }
}
