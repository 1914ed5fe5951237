package dev.mcpgateway.config.load;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.UpstreamConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads all sources of a configuration, merges and checks them. */
public final class ConfigLoader {
    /** The environment variable that holds the whole YAML file, for containers that get no files. */
    public static final String INLINE = "GATEWAY_CONFIG_YAML";

    private final ConfigInputs inputs;
    private final Problems problems = new Problems();
    private final ConfigFiles files = new ConfigFiles(problems);
    private final Variables variables;
    private final Binder binder;
    private final Map<String, String> paths = new HashMap<>();

    private ConfigLoader(ConfigInputs inputs) {
        this.inputs = inputs;
        this.variables = new Variables(inputs.environment(), problems);
        this.binder = new Binder(variables, new Overrides(inputs.environment(), inputs.flags()), problems);
    }

    /**
     * Reads and checks a configuration. Reads files, so not for an event loop.
     *
     * @throws InvalidConfigException with everything that is wrong
     */
    public static LoadedConfig load(ConfigInputs inputs) {
        return new ConfigLoader(inputs).load();
    }

    private LoadedConfig load() {
        GatewayConfig config = binder.section(GatewayConfig.class, "", yaml(), Map.of());
        if (config != null) {
            config = config.withUpstreams(upstreams(config));
            new Validation(new Places(binder.places(), paths), problems).check(config);
        }
        problems.throwIfAny();
        if (config == null) {
            throw new IllegalStateException("a configuration is missing although nothing is wrong with it");
        }
        return new LoadedConfig(config, problems.notices(), files.all());
    }

    private ConfigNode.Mapping yaml() {
        Path file = inputs.file();
        String inline = inputs.environment().getOrDefault(INLINE, "");
        if (file == null) {
            return inline.isEmpty()
                    ? new ConfigNode.Mapping(Place.outside(""), List.of())
                    : mapping(Place.outside(INLINE), inline);
        }
        Place place = Place.file(file);
        if (!inline.isEmpty()) {
            problems.error(Place.outside(INLINE), "", "is set beside the file " + file + "; use one of the two");
        }
        return mapping(place, files.text(file, place, ""));
    }

    private ConfigNode.Mapping mapping(Place place, @Nullable String text) {
        ConfigNode root = text == null ? null : YamlReader.read(place, text, problems);
        return switch (root) {
            case ConfigNode.Mapping mapping -> mapping;
            case null -> new ConfigNode.Mapping(place, List.of());
            case ConfigNode.Null _ -> new ConfigNode.Mapping(place, List.of());
            default -> {
                problems.error(root.place(), "", "has to hold keys and values, such as 'upstreams:'");
                yield new ConfigNode.Mapping(place, List.of());
            }
        };
    }

    private List<UpstreamConfig> upstreams(GatewayConfig config) {
        Map<String, UpstreamConfig> upstreams = new LinkedHashMap<>();
        config.upstreams().values().forEach(upstream -> add(upstreams, "upstreams." + upstream.name(), upstream));
        boolean loopback = !config.reachableByOthers();
        McpJson mcpJson = new McpJson(binder, variables, files, problems);
        for (Path file : inputs.mcpFiles()) {
            Place place = Place.file(file);
            String text = files.text(file, place, "");
            ConfigNode root = text == null ? null : JsoncReader.read(place, text, problems);
            if (root != null) {
                mcpJson.read(place, root, (path, upstream) -> add(upstreams, path, opened(upstream, loopback)));
            }
        }
        for (String flag : inputs.upstreams()) {
            UpstreamConfig upstream = upstream(flag);
            if (upstream != null) {
                add(upstreams, "--upstream " + upstream.name(), opened(upstream, loopback));
            }
        }
        return new ArrayList<>(upstreams.values());
    }

    private @Nullable UpstreamConfig upstream(String flag) {
        Place place = Place.outside("--upstream");
        int equals = flag.indexOf('=');
        String name = equals < 0 ? "" : flag.substring(0, equals);
        if (equals < 0) {
            problems.error(place, "", "has to be of the form name=url");
            return null;
        }
        if (!UpstreamConfig.NAME.matcher(name).matches()) {
            problems.error(place, name, UpstreamNames.refusal(name));
            return null;
        }
        ConfigNode url = new ConfigNode.Scalar(place, flag.substring(equals + 1).replace("${", "$${"));
        ConfigNode.Mapping node = new ConfigNode.Mapping(place, List.of(new ConfigNode.Entry("url", place, url)));
        String path = "--upstream " + name;
        binder.places().put(path, place);
        return binder.section(UpstreamConfig.class, path + '.', node, Map.of("name", name));
    }

    /** Whoever starts the gateway for themselves and names a server wants to use it; there is no place for a rule. */
    private static UpstreamConfig opened(UpstreamConfig upstream, boolean loopback) {
        return loopback ? upstream.withAccess(UpstreamConfig.Access.EVERYONE_SIGNED_IN) : upstream;
    }

    /** The same server twice is no contradiction: people pass the lists of two editors. */
    private void add(Map<String, UpstreamConfig> upstreams, String path, UpstreamConfig upstream) {
        UpstreamConfig present = upstreams.putIfAbsent(upstream.name(), upstream);
        if (present == null) {
            paths.put(upstream.name(), path);
        } else if (!present.withAccess(upstream.access()).equals(upstream)) {
            problems.error(
                    binder.places().getOrDefault(path, Place.outside(path)),
                    path,
                    "is configured differently in another place; rename one of them or leave it out");
        }
    }
}
