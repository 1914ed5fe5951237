package dev.mcpgateway.oauth.signin.provider;

/** The provider refuses the gateway itself, such as {@code invalid_client}: whoever runs the gateway has to act. */
public final class ProviderMisconfigured extends ProviderFailure {

    ProviderMisconfigured(String provider, String reason) {
        super(provider + " refuses the gateway: " + reason, null);
    }
}
