package dev.mcpgateway.audit;

/** What an audit line is about. The values are part of the format: collectors filter by them. */
public enum AuditAction {
    /** Somebody came back from an identity provider, or from the development page. */
    SIGN_IN("sign-in"),
    /** A browser session ended. */
    SIGN_OUT("sign-out"),
    /** A person allowed a client to act for them, or refused. */
    CONSENT("consent"),
    /** A person ended an MCP session of theirs. */
    SESSION_ENDED("session.ended"),
    /** A client made itself known. */
    CLIENT_REGISTERED("client.registered"),
    /** A code was exchanged for tokens. */
    TOKEN_ISSUED("token.issued"),
    /** A refresh token was exchanged for its successor. */
    TOKEN_REFRESHED("token.refreshed"),
    /** A token, or all of a grant, was ended. */
    TOKEN_REVOKED("token.revoked"),
    /** A code or refresh token came a second time; what it had given was revoked. */
    TOKEN_REPLAYED("token.replayed"),
    /** A personal access token was made. */
    PERSONAL_TOKEN_CREATED("personal-token.created"),
    /** A person connected an account elsewhere: Google, an upstream. */
    ACCOUNT_CONNECTED("account.connected"),
    /** A person's account elsewhere was disconnected and its credentials deleted. */
    ACCOUNT_DISCONNECTED("account.disconnected"),
    /** A person switched tools on or off for themselves. */
    TOOLS_SELECTED("tools.selected"),
    /** A request for a tool, prompt or resource. */
    CALL("call");

    private final String value;

    AuditAction(String value) {
        this.value = value;
    }

    /** The value of the member {@code event}. */
    public String value() {
        return value;
    }
}
