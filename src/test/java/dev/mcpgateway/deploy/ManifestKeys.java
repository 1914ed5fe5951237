package dev.mcpgateway.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The keys of a kind of manifest and what they take, from a list in the resources of these tests. */
final class ManifestKeys {
    static final ManifestKeys SERVICE = read("copilot-service.keys");
    static final ManifestKeys ENVIRONMENT = read("copilot-environment.keys");

    private static final Pattern DURATION = Pattern.compile("(\\d+(\\.\\d+)?(ms|s|m|h))+");
    private static final Pattern RANGE = Pattern.compile("\\d+-\\d+");
    private static final Set<String> NOT_IN_ENVIRONMENTS = Set.of("name", "type");

    private final Key root = new Key();

    /** One key: what it takes as a scalar, and the keys below it. */
    private static final class Key {
        private final List<String> takes = new ArrayList<>();
        private final Map<String, Key> below = new HashMap<>();
    }

    private ManifestKeys() {}

    private static ManifestKeys read(String resource) {
        ManifestKeys keys = new ManifestKeys();
        for (String line : lines(resource)) {
            int colon = line.indexOf(": ");
            Key key = keys.root;
            for (String name : line.substring(0, colon).replace("[]", ".[]").split("\\.")) {
                key = key.below.computeIfAbsent(name, _ -> new Key());
            }
            String takes = line.substring(colon + 2);
            // A value that is one of a few may have spaces.
            key.takes.addAll(List.of(takes.split(takes.startsWith("=") ? " (?==)" : " ")));
        }
        return keys;
    }

    /** The lines of a resource of this package that are no comments. */
    static List<String> lines(String resource) {
        try (InputStream stream = ManifestKeys.class.getResourceAsStream(resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything that Copilot would leave out or refuse; empty when nothing is. */
    List<String> problems(Map<String, Object> manifest) {
        List<String> problems = new ArrayList<>();
        Map<String, Object> common = new HashMap<>(manifest);
        Object environments = this == SERVICE ? common.remove("environments") : null;
        check("", common, root, problems);
        if (environments != null) {
            CfnYaml.map(environments).forEach((environment, changes) -> {
                String place = "environments." + environment;
                CfnYaml.map(changes).keySet().stream()
                        .filter(NOT_IN_ENVIRONMENTS::contains)
                        .forEach(key -> problems.add(place + '.' + key + " is the same in all environments"));
                check(place + '.', changes, root, problems);
            });
        }
        return problems;
    }

    private static void check(String place, Object value, Key key, List<String> problems) {
        switch (value) {
            case Map<?, ?> map ->
                map.forEach((name, below) -> {
                    Key known = key.below.getOrDefault(name, key.below.get("*"));
                    if (known == null || name.equals("[]")) {
                        problems.add(place + name + " is not known");
                    } else {
                        check(place + name + '.', below, known, problems);
                    }
                });
            case List<?> list -> {
                Key item = key.below.get("[]");
                if (item == null) {
                    problems.add(place + " is no list");
                } else {
                    list.forEach(each -> check(place + "[].", each, item, problems));
                }
            }
            default -> {
                if (key.takes.stream().noneMatch(takes -> takes(takes, value))) {
                    problems.add(place + " takes " + key.takes + ", not " + value);
                }
            }
        }
    }

    private static boolean takes(String kind, Object value) {
        return switch (kind) {
            case "any" -> true;
            case "text" -> value instanceof String;
            case "flag" -> value instanceof Boolean;
            case "number" -> value instanceof Integer;
            case "percentage" -> value instanceof Integer number && number >= 0 && number <= 100;
            case "range" -> value instanceof String text && RANGE.matcher(text).matches();
            case "duration" ->
                value instanceof String text && DURATION.matcher(text).matches();
            default -> {
                if (!kind.startsWith("=")) {
                    throw new IllegalStateException("what is " + kind + "?");
                }
                yield value.equals(kind.substring(1));
            }
        };
    }
}
