package dev.mcpgateway.oauth;

import dev.mcpgateway.identity.Person;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A person as it stands in records. */
public final class PersonJson {
    private PersonJson() {}

    /** Writes a person. */
    public static JsonObject encode(Person person) {
        JsonObject json = new JsonObject().put("iss", person.issuer()).put("sub", person.subject());
        if (person.email() != null) {
            json.put("email", person.email());
        }
        if (person.domain() != null) {
            json.put("domain", person.domain());
        }
        if (!person.groups().isEmpty()) {
            json.put("groups", new JsonArray(List.copyOf(person.groups())));
        }
        return json;
    }

    /** Reads a person. */
    public static Person decode(JsonObject json) {
        Set<String> groups = json.getJsonArray("groups", new JsonArray()).stream()
                .map(String::valueOf)
                .collect(Collectors.toUnmodifiableSet());
        return new Person(
                json.getString("iss"),
                json.getString("sub"),
                json.getString("email"),
                json.getString("domain"),
                groups);
    }
}
