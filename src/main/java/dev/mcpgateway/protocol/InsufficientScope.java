package dev.mcpgateway.protocol;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The caller's token is valid and does not allow this. Over HTTP it is the status 403 with a challenge that names the scopes
 * (2025-11-25, authorization, scope challenge handling), so that the client can ask the person for more.
 */
public final class InsufficientScope extends McpError {

    // Not state of the failure but of its answer; a failure is never serialized.
    @SuppressWarnings("serial")
    private final List<String> scopes;

    /**
     * @param missing what the operation needs and the token lacks
     * @param scopes all that a token should have which can do this and what the present one can
     */
    public InsufficientScope(Collection<String> missing, Collection<String> scopes) {
        super(
                ErrorCode.DENIED,
                "the access token lacks the scope " + String.join(" ", missing) + ", which this needs",
                "{\"scopes\":" + scopes.stream().map(JsonEdit::quote).collect(Collectors.joining(",", "[", "]")) + "}",
                403);
        this.scopes = List.copyOf(scopes);
    }

    /** All scopes that a token for this should have. */
    public List<String> scopes() {
        return scopes;
    }
}
