package dev.mcpgateway.oauth.signin.provider;

/** The token endpoint answered {@code invalid_grant} (RFC 6749, section 5.2): the code or the refresh token is over. */
public final class GrantRefused extends ProviderFailure {

    /** @param provider its name, for the message */
    public GrantRefused(String provider) {
        super(provider + " answered invalid_grant", null);
    }
}
