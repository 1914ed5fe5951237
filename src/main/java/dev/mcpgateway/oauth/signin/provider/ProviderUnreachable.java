package dev.mcpgateway.oauth.signin.provider;

/** The provider gave no usable answer: a network error, a timeout, a failure of its own. It says nothing about the person. */
public final class ProviderUnreachable extends ProviderFailure {

    /**
     * @param provider its name, for the message
     * @param reason a few words without anything that a provider sent
     */
    public ProviderUnreachable(String provider, String reason, Throwable cause) {
        super(provider + " cannot be asked: " + reason, cause);
    }
}
