package dev.mcpgateway.deploy;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.SettingKey;
import dev.mcpgateway.config.SettingType;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.config.load.ConfigLoader;
import java.util.Set;
import java.util.TreeSet;

/** The environment variables that the gateway reads. */
final class GatewayVariables {
    private GatewayVariables() {}

    static Set<String> all() {
        Set<String> variables = new TreeSet<>(Set.of(ConfigLoader.INLINE, "GATEWAY_CONFIG"));
        collect(GatewayConfig.class, variables);
        return variables;
    }

    private static void collect(Class<? extends Record> section, Set<String> variables) {
        for (SettingKey key : Settings.keys(section)) {
            if (!key.setting().env().isEmpty()) {
                variables.add(key.setting().env());
            }
            if (key.type() instanceof SettingType.Section below) {
                collect(below.type(), variables);
            }
        }
    }
}
