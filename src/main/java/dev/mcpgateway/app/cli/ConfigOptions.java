package dev.mcpgateway.app.cli;

import dev.mcpgateway.config.load.ConfigInputs;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options that say where the configuration comes from, and those that override it. */
final class ConfigOptions {
    private static final String CONFIG = "--config";
    private static final String MCP_CONFIG = "--mcp-config";
    private static final String UPSTREAM = "--upstream";

    /** Options that override a key of the configuration, by its path. */
    private static final Map<String, String> OVERRIDES = Map.of(
            "listener.host", "--host",
            "listener.port", "--port",
            "store.dataDir", "--data-dir",
            "auth.mode", "--auth");

    private ConfigOptions() {}

    /** Gives a command these options. */
    static CommandSpec addTo(CommandSpec spec) {
        return spec.addOption(text(
                        "FILE",
                        "The configuration, a YAML file. Default: $GATEWAY_CONFIG, or the text in $GATEWAY_CONFIG_YAML.",
                        "-c",
                        CONFIG))
                .addOption(
                        texts("FILE", "A list of servers as editors keep it (mcp.json). May be repeated.", MCP_CONFIG))
                .addOption(texts("NAME=URL", "A remote server. May be repeated.", UPSTREAM))
                .addOption(text("ADDRESS", "Address to listen on. Default: 127.0.0.1.", "--host"))
                .addOption(text("PORT", "Port to listen on, 0 for any free one. Default: 3000.", "-p", "--port"))
                .addOption(text("DIR", "Where sessions are kept. Default: ~/.local/state/mcp-gateway.", "--data-dir"))
                .addOption(
                        text("MODE", "How clients sign in; 'none' trusts everyone who reaches the address.", "--auth"));
    }

    /** Returns what a configuration is read from. */
    static ConfigInputs inputs(ParseResult arguments, Map<String, String> environment) {
        Map<String, ConfigInputs.Flag> flags = new HashMap<>();
        OVERRIDES.forEach((path, option) -> {
            String value = value(arguments, option);
            if (value != null) {
                flags.put(path, new ConfigInputs.Flag(option, value));
            }
        });
        String file = value(arguments, CONFIG);
        if (file == null) {
            file = environment.getOrDefault("GATEWAY_CONFIG", "");
        }
        List<Path> lists = values(arguments, MCP_CONFIG).stream().map(Path::of).toList();
        return new ConfigInputs(
                file.isEmpty() ? null : Path.of(file), lists, values(arguments, UPSTREAM), flags, environment);
    }

    /** Makes an option with one value. */
    static OptionSpec text(String label, String description, String... names) {
        return option(label, description, names).type(String.class).build();
    }

    private static OptionSpec texts(String label, String description, String... names) {
        return option(label, description, names)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .build();
    }

    private static OptionSpec.Builder option(String label, String description, String... names) {
        return OptionSpec.builder(names).paramLabel(label).arity("1").description(description);
    }

    /** Returns an option's value, or null. */
    static @Nullable String value(ParseResult arguments, String option) {
        return arguments.matchedOptionValue(option, null);
    }

    private static List<String> values(ParseResult arguments, String option) {
        return arguments.matchedOptionValue(option, List.of());
    }
}
