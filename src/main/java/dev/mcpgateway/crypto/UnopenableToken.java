package dev.mcpgateway.crypto;

/** A token is not one of ours, not whole, or not for this purpose and place. It carries no detail on purpose. */
public final class UnopenableToken extends RuntimeException {

    UnopenableToken() {
        super("the token cannot be opened", null, false, false);
    }
}
