package dev.mcpgateway.provider.openapi.document;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An OpenAPI document, as lenient as it can be: a part that is not what it should be counts as absent. */
public final class ApiDocument {
    private static final List<String> METHODS =
            List.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
    private static final int MOST_REFERENCES = 32;

    private final JsonObject root;
    private final boolean version30;

    ApiDocument(JsonObject root, boolean version30) {
        this.root = root;
        this.version30 = version30;
    }

    /** Whether schemas are those of OpenAPI 3.0, which are almost JSON Schema; later ones are. */
    boolean isVersion30() {
        return version30;
    }

    /** The title of the service; null when it has none. */
    public @Nullable String title() {
        return text(object(root, "info"), "title");
    }

    /** The address of the first server with the defaults of its variables, perhaps relative; null when there is none. */
    public @Nullable String server() {
        return server(root);
    }

    static @Nullable String server(JsonObject node) {
        JsonArray servers = array(node, "servers");
        if (servers.isEmpty() || !(servers.getValue(0) instanceof JsonObject server)) {
            return null;
        }
        String url = text(server, "url");
        JsonObject variables = object(server, "variables");
        for (String name : variables.fieldNames()) {
            if (url != null && variables.getValue(name) instanceof JsonObject variable) {
                url = url.replace("{" + name + "}", String.valueOf(variable.getValue("default", "")));
            }
        }
        return url;
    }

    /** All operations, in the order of the document. */
    public List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        JsonObject paths = object(root, "paths");
        for (String path : paths.fieldNames()) {
            if (!(paths.getValue(path) instanceof JsonObject item)) {
                continue;
            }
            JsonObject resolved;
            try {
                resolved = resolve(item);
            } catch (UnusableOperation _) {
                continue;
            }
            for (String method : METHODS) {
                if (resolved.getValue(method) instanceof JsonObject operation) {
                    operations.add(new Operation(this, method.toUpperCase(Locale.ROOT), path, resolved, operation));
                }
            }
        }
        return operations;
    }

    /** Why the operations of a path cannot be known, by the path. */
    public Map<String, String> unknownPaths() {
        Map<String, String> unknown = new LinkedHashMap<>();
        JsonObject paths = object(root, "paths");
        for (String path : paths.fieldNames()) {
            if (paths.getValue(path) instanceof JsonObject item) {
                try {
                    resolve(item);
                } catch (UnusableOperation reason) {
                    unknown.put(path, String.valueOf(reason.getMessage()));
                }
            }
        }
        return unknown;
    }

    /**
     * What a node stands for, through as many references as it takes.
     *
     * @throws UnusableOperation when a reference leads out of the document, or nowhere
     */
    public JsonObject resolve(JsonObject node) {
        JsonObject now = node;
        for (int i = 0; i < MOST_REFERENCES; i++) {
            if (!(now.getValue("$ref") instanceof String reference)) {
                return now;
            }
            if (!(find(reference) instanceof JsonObject next)) {
                throw new UnusableOperation("its reference "
                        + (reference.startsWith("#") ? reference + " leads nowhere" : "leads out of the document"));
            }
            now = next;
        }
        throw new UnusableOperation("its references lead in a circle");
    }

    /** What a reference inside the document points at (RFC 6901); null for nothing, and for references elsewhere. */
    @Nullable
    Object find(String reference) {
        if (!reference.startsWith("#/")) {
            return reference.equals("#") ? root : null;
        }
        Object now = root;
        for (String step : reference.substring(2).split("/", -1)) {
            String key;
            try {
                key = URLDecoder.decode(step.replace("+", "%2B"), StandardCharsets.UTF_8)
                        .replace("~1", "/")
                        .replace("~0", "~");
            } catch (IllegalArgumentException _) {
                return null;
            }
            now = switch (now) {
                case JsonObject object -> object.getValue(key);
                case JsonArray array ->
                    key.matches("[0-9]{1,6}") && Integer.parseInt(key) < array.size()
                            ? array.getValue(Integer.parseInt(key))
                            : null;
                case null, default -> null;
            };
        }
        return now;
    }

    static JsonObject object(JsonObject node, String key) {
        return node.getValue(key) instanceof JsonObject object ? object : new JsonObject();
    }

    static JsonArray array(JsonObject node, String key) {
        return node.getValue(key) instanceof JsonArray array ? array : new JsonArray();
    }

    static @Nullable String text(JsonObject node, String key) {
        return node.getValue(key) instanceof String text ? text : null;
    }
}
