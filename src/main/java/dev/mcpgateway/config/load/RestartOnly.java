package dev.mcpgateway.config.load;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.SettingKey;
import dev.mcpgateway.config.SettingType;
import dev.mcpgateway.config.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a new configuration while the gateway runs: settings that need a restart keep their running value.
 *
 * @param config the configuration to run with from now on
 * @param waiting the paths of changed settings that wait for a restart
 */
record RestartOnly(GatewayConfig config, List<String> waiting) {

    static RestartOnly keep(GatewayConfig running, GatewayConfig wanted) {
        List<String> waiting = new ArrayList<>();
        GatewayConfig config = merge(GatewayConfig.class, "", running, wanted, waiting);
        return new RestartOnly(config, List.copyOf(waiting));
    }

    private static <T extends Record> T merge(
            Class<T> section, String path, Record running, Record wanted, List<String> waiting) {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (SettingKey key : Settings.keys(section)) {
            Object now = Settings.value(running, key);
            Object then = Settings.value(wanted, key);
            Object value = then;
            if (key.setting().restart()) {
                value = now;
                if (!Objects.equals(now, then)) {
                    waiting.add(path + key.name());
                }
            } else if (key.type() instanceof SettingType.Section nested
                    && now instanceof Record nowSection
                    && then instanceof Record thenSection) {
                value = merge(nested.type(), path + key.name() + '.', nowSection, thenSection, waiting);
            }
            values.put(key.name(), value);
        }
        return Settings.create(section, values);
    }
}
