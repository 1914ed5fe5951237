package dev.mcpgateway.protocol;

import java.util.concurrent.TimeUnit;

/** There was too much of it; nothing was done. Over HTTP it is the status 429 with {@code Retry-After}. */
public final class RateLimited extends McpError {
    private final long retrySeconds;

    /**
     * @param what is limited, as the subject of a sentence
     * @param nanos after how long the same would pass
     */
    public RateLimited(String what, long nanos) {
        this(what, Math.max(1, TimeUnit.NANOSECONDS.toSeconds(nanos + 999_999_999)), 429);
    }

    private RateLimited(String what, long seconds, int status) {
        super(
                ErrorCode.OVERLOADED,
                what + "; try again in " + seconds + " s",
                "{\"retryAfterSeconds\":" + seconds + "}",
                status);
        this.retrySeconds = seconds;
    }

    /** The value of {@code Retry-After}. */
    public long retrySeconds() {
        return retrySeconds;
    }
}
