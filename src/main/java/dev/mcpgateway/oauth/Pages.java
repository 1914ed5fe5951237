package dev.mcpgateway.oauth;

/** Renders the pages that the authorization server shows, as whole HTML documents. {@link PageAnswer} sends them. */
public interface Pages {

    /**
     * Asks a person whether a client may act for them. The form posts to {@code /oauth/consent} with the hidden fields
     * {@code request} and {@code csrf}, and {@code decision}, which is {@code approve} or {@code deny}.
     */
    String consent(ConsentView view);

    /** Says what went wrong and what to do. */
    String failure(FailureView view);
}
