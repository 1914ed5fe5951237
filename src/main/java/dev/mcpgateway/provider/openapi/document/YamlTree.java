package dev.mcpgateway.provider.openapi.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * A text of YAML as the tree of JSON that it stands for. What aliases share stays shared; it counts as often as it is named, so that
 * few aliases never stand for more than a document may be long.
 */
final class YamlTree {
    /** What a node without text is long, with its separator. */
    private static final int SHORTEST = 2;

    private final IdentityHashMap<Object, Made> made = new IdentityHashMap<>();
    private final long longest;

    /** A node, how long a text without aliases would be, and how many levels it has. */
    private record Made(JsonNode node, long length, int height) {}

    private YamlTree(long longest) {
        this.longest = longest;
    }

    /**
     * Reads a text.
     *
     * @throws UnreadableDocument when it is no YAML, too deep, or longer than allowed without its aliases
     */
    static JsonNode read(Buffer bytes, long longest) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel("document")
                // They are counted by what they stand for.
                .setMaxAliasesForCollections(Integer.MAX_VALUE)
                .setCodePointLimit(Integer.MAX_VALUE)
                .setAllowDuplicateKeys(true)
                .setSchema(new CoreSchema())
                .build();
        Object tree;
        try {
            tree = new Load(settings).loadFromString(bytes.toString(StandardCharsets.UTF_8));
        } catch (YamlEngineException | StackOverflowError _) {
            // Its message repeats what stands in the document.
            throw new UnreadableDocument("it is neither JSON nor YAML with keys and values");
        }
        return new YamlTree(longest).of(tree, 0).node();
    }

    private Made of(@Nullable Object value, int depth) {
        // An alias may stand inside of what it names.
        checkDepth(depth);
        Made known = made.get(value);
        if (known != null) {
            return known;
        }
        return switch (value) {
            case Map<?, ?> map -> object(map, depth);
            case List<?> list -> array(list, depth);
            case null, default -> {
                JsonNode scalar = scalar(value);
                yield new Made(scalar, SHORTEST + (long) scalar.asText().length(), 0);
            }
        };
    }

    private Made object(Map<?, ?> map, int depth) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        long length = SHORTEST;
        int height = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String key = String.valueOf(entry.getKey());
            Made member = of(entry.getValue(), depth + 1);
            node.set(key, member.node());
            length = sum(length, key.length() + SHORTEST + member.length());
            height = Math.max(height, member.height() + 1);
        }
        return keep(map, new Made(node, length, height));
    }

    private Made array(List<?> list, int depth) {
        ArrayNode node = JsonNodeFactory.instance.arrayNode();
        long length = SHORTEST;
        int height = 0;
        for (Object item : list) {
            Made element = of(item, depth + 1);
            node.add(element.node());
            length = sum(length, element.length());
            height = Math.max(height, element.height() + 1);
        }
        return keep(list, new Made(node, length, height));
    }

    private Made keep(Object value, Made node) {
        // What is shared may be deeper where it is named than where it was made.
        checkDepth(node.height());
        made.put(value, node);
        return node;
    }

    private static void checkDepth(int levels) {
        if (levels > DocumentReader.MAX_DEPTH) {
            throw new UnreadableDocument("it is nested more than " + DocumentReader.MAX_DEPTH + " levels deep");
        }
    }

    private long sum(long length, long more) {
        if (length + more > longest) {
            throw new UnreadableDocument("its aliases stand for more than the largest document, " + longest + " bytes");
        }
        return length + more;
    }

    private static JsonNode scalar(@Nullable Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (value) {
            case null -> nodes.nullNode();
            case Boolean truth -> nodes.booleanNode(truth);
            case Integer number -> nodes.numberNode(number);
            case Long number -> nodes.numberNode(number);
            case BigInteger number -> nodes.numberNode(number);
            case Double number -> nodes.numberNode(number);
            default -> nodes.textNode(value.toString());
        };
    }
}
