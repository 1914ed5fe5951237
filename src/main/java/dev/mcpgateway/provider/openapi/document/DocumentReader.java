package dev.mcpgateway.provider.openapi.document;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads the text of a document, JSON or YAML. Takes its time with large ones, so not for an event loop. */
public final class DocumentReader {
    /** They cost nothing here; see {@link Plain}. */
    private static final int MOST_ALIASES = 10_000;

    private DocumentReader() {}

    /**
     * Reads a document.
     *
     * @throws UnreadableDocument when it is neither JSON nor YAML, or no OpenAPI 3.0 or 3.1
     */
    public static ApiDocument read(Buffer bytes) {
        JsonObject root = beginsLikeJson(bytes) ? json(bytes) : yaml(bytes);
        String version = String.valueOf(root.getValue("openapi"));
        if (root.containsKey("swagger")) {
            throw new UnreadableDocument("it is Swagger 2.0; convert it to OpenAPI 3 first");
        }
        if (!version.startsWith("3.")) {
            throw new UnreadableDocument("it has no 'openapi: 3.0.x' or 3.1.x at its top");
        }
        return new ApiDocument(root, version.startsWith("3.0"));
    }

    private static boolean beginsLikeJson(Buffer bytes) {
        for (int i = 0; i < bytes.length(); i++) {
            byte b = bytes.getByte(i);
            if (b > ' ') {
                return b == '{';
            }
        }
        return false;
    }

    private static JsonObject json(Buffer bytes) {
        try {
            return new JsonObject(bytes);
        } catch (DecodeException _) {
            throw new UnreadableDocument("it is not well-formed JSON");
        }
    }

    private static JsonObject yaml(Buffer bytes) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel("document")
                .setMaxAliasesForCollections(MOST_ALIASES)
                .setCodePointLimit(Integer.MAX_VALUE)
                .setAllowDuplicateKeys(true)
                .setSchema(new CoreSchema())
                .build();
        try {
            Object tree = new Load(settings).loadFromString(bytes.toString(StandardCharsets.UTF_8));
            if (new Plain().of(tree) instanceof JsonObject root) {
                return root;
            }
        } catch (YamlEngineException _) {
            // Its message repeats what stands in the document.
        }
        throw new UnreadableDocument("it is neither JSON nor YAML with keys and values");
    }

    /** The same tree of what JSON has; a node that aliases share stays shared, so that few aliases never become many nodes. */
    private static final class Plain {
        private final IdentityHashMap<Object, Object> made = new IdentityHashMap<>();

        @Nullable
        Object of(@Nullable Object node) {
            return switch (node) {
                case Map<?, ?> map -> {
                    Object known = made.get(map);
                    if (known != null) {
                        yield known;
                    }
                    JsonObject object = new JsonObject();
                    made.put(map, object);
                    map.forEach((key, value) -> object.getMap().put(String.valueOf(key), of(value)));
                    yield object;
                }
                case List<?> list -> {
                    Object known = made.get(list);
                    if (known != null) {
                        yield known;
                    }
                    JsonArray array = new JsonArray();
                    made.put(list, array);
                    list.forEach(value -> array.add(of(value)));
                    yield array;
                }
                case null -> null;
                case String text -> text;
                case Number number -> number;
                case Boolean truth -> truth;
                default -> node.toString();
            };
        }
    }
}
