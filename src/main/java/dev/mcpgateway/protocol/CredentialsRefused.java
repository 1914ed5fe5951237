package dev.mcpgateway.protocol;

/**
 * An upstream refused a request because of the credentials that came with it, and said in a challenge what it wants (RFC 9110,
 * section 11.6.1). Who has other credentials can try them; everywhere else it is an error like any other. Nothing ran.
 */
public final class CredentialsRefused extends McpError {
    private final int upstreamStatus;
    private final String challenge;

    /**
     * @param upstreamStatus the upstream's answer: 401 or 403
     * @param challenge its {@code WWW-Authenticate}; empty when there was none
     */
    public CredentialsRefused(String message, int upstreamStatus, String challenge) {
        super(ErrorCode.UPSTREAM_UNAVAILABLE, message, 502);
        this.upstreamStatus = upstreamStatus;
        this.challenge = challenge;
    }

    /** 401 or 403. */
    public int upstreamStatus() {
        return upstreamStatus;
    }

    /** The {@code WWW-Authenticate} of the upstream; empty when there was none. */
    public String challenge() {
        return challenge;
    }
}
