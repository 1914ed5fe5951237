package dev.mcpgateway.oauth.lease;

/** What came of a renewal. */
public enum RenewalOutcome {
    /** There is a new token. */
    RENEWED,
    /** The grant is over: whoever gave it, or the person, ended it. */
    ENDED,
    /** Whoever gave the grant could not be asked, or did not answer as they should; the grant stays as it was. */
    FAILED
}
