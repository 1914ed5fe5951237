package dev.mcpgateway.provider.tool;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A failure that the model is told of and can act on: it becomes a result with {@code isError}. It has no stack trace, since it
 * says what became of the call and not where the gateway was.
 */
public final class ToolFailure extends RuntimeException {

    /** The person's sign-in at the service has ended. */
    public static final String TOKEN_EXPIRED = "token_expired";
    /** The person has not granted what the tool needs. */
    public static final String INSUFFICIENT_SCOPE = "insufficient_scope";
    /** The service asks for fewer calls. */
    public static final String RATE_LIMITED = "rate_limited";
    /** There is no such thing, or the person may not see it. */
    public static final String NOT_FOUND = "not_found";
    /** An argument is missing or wrong. */
    public static final String INVALID_ARGUMENT = "invalid_argument";
    /** The service cannot be reached; the call did not run. */
    public static final String UPSTREAM_UNAVAILABLE = "upstream_unavailable";
    /** The call was sent and nobody knows whether it ran. */
    public static final String OUTCOME_UNKNOWN = "outcome_unknown";
    /** The person or the configuration gives the tool no way to act. */
    public static final String NOT_ALLOWED = "not_allowed";

    private final String code;
    private final String text;
    private final @Nullable String hint;

    /**
     * @param code one of the constants, or {@code <service>_api_error}
     * @param message what happened, without secrets
     * @param hint what to do about it; null when there is nothing to say
     */
    public ToolFailure(String code, String message, @Nullable String hint) {
        super(message, null, false, false);
        this.code = code;
        this.text = message;
        this.hint = hint;
    }

    public String code() {
        return code;
    }

    @Override
    public String getMessage() {
        return text;
    }

    /** What to do about it; null when there is nothing to say. */
    public @Nullable String hint() {
        return hint;
    }

    ToolResult toResult() {
        JsonObject json = new JsonObject().put("error", true).put("code", code).put("message", text);
        if (hint != null) {
            json.put("hint", hint);
        }
        return new ToolResult(List.of(new JsonObject().put("type", "text").put("text", json.encode())), null, true);
    }
}
