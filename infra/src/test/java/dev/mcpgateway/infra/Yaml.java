package dev.mcpgateway.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A YAML file as maps, lists and text. Tags of CloudFormation, such as {@code !Ref}, are left out: what they tag is read. */
final class Yaml {
    private Yaml() {}

    static Object read(Path file) {
        try {
            return plain(new Compose(LoadSettings.builder().build())
                    .composeString(Files.readString(file))
                    .orElseThrow());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Object plain(Node node) {
        return switch (node) {
            case ScalarNode scalar -> scalar.getValue();
            case SequenceNode sequence ->
                sequence.getValue().stream().map(Yaml::plain).toList();
            case MappingNode mapping -> {
                Map<String, Object> map = new LinkedHashMap<>();
                mapping.getValue()
                        .forEach(entry -> map.put(plain(entry.getKeyNode()).toString(), plain(entry.getValueNode())));
                yield map;
            }
            default -> throw new IllegalArgumentException("Neither text nor list nor map: " + node);
        };
    }

    /** What lies on a path of keys; a number is a place in a list. */
    static Object at(Object from, Object... path) {
        Object found = from;
        for (Object step : path) {
            found = step instanceof Integer place
                    ? ((List<?>) found).get(place)
                    : Synthesized.map(found).get(step);
            if (found == null) {
                throw new AssertionError("Nothing at " + List.of(path));
            }
        }
        return found;
    }
}
