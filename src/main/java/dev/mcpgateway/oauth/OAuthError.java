package dev.mcpgateway.oauth;

/**
 * A request that the authorization server refuses, in the terms of RFC 6749, section 5.2, and the specifications that add codes.
 * It is answered in one place, as JSON, as a redirect or as a page.
 */
public final class OAuthError extends RuntimeException {
    private final int status;
    private final String code;

    /**
     * @param status the HTTP status of a JSON answer
     * @param code such as {@code invalid_grant}
     * @param description what happened and what to do, for the developer of the client; no secret
     */
    public OAuthError(int status, String code, String description) {
        super(description, null, false, false);
        this.status = status;
        this.code = code;
    }

    public static OAuthError invalidRequest(String description) {
        return new OAuthError(400, "invalid_request", description);
    }

    public static OAuthError invalidGrant(String description) {
        return new OAuthError(400, "invalid_grant", description);
    }

    public static OAuthError invalidClient(String description) {
        return new OAuthError(401, "invalid_client", description);
    }

    public static OAuthError invalidTarget(String description) {
        return new OAuthError(400, "invalid_target", description);
    }

    public static OAuthError invalidScope(String description) {
        return new OAuthError(400, "invalid_scope", description);
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String description() {
        return String.valueOf(getMessage());
    }
}
