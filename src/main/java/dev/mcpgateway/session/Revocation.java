package dev.mcpgateway.session;

import dev.mcpgateway.identity.Principal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was taken back.
 *
 * @param id the id of the grant, the person or the client, or the key of the session
 * @param at what was given at this moment or before is worth nothing any more
 * @param until how long this has to be remembered
 */
public record Revocation(Kind kind, String id, Instant at, Instant until) {

    /** What the id names. */
    public enum Kind {
        /** One token family or personal access token. */
        GRANT,
        /** Everything that a person gave to clients, and the person's sign-ins. */
        PERSON,
        /** Everything that anybody gave to a client. */
        CLIENT,
        /** One MCP session. */
        SESSION,
        /** What a person's clients were told of tools: the person has switched some on or off. It ends nothing. */
        SELECTION;

        /** The kind of that name; null for one that a newer task knows. */
        static @Nullable Kind of(String name) {
            for (Kind kind : values()) {
                if (kind.name().equals(name)) {
                    return kind;
                }
            }
            return null;
        }
    }

    /** Whether this ends a session. */
    boolean concerns(Session session) {
        return kind == Kind.SESSION ? id.equals(session.key()) : concerns(session.lastUsedBy());
    }

    /** Whether this takes from the principal what it had. */
    public boolean concerns(Principal principal) {
        return id.equals(idIn(principal));
    }

    private @Nullable String idIn(Principal principal) {
        return switch (kind) {
            case GRANT -> principal.grant();
            case PERSON -> principal.id();
            case CLIENT -> principal.clientId();
            case SESSION, SELECTION -> null;
        };
    }
}
