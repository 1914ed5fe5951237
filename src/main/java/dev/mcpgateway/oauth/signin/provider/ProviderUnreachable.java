package dev.mcpgateway.oauth.signin.provider;

/** The provider gave no usable answer: a network error, a timeout, a failure of its own. It says nothing about the person. */
public final class ProviderUnreachable extends ProviderFailure {

    ProviderUnreachable(String provider, String reason, Throwable cause) {
        super(provider + " cannot be asked: " + reason, cause);
    }
}
