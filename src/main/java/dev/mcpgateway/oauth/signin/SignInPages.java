package dev.mcpgateway.oauth.signin;

import java.util.List;

/** Renders the pages of sign-in, as whole HTML documents. */
public interface SignInPages {

    /**
     * Lets a person choose where to sign in.
     *
     * @param choices at least two
     */
    String choose(List<Choice> choices);

    /**
     * Asks for an e-mail address and believes it. The form posts {@code email} and the hidden field {@code state} to
     * {@code /oauth/login/development}.
     */
    String development(String state);

    /**
     * Says that nobody can sign in yet.
     *
     * @param missing the environment variables that would change that
     */
    String unconfigured(List<String> missing);

    /** Says that the browser is signed out. */
    String signedOut();

    /** Asks whether to go on to Google for one scope more. */
    String googleGrant(GoogleGrantView view);

    /**
     * An identity provider.
     *
     * @param label its name
     * @param href the local path that leads there
     */
    record Choice(String label, String href) {}
}
