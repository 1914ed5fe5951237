package dev.mcpgateway.provider.upstream.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why an upstream gave no JSON-RPC response. The message names no secret and no payload.
 */
public final class UpstreamFailure extends RuntimeException {
    private final Kind kind;
    private final int status;
    private final @Nullable String challenge;

    public UpstreamFailure(Kind kind, int status, String message) {
        this(kind, status, message, null);
    }

    /** @param challenge the {@code WWW-Authenticate} of an answer that refuses credentials; null for any other failure */
    UpstreamFailure(Kind kind, int status, String message, @Nullable String challenge) {
        super(message, null, false, false);
        this.kind = kind;
        this.status = status;
        this.challenge = challenge;
    }

    public UpstreamFailure(Kind kind, String message) {
        this(kind, 0, message);
    }

    static UpstreamFailure aborted() {
        return new UpstreamFailure(Kind.ABORTED, "it was not waited for");
    }

    static UpstreamFailure garbled(String what) {
        return new UpstreamFailure(Kind.GARBLED, what);
    }

    static UpstreamFailure tooLarge(String what, long limit) {
        return new UpstreamFailure(Kind.TOO_LARGE, what + " is larger than " + limit + " bytes (limits.responseBytes)");
    }

    static UpstreamFailure timedOut(String what, Duration deadline, String setting) {
        return new UpstreamFailure(Kind.TIMED_OUT, what + " for " + deadline.toMillis() + " ms (" + setting + ")");
    }

    public Kind kind() {
        return kind;
    }

    /** The HTTP status of {@link Kind#REFUSED}; 0 otherwise. */
    public int status() {
        return status;
    }

    /** What the upstream wants in place of the credentials that it refused; null for any other failure. */
    public @Nullable String challenge() {
        return challenge;
    }

    /** What happened, and with that whether the upstream can have run the request. */
    public enum Kind {
        /** No connection: the request did not reach the upstream. */
        UNREACHABLE(false),
        /** The upstream answered with an HTTP error that carries no JSON-RPC message. */
        REFUSED(false),
        /** The upstream does not know the session (404 with a session id, or its process ended). */
        SESSION_LOST(false),
        /** The connection broke or the stream ended after the request was sent, and it cannot be resumed. */
        BROKEN(true),
        /** A deadline passed. */
        TIMED_OUT(true),
        /** The upstream answered with something that is not the protocol. */
        GARBLED(true),
        /** The upstream's message is larger than the configured limit. */
        TOO_LARGE(true),
        /** The caller gave up. */
        ABORTED(true);

        private final boolean mayHaveRun;

        Kind(boolean mayHaveRun) {
            this.mayHaveRun = mayHaveRun;
        }

        /** Whether the upstream may have run the request; if so a repetition can run it twice. */
        public boolean mayHaveRun() {
            return mayHaveRun;
        }
    }
}
