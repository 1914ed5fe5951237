package dev.mcpgateway.oauth.upstream;

/** There is no grant to act with: never given, disconnected, for another address, or ended by the authorization server. */
final class GrantOver extends RuntimeException {

    GrantOver(String message) {
        super(message, null, false, false);
    }
}
