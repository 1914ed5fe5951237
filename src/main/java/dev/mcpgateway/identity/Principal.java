package dev.mcpgateway.identity;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request, and by which client.
 *
 * @param person on whose behalf
 * @param clientId the OAuth client; null where nobody signs in, and for personal access tokens
 * @param scopes what the client may do
 * @param grant the id of what the person once granted (a token family, a personal access token), by which it is revoked;
 *     empty where nobody signs in
 * @param address the path of the one address that the client may use, such as {@code /mcp}; empty for all of them
 */
public record Principal(Person person, @Nullable String clientId, Set<Scope> scopes, String grant, String address) {

    /** Everybody, where nobody signs in: {@code --auth none}. */
    public static final Principal ANYONE = new Principal(Person.ANYONE, null, Scope.all(), "", "");

    public Principal {
        scopes = Set.copyOf(scopes);
    }

    /** Whether the client may use the address at this path. */
    public boolean mayUse(String path) {
        return address.isEmpty() || address.equals(path);
    }

    /** {@link Person#id} of the person: what sessions are bound to. */
    public String id() {
        return person.id();
    }
}
