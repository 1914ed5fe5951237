package dev.mcpgateway.oauth.upstream;

/** Why connecting an account came to nothing. Nothing was bound to anybody. */
public final class ConnectFailure extends RuntimeException {
    private final Kind kind;

    ConnectFailure(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** What happened. */
    public enum Kind {
        /** The state is none that was given out, was used before, or is over. */
        UNKNOWN,
        /** Somebody else, or another browser, began it. */
        OTHER_PERSON,
        /** The answer is that of another authorization server than the one that was asked (RFC 9207). */
        OTHER_SERVER,
        /** The upstream's address was changed meanwhile. */
        CHANGED,
        /** The person, or the authorization server, said no. */
        DENIED
    }
}
