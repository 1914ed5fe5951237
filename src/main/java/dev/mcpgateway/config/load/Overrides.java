package dev.mcpgateway.config.load;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.SettingKey;
import dev.mcpgateway.config.SettingType;
import dev.mcpgateway.config.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the environment and the flags say, by the path of the key that they override. */
final class Overrides {
    private final Map<String, ConfigNode> byPath = new LinkedHashMap<>();

    /** Reads the environment variables that the settings declare, then the flags, which are stronger. */
    Overrides(Map<String, String> environment, Map<String, ConfigInputs.Flag> flags) {
        collect(GatewayConfig.class, "", environment);
        flags.forEach((path, flag) -> byPath.put(path, literal(flag.name(), flag.value())));
    }

    /** Returns what overrides a key, or null. */
    @Nullable
    ConfigNode get(String path) {
        return byPath.get(path);
    }

    private void collect(Class<? extends Record> section, String prefix, Map<String, String> environment) {
        for (SettingKey key : Settings.keys(section)) {
            String path = prefix + key.name();
            if (key.type() instanceof SettingType.Section nested) {
                collect(nested.type(), path + '.', environment);
            }
            String name = key.setting().env();
            if (name.isEmpty()) {
                continue;
            }
            // The proxy variables are written in lower case as often as not; an empty one is as good as none.
            for (String variant : new String[] {name, name.toLowerCase(Locale.ROOT)}) {
                String value = environment.get(variant);
                if (value != null && !value.isEmpty() && (variant.equals(name) || name.endsWith("_PROXY"))) {
                    byPath.putIfAbsent(
                            path,
                            key.type() instanceof SettingType.Texts ? list(variant, value) : literal(variant, value));
                }
            }
        }
    }

    /** A shell has replaced what it should; nothing here is replaced again. */
    private static ConfigNode literal(String source, String value) {
        return new ConfigNode.Scalar(Place.outside(source), value.replace("${", "$${"));
    }

    private static ConfigNode list(String source, String value) {
        List<ConfigNode> items = new ArrayList<>();
        for (String item : value.split(",", -1)) {
            if (!item.isBlank()) {
                items.add(literal(source, item.strip()));
            }
        }
        return new ConfigNode.Sequence(Place.outside(source), items);
    }
}
