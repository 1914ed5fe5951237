package dev.mcpgateway.config.load;

import dev.mcpgateway.config.DocumentLocation;
import dev.mcpgateway.config.ScalarType;
import dev.mcpgateway.config.Secret;
import dev.mcpgateway.config.Setting;
import dev.mcpgateway.config.SettingKey;
import dev.mcpgateway.config.SettingType;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.config.UpstreamConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes records of trees, by the table of {@link Settings}; what does not fit is reported and left out. */
final class Binder {
    private static final String NO_MAPPING = "has to hold keys and values";

    private final Variables variables;
    private final Overrides overrides;
    private final Problems problems;
    private final UnknownKeys unknownKeys;
    private final Map<String, Place> places = new HashMap<>();

    Binder(Variables variables, Overrides overrides, Problems problems) {
        this.variables = variables;
        this.overrides = overrides;
        this.problems = problems;
        this.unknownKeys = new UnknownKeys(problems);
    }

    /** Returns where each key stands that was bound, by its path. */
    Map<String, Place> places() {
        return places;
    }

    /**
     * Binds a section.
     *
     * @param path the keys above it, each followed by a dot; empty for the whole
     * @param given components that are no keys
     * @return null when something that is required is missing or wrong, which has been reported
     */
    <T extends Record> @Nullable T section(
            Class<T> type, String path, ConfigNode.Mapping node, Map<String, Object> given) {
        unknownKeys.report(type, path, node);
        return keys(type, path, node, given);
    }

    private <T extends Record> @Nullable T keys(
            Class<T> type, String path, ConfigNode.Mapping node, Map<String, Object> given) {
        Map<String, @Nullable Object> values = new HashMap<>(given);
        boolean complete = true;
        for (SettingKey key : Settings.keys(type)) {
            String at = path + key.name();
            Object value = key.type() instanceof SettingType.Choice choice
                    ? choice(choice, path, node)
                    : keyed(key, at, node.find(key.name()));
            if (key.required() && node.find(key.name()) == null && overrides.get(at) == null) {
                problems.error(node.place(), at, "is missing");
            }
            complete &= value != null || key.optional();
            values.put(key.name(), value);
        }
        return complete ? Settings.create(type, values) : null;
    }

    private @Nullable Object keyed(SettingKey key, String path, ConfigNode.@Nullable Entry entry) {
        ConfigNode override = overrides.get(path);
        ConfigNode node = override != null || entry == null ? override : entry.value();
        if (node != null) {
            places.put(path, override != null || entry == null ? node.place() : entry.place());
        }
        return switch (key.type()) {
            case SettingType.Value type -> value(key, type, path, node);
            case SettingType.Texts _ -> texts(key, path, node);
            case SettingType.Secrets _ -> secrets(path, node);
            case SettingType.NamedSections sections -> namedSections(sections.type(), path, node);
            case SettingType.Section section -> {
                boolean absent = node == null || node instanceof ConfigNode.Null;
                yield absent && key.optional()
                        ? null
                        : section(section.type(), path + '.', mapping(path, node), Map.of());
            }
            case SettingType.Choice _ -> throw new IllegalStateException(path);
        };
    }

    private @Nullable Object choice(SettingType.Choice choice, String path, ConfigNode.Mapping node) {
        Class<? extends Record> chosen = UnknownKeys.chosen(choice, node);
        if (chosen == null) {
            problems.error(node.place(), end(path), "needs " + UnknownKeys.choosers(choice));
            return null;
        }
        return keys(chosen, path, node, Map.of());
    }

    private @Nullable Object value(SettingKey key, SettingType.Value type, String path, @Nullable ConfigNode node) {
        Object absent = Settings.defaultValue(key);
        if (node == null || (node instanceof ConfigNode.Null && key.optional())) {
            return absent;
        }
        if (!(node instanceof ConfigNode.Scalar scalar)) {
            problems.error(
                    node.place(),
                    path,
                    "has no single value; allowed is " + type.scalar().allowed(type.javaType()));
            return absent;
        }
        String text = variables.expand(scalar, path);
        if (text == null) {
            return absent;
        }
        try {
            Object value = type.scalar().read(text, type.javaType());
            checkBounds(key.setting(), type, text, value);
            return switch (value) {
                case Path file -> resolve(scalar.place(), file);
                case DocumentLocation location -> {
                    Path file = location.file();
                    yield file == null ? location : DocumentLocation.of(resolve(scalar.place(), file));
                }
                default -> value;
            };
        } catch (IllegalArgumentException e) {
            problems.error(scalar.place(), path, "is not usable; " + e.getMessage());
            return absent;
        }
    }

    /** Reads a path as settings of that kind are read; returns null when it is none, which has been reported. */
    @Nullable
    Path path(Place place, String path, String text) {
        try {
            return resolve(place, (Path) ScalarType.PATH.read(text, Path.class));
        } catch (IllegalArgumentException e) {
            problems.error(place, path, "is not usable; " + e.getMessage());
            return null;
        }
    }

    private static Path resolve(Place place, Path file) {
        Path directory = place.directory();
        return directory == null ? file : directory.resolve(file).normalize();
    }

    @SuppressWarnings("unchecked")
    private static void checkBounds(Setting setting, SettingType.Value type, String text, Object value) {
        ScalarType scalar = type.scalar();
        boolean low = !setting.min().isEmpty()
                && ((Comparable<Object>) value).compareTo(scalar.read(setting.min(), type.javaType())) < 0;
        boolean high = !setting.max().isEmpty()
                && ((Comparable<Object>) value).compareTo(scalar.read(setting.max(), type.javaType())) > 0;
        if (low || high) {
            throw new IllegalArgumentException(
                    "allowed is " + scalar.allowed(type.javaType()) + ", " + range(setting.min(), setting.max()));
        }
        if (!setting.pattern().isEmpty() && !text.matches(setting.pattern())) {
            throw new IllegalArgumentException("allowed is what matches " + setting.pattern());
        }
    }

    private static String range(String min, String max) {
        return max.isEmpty() ? "at least " + min : min.isEmpty() ? "at most " + max : "from " + min + " to " + max;
    }

    private List<String> texts(SettingKey key, String path, @Nullable ConfigNode node) {
        List<String> texts = new ArrayList<>();
        switch (node) {
            case null -> {
                return Settings.defaultTexts(key);
            }
            case ConfigNode.Null _ -> {}
            case ConfigNode.Sequence sequence -> {
                for (ConfigNode item : sequence.items()) {
                    String text = text(item, path);
                    if (text != null) {
                        texts.add(text);
                    }
                }
            }
            default -> problems.error(node.place(), path, "has to be a list of texts, such as [a, b]");
        }
        return texts;
    }

    private Map<String, Secret> secrets(String path, @Nullable ConfigNode node) {
        Map<String, Secret> secrets = new LinkedHashMap<>();
        for (ConfigNode.Entry entry : mapping(path, node).entries()) {
            String text = text(entry.value(), path + '.' + entry.key());
            if (text != null) {
                secrets.put(entry.key(), Secret.of(text));
            }
        }
        return secrets;
    }

    private @Nullable String text(ConfigNode node, String path) {
        if (node instanceof ConfigNode.Scalar scalar) {
            return variables.expand(scalar, path);
        }
        problems.error(node.place(), path, "has to be a text; '' is the empty one");
        return null;
    }

    private Map<String, Record> namedSections(Class<? extends Record> type, String path, @Nullable ConfigNode node) {
        Map<String, Record> sections = new LinkedHashMap<>();
        for (ConfigNode.Entry entry : mapping(path, node).entries()) {
            String name = entry.key();
            String at = path + '.' + name;
            places.put(at, entry.place());
            if (!UpstreamConfig.NAME.matcher(name).matches()) {
                problems.error(entry.place(), at, UpstreamNames.refusal(name));
                continue;
            }
            if (entry.value() instanceof ConfigNode.Scalar || entry.value() instanceof ConfigNode.Sequence) {
                problems.error(entry.value().place(), at, NO_MAPPING);
                continue;
            }
            Record section = section(type, at + '.', mapping(at, entry.value()), Map.of("name", name));
            if (section != null) {
                sections.put(name, section);
            }
        }
        return sections;
    }

    private ConfigNode.Mapping mapping(String path, @Nullable ConfigNode node) {
        return switch (node) {
            case ConfigNode.Mapping mapping -> mapping;
            case null -> new ConfigNode.Mapping(Place.outside(""), List.of());
            case ConfigNode.Null empty -> new ConfigNode.Mapping(empty.place(), List.of());
            default -> {
                problems.error(node.place(), path, NO_MAPPING);
                yield new ConfigNode.Mapping(node.place(), List.of());
            }
        };
    }

    private static String end(String path) {
        return path.isEmpty() ? path : path.substring(0, path.length() - 1);
    }
}
