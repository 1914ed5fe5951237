package dev.mcpgateway.config.load;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.SettingKey;
import dev.mcpgateway.config.SettingType;
import dev.mcpgateway.config.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Reports keys that are not in the table, with what was probably meant. */
final class UnknownKeys {
    private final Problems problems;

    UnknownKeys(Problems problems) {
        this.problems = problems;
    }

    void report(Class<? extends Record> section, String path, ConfigNode.Mapping node) {
        List<String> allowed = new ArrayList<>();
        Map<String, String> chosenBy = new LinkedHashMap<>();
        for (SettingKey key : Settings.keys(section)) {
            if (key.type() instanceof SettingType.Choice choice) {
                sort(choice, node, allowed, chosenBy);
            } else {
                allowed.add(key.name());
            }
        }
        for (ConfigNode.Entry entry : node.entries()) {
            String name = entry.key();
            if (allowed.contains(name)) {
                continue;
            }
            String chooser = chosenBy.get(name);
            problems.error(
                    entry.place(),
                    path + name,
                    chooser != null
                            ? (chooser.equals(name)
                                    ? "cannot stand beside '" + allowed.getFirst() + "'"
                                    : "belongs to '" + chooser + "', which is not used here")
                            : "is not a setting; " + suggestion(name, allowed));
        }
    }

    /** Sorts the keys of a choice into those that are allowed beside what was chosen and those of the other sections. */
    private static void sort(
            SettingType.Choice choice, ConfigNode.Mapping node, List<String> allowed, Map<String, String> chosenBy) {
        Class<? extends Record> chosen = chosen(choice, node);
        for (Class<? extends Record> type : choice.types()) {
            List<SettingKey> keys = Settings.keys(type);
            for (SettingKey key : keys) {
                if (chosen == null || chosen == type) {
                    allowed.add(key.name());
                } else {
                    chosenBy.put(key.name(), keys.getFirst().name());
                }
            }
        }
    }

    /** Returns the section that the keys of a node choose, or null when they choose none. */
    static @Nullable Class<? extends Record> chosen(SettingType.Choice choice, ConfigNode.Mapping node) {
        for (Class<? extends Record> type : choice.types()) {
            if (node.find(Settings.keys(type).getFirst().name()) != null) {
                return type;
            }
        }
        return null;
    }

    /** Returns the keys that choose, as part of a sentence. */
    static String choosers(SettingType.Choice choice) {
        StringJoiner choosers = new StringJoiner(" or ");
        choice.types()
                .forEach(type ->
                        choosers.add("'" + Settings.keys(type).getFirst().name() + "'"));
        return choosers.toString();
    }

    private static String suggestion(String name, List<String> allowed) {
        List<String> elsewhere = new ArrayList<>();
        search(GatewayConfig.class, "", name, elsewhere);
        String nearest = elsewhere.isEmpty() ? NearestKey.of(name, allowed) : elsewhere.getFirst();
        return nearest != null ? "did you mean '" + nearest + "'?" : "allowed here are " + String.join(", ", allowed);
    }

    private static void search(Class<? extends Record> section, String path, String name, List<String> found) {
        for (SettingKey key : Settings.keys(section)) {
            if (key.name().equals(name)) {
                found.add(path + name);
            }
            switch (key.type()) {
                case SettingType.Section nested -> search(nested.type(), path + key.name() + '.', name, found);
                case SettingType.NamedSections nested ->
                    search(nested.type(), path + key.name() + ".<name>.", name, found);
                case SettingType.Choice choice -> choice.types().forEach(type -> search(type, path, name, found));
                case SettingType.Value _, SettingType.Texts _, SettingType.Secrets _ -> {}
            }
        }
    }
}
