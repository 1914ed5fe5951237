package dev.mcpgateway.config.load;

import dev.mcpgateway.config.GatewayConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A configuration that was found good.
 *
 * @param notices what is worth saying although nothing is wrong
 * @param files the files that it came from
 */
public record LoadedConfig(GatewayConfig config, List<String> notices, Set<Path> files) {
    public LoadedConfig {
        notices = List.copyOf(notices);
        files = Set.copyOf(files);
    }
}
