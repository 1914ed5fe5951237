package dev.mcpgateway.config.load;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a configuration is made of, weakest first: a file, lists of servers, the environment, flags.
 *
 * @param file the YAML file, or null for none
 * @param mcpFiles {@code mcp.json} files, in their order
 * @param upstreams flags of the form {@code name=url}, in their order
 * @param flags what was said on the command line, by the path of the key that it overrides
 */
public record ConfigInputs(
        @Nullable Path file,
        List<Path> mcpFiles,
        List<String> upstreams,
        Map<String, Flag> flags,
        Map<String, String> environment) {

    public ConfigInputs {
        mcpFiles = List.copyOf(mcpFiles);
        upstreams = List.copyOf(upstreams);
        flags = Map.copyOf(flags);
        environment = Map.copyOf(environment);
    }

    /**
     * A value from the command line.
     *
     * @param name as it was written, such as {@code --port}
     */
    public record Flag(String name, String value) {}

    /** Returns inputs that are a YAML file alone. */
    public static ConfigInputs ofFile(Path file) {
        return new ConfigInputs(file, List.of(), List.of(), Map.of(), Map.of());
    }
}
