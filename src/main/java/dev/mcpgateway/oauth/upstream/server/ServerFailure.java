package dev.mcpgateway.oauth.upstream.server;

/** Why an upstream's authorization server gave nothing. The message is for people and logs: it names servers, no secret. */
public final class ServerFailure extends RuntimeException {
    private final Kind kind;

    public ServerFailure(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** What it means for what is kept. */
    public enum Kind {
        /** It does not answer, or not as it should just now. Nothing is over; later it may be otherwise. */
        UNREACHABLE,
        /** What it says of itself, or what the upstream says of it, is not acceptable. */
        UNACCEPTABLE,
        /** The code or the refresh token is over ({@code invalid_grant}). */
        GRANT_OVER,
        /** It does not know the gateway as a client any more ({@code invalid_client}). */
        CLIENT_UNKNOWN,
        /** It refuses for another reason. */
        REFUSED
    }

    static ServerFailure unacceptable(String message) {
        return new ServerFailure(Kind.UNACCEPTABLE, message);
    }

    static ServerFailure unreachable(String message) {
        return new ServerFailure(Kind.UNREACHABLE, message);
    }
}
