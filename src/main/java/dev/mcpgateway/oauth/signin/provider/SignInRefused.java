package dev.mcpgateway.oauth.signin.provider;

/** The provider answered, but not so that this person may come in. */
public final class SignInRefused extends ProviderFailure {

    /** What is wrong. */
    public enum Reason {
        /** The ID token is not valid, or not for this sign-in. */
        ID_TOKEN,
        /** The provider says that the e-mail address is not verified. */
        EMAIL_UNVERIFIED,
        /** The organization is none of {@code auth.allowedDomains}. */
        DOMAIN
    }

    private final Reason reason;

    public SignInRefused(Reason reason, String message) {
        super(message, null);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
