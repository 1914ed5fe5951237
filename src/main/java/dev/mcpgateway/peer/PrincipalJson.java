package dev.mcpgateway.peer;

import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.identity.Scope;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** A principal as JSON, whole: what the next task decides by must be what this one has found out. */
final class PrincipalJson {
    private PrincipalJson() {}

    static JsonObject encode(Principal principal) {
        Person person = principal.person();
        return new JsonObject()
                .put("issuer", person.issuer())
                .put("subject", person.subject())
                .put("email", person.email())
                .put("domain", person.domain())
                .put("groups", new JsonArray(person.groups().stream().sorted().toList()))
                .put("clientId", principal.clientId())
                .put(
                        "scopes",
                        new JsonArray(principal.scopes().stream()
                                .map(Scope::value)
                                .sorted()
                                .toList()))
                .put("grant", principal.grant())
                .put("address", principal.address());
    }

    /** Scopes that this version does not know give nothing. */
    static Principal decode(JsonObject json) {
        Person person = new Person(
                json.getString("issuer"),
                json.getString("subject"),
                json.getString("email"),
                json.getString("domain"),
                strings(json.getJsonArray("groups")));
        Set<Scope> scopes = new LinkedHashSet<>();
        for (String value : strings(json.getJsonArray("scopes"))) {
            Scope scope = Scope.of(value);
            if (scope != null) {
                scopes.add(scope);
            }
        }
        return new Principal(
                person, json.getString("clientId"), scopes, json.getString("grant"), json.getString("address", ""));
    }

    private static Set<String> strings(JsonArray array) {
        return array.stream().map(String.class::cast).collect(Collectors.toSet());
    }
}
