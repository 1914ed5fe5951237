package dev.mcpgateway.identity;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a client may do for a person: the scopes of the gateway's own access tokens (RFC 6749, section 3.3). */
public enum Scope {
    /** Tools that say that they only read ({@code readOnlyHint}). */
    TOOLS_READ("tools:read"),
    /** All other tools. */
    TOOLS_WRITE("tools:write"),
    PROMPTS_READ("prompts:read"),
    RESOURCES_READ("resources:read"),
    /** The HTTP API. */
    API("api");

    private final String value;

    Scope(String value) {
        this.value = value;
    }

    /** The scope as it stands in a token request. */
    public String value() {
        return value;
    }

    /** The scope of that name; null when there is none. */
    public static @Nullable Scope of(String value) {
        for (Scope scope : values()) {
            if (scope.value.equals(value)) {
                return scope;
            }
        }
        return null;
    }

    /** All of them. */
    public static Set<Scope> all() {
        return EnumSet.allOf(Scope.class);
    }
}
