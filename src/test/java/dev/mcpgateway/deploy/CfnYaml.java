package dev.mcpgateway.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads YAML with CloudFormation's short forms: {@code !Ref a} is {@code {Ref: a}}, {@code !Sub a} is {@code {Fn::Sub: a}}. */
final class CfnYaml {
    private CfnYaml() {}

    static Object read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Object> readMap(Path file) {
        return map(read(file));
    }

    static Object parse(String text) {
        return new Compose(LoadSettings.builder().setAllowDuplicateKeys(false).build())
                .composeString(text)
                .map(CfnYaml::value)
                .orElseThrow(() -> new IllegalArgumentException("there is nothing in it"));
    }

    @SuppressWarnings("unchecked") // each key of a mapping is read as a text
    static Map<String, Object> map(Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new IllegalArgumentException("not a mapping: " + value);
    }

    static List<?> list(Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException("not a list: " + value);
    }

    /** What stands at these keys, one below the other, or null. */
    static Object at(Object root, String... keys) {
        Object found = root;
        for (String key : keys) {
            found = found instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return found;
    }

    private static Object value(Node node) {
        String tag = node.getTag().getValue();
        // What Copilot replaces from the shell, ${NAME}, has a tag of its own here.
        if (!tag.startsWith("!") || tag.equals("!") || node.getTag().equals(Tag.ENV_TAG)) {
            return plain(node);
        }
        String function = tag.substring(1);
        Object argument = plain(node);
        if (function.equals("GetAtt") && argument instanceof String text) {
            argument = List.of((Object[]) text.split("\\.", 2));
        }
        String name = function.equals("Ref") || function.equals("Condition") ? function : "Fn::" + function;
        return new LinkedHashMap<>(Map.of(name, argument));
    }

    private static Object plain(Node node) {
        return switch (node) {
            case MappingNode mapping -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (NodeTuple entry : mapping.getValue()) {
                    String key = ((ScalarNode) entry.getKeyNode()).getValue();
                    if (map.put(key, value(entry.getValueNode())) != null) {
                        throw new IllegalArgumentException("twice: " + key);
                    }
                }
                yield map;
            }
            case SequenceNode sequence -> {
                List<Object> list = new ArrayList<>();
                sequence.getValue().forEach(item -> list.add(value(item)));
                yield list;
            }
            case ScalarNode scalar -> scalar(scalar);
            default -> throw new IllegalArgumentException("not understood: " + node);
        };
    }

    private static Object scalar(ScalarNode node) {
        String text = node.getValue();
        if (node.getTag().equals(Tag.INT)) {
            return Integer.valueOf(text);
        }
        if (node.getTag().equals(Tag.BOOL)) {
            return Boolean.valueOf(text);
        }
        if (node.getTag().equals(Tag.NULL)) {
            throw new IllegalArgumentException("a key without a value");
        }
        return text;
    }
}
