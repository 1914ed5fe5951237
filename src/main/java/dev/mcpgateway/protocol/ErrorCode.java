package dev.mcpgateway.protocol;

/**
 * The JSON-RPC error codes that are spoken here: those of JSON-RPC 2.0, those of MCP, and the gateway's own, which are fixed
 * and outside the range -32768 to -32000 that JSON-RPC reserves.
 */
public final class ErrorCode {

    /** The body is no JSON. Send valid JSON in UTF-8. */
    public static final int PARSE_ERROR = -32700;

    /** The JSON is no valid message. Correct it as the error's message says. */
    public static final int INVALID_REQUEST = -32600;

    /** The method is unknown here, or its capability was not announced. Do not repeat. */
    public static final int METHOD_NOT_FOUND = -32601;

    /** The params do not fit the method; in 2026-07-28 also a resource that is not known. Correct them. */
    public static final int INVALID_PARAMS = -32602;

    /** The server failed. Report it; a repetition may work. */
    public static final int INTERNAL_ERROR = -32603;

    /** 2025-11-25 and before: the resource is not known. 2026-07-28 uses {@link #INVALID_PARAMS}. */
    public static final int RESOURCE_NOT_FOUND = -32002;

    /** 2026-07-28: headers and body disagree, or a required header is missing. List the tools again, then retry once. */
    public static final int HEADER_MISMATCH = -32020;

    /** 2026-07-28: the request needs capabilities that it did not declare; {@code data.requiredCapabilities} has them. */
    public static final int MISSING_REQUIRED_CLIENT_CAPABILITY = -32021;

    /** 2026-07-28: the version is not spoken here; choose one of {@code data.supported}. */
    public static final int UNSUPPORTED_PROTOCOL_VERSION = -32022;

    /** 2025-11-25 only: open the URLs in {@code data.elicitations} first, then retry. */
    public static final int URL_ELICITATION_REQUIRED = -32042;

    /**
     * The gateway's own. The request was sent to the upstream and the connection was lost before its answer: it may have run
     * or not. Find out before repeating anything that changes something.
     */
    public static final int OUTCOME_UNKNOWN = -31001;

    /** The gateway's own. The upstream cannot be reached, so the request did not run. Repeat it later. */
    public static final int UPSTREAM_UNAVAILABLE = -31002;

    /**
     * The gateway's own. The upstream took the request and did not answer within its deadline. It may still run: treat it as
     * {@link #OUTCOME_UNKNOWN}.
     */
    public static final int UPSTREAM_TIMED_OUT = -31003;

    /**
     * The gateway's own. The client's and the upstream's protocol eras differ, and one has no form for what the other asked.
     * Repeating does not help; a client of the upstream's era does.
     */
    public static final int ERA_CANNOT_CARRY = -31004;

    /** The gateway's own. Policy does not allow this to the caller. Ask whoever runs the gateway; do not repeat. */
    public static final int DENIED = -31005;

    /** The gateway's own. A limit on concurrent calls or queued bytes is reached; nothing was sent. Repeat it after a while. */
    public static final int OVERLOADED = -31006;

    /** The gateway's own. The upstream's answer is larger than the limit. It ran: ask for less, do not repeat a write. */
    public static final int RESPONSE_TOO_LARGE = -31007;

    /** The gateway's own. The session is gone, here or at the upstream, and what it held with it. Initialize again. */
    public static final int SESSION_LOST = -31008;

    /**
     * The gateway's own. The upstream wants a token of the person's own, and there is none that does; nothing was sent. Let the
     * person open {@code data.url}, then repeat it.
     */
    public static final int NOT_CONNECTED = -31009;

    private ErrorCode() {}
}
