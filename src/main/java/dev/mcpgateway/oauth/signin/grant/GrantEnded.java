package dev.mcpgateway.oauth.signin.grant;

/** There is nothing at the provider to act with: never granted, disconnected, or ended by the provider. Sign in again. */
public final class GrantEnded extends RuntimeException {

    GrantEnded(String message) {
        super(message, null, false, false);
    }
}
