package dev.mcpgateway.provider.openapi.shape;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** The input schema of a tool as it grows: parameters and the parts of a body stand side by side, each under a name of its own. */
final class Arguments {
    private static final int MAX_NAME = 64;

    private final JsonObject properties = new JsonObject();
    private final JsonArray required = new JsonArray();

    /**
     * Adds an argument.
     *
     * @param place where it goes, for another name when the wanted one is taken
     * @return the name that it got, {@code [A-Za-z0-9_.-]{1,64}}
     */
    String add(String wanted, String place, JsonObject schema, boolean isRequired) {
        String plain = plain(wanted);
        String name = plain;
        if (properties.containsKey(name)) {
            name = plain(place.toLowerCase(Locale.ROOT) + '_' + plain);
        }
        for (int i = 2; properties.containsKey(name); i++) {
            name = plain(i + "_" + plain);
        }
        properties.put(name, withoutDefault(schema));
        if (isRequired) {
            required.add(name);
        }
        return name;
    }

    private static String plain(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9_.-]+", "_").replaceAll("(?<=.)_+$", "");
        return plain.length() <= MAX_NAME ? plain : plain.substring(0, MAX_NAME);
    }

    /** A default is what the service takes for nothing; sent along, it would overwrite what is there. */
    private static JsonObject withoutDefault(JsonObject schema) {
        Object value = schema.remove("default");
        if (value == null || value instanceof JsonObject || value instanceof JsonArray) {
            return schema;
        }
        String description = schema.getString("description", "");
        String said = "Default: " + value + '.';
        return description.contains(said)
                ? schema
                : schema.put("description", description.isEmpty() ? said : description + ' ' + said);
    }

    JsonObject schema() {
        JsonObject schema = new JsonObject()
                .put("type", "object")
                .put("additionalProperties", false)
                .put("properties", properties);
        return required.isEmpty() ? schema : schema.put("required", required);
    }
}
