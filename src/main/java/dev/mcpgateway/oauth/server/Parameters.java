package dev.mcpgateway.oauth.server;

import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.oauth.OAuthError;
import dev.mcpgateway.oauth.Resource;
import io.vertx.core.MultiMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters of a request; none may come twice, and an empty one counts as not sent (RFC 6749, section 3.1). */
final class Parameters {
    private final MultiMap values;

    Parameters(MultiMap values) {
        this.values = values;
    }

    /** The value; null when it was not sent. Fails when it was sent more than once. */
    @Nullable
    String get(String name) {
        List<String> all = values.getAll(name);
        if (all.size() > 1) {
            throw OAuthError.invalidRequest("the parameter " + name + " was sent more than once");
        }
        return all.isEmpty() || all.getFirst().isEmpty() ? null : all.getFirst();
    }

    /** The value. Fails when there is none. */
    String require(String name) {
        String value = get(name);
        if (value == null) {
            throw OAuthError.invalidRequest("the parameter " + name + " is missing");
        }
        return value;
    }

    /** The resource asked for (RFC 8707); null when none was. Several that are the same are one. */
    @Nullable
    Resource resource(String origin) {
        Set<Resource> resources = new HashSet<>();
        for (String value : values.getAll("resource")) {
            if (value.isEmpty()) {
                continue;
            }
            Resource resource = Resource.named(value, origin);
            if (resource == null) {
                throw OAuthError.invalidTarget(
                        "resource is none of this gateway's addresses; they begin with " + origin);
            }
            resources.add(resource);
        }
        if (resources.size() > 1) {
            throw OAuthError.invalidTarget("a token is for one resource; leave resource out for the whole gateway");
        }
        return resources.isEmpty() ? null : resources.iterator().next();
    }

    /**
     * The scopes asked for; null when none were. Those that the gateway does not have are left out, since clients ask for ones
     * that they know from elsewhere, such as {@code offline_access}; the answer says what was given.
     */
    @Nullable
    Set<Scope> scopes() {
        String scope = get("scope");
        if (scope == null) {
            return null;
        }
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String value : scope.split(" ", -1)) {
            Scope known = Scope.of(value);
            if (known != null) {
                scopes.add(known);
            }
        }
        return scopes.isEmpty() ? null : scopes;
    }
}
