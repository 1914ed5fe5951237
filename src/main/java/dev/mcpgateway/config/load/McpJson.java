package dev.mcpgateway.config.load;

import dev.mcpgateway.config.UpstreamConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Understands the list of servers that editors keep: {@code mcpServers} (Cursor, Claude) or {@code servers} (VS Code). An
 * entry is rewritten into the keys of an upstream and bound like one. What belongs to the editor alone is left out with a
 * notice, since such a file is used as it is.
 */
final class McpJson {
    private static final List<String> LISTS = List.of("mcpServers", "servers");
    private static final Set<String> SAME = Set.of("url", "headers", "command", "args", "cwd");
    private static final Map<String, String> TYPES = Map.of(
            "http", "auto", "streamable-http", "streamable-http", "streamableHttp", "streamable-http", "sse", "sse");

    private final Binder binder;
    private final Variables variables;
    private final ConfigFiles files;
    private final Problems problems;

    McpJson(Binder binder, Variables variables, ConfigFiles files, Problems problems) {
        this.binder = binder;
        this.variables = variables;
        this.files = files;
        this.problems = problems;
    }

    /** Hands on the servers of a file in its order, each with the path of its key; what is wrong has been reported. */
    void read(Place file, ConfigNode root, BiConsumer<String, UpstreamConfig> upstreams) {
        boolean found = false;
        if (root instanceof ConfigNode.Mapping mapping) {
            for (String list : LISTS) {
                ConfigNode.Entry servers = mapping.find(list);
                if (servers != null) {
                    found = true;
                    servers(servers, upstreams);
                }
            }
        }
        if (!found) {
            problems.error(file, "", "holds no list of servers; it needs the key 'mcpServers' or 'servers'");
        }
    }

    private void servers(ConfigNode.Entry list, BiConsumer<String, UpstreamConfig> upstreams) {
        if (!(list.value() instanceof ConfigNode.Mapping servers)) {
            problems.error(list.place(), list.key(), "has to hold servers by name");
            return;
        }
        Map<String, String> taken = new LinkedHashMap<>();
        for (ConfigNode.Entry server : servers.entries()) {
            String path = list.key() + '.' + server.key();
            String name = UpstreamNames.normalize(server.key());
            binder.places().put(path, server.place());
            String other = taken.putIfAbsent(name, server.key());
            if (name.isEmpty()) {
                problems.error(server.place(), path, UpstreamNames.refusal(server.key()));
            } else if (other != null) {
                problems.error(
                        server.place(),
                        path,
                        "has the name '" + name + "', as has '" + other + "'; rename one of them");
            } else if (!(server.value() instanceof ConfigNode.Mapping keys)) {
                problems.error(server.place(), path, "has to hold the keys of a server");
            } else {
                if (!name.equals(server.key())) {
                    problems.notice(server.place(), path, "is called '" + name + "' here");
                }
                ConfigNode.Mapping translated = translate(path + '.', keys);
                UpstreamConfig upstream =
                        binder.section(UpstreamConfig.class, path + '.', translated, Map.of("name", name));
                if (upstream != null) {
                    upstreams.accept(path, upstream);
                }
            }
        }
    }

    private ConfigNode.Mapping translate(String path, ConfigNode.Mapping server) {
        List<ConfigNode.Entry> entries = new ArrayList<>();
        List<ConfigNode.Entry> environment = new ArrayList<>();
        Place environmentPlace = server.place();
        boolean remote = server.find("url") != null;
        for (ConfigNode.Entry entry : server.entries()) {
            String key = entry.key();
            String at = path + key;
            if (SAME.contains(key)) {
                entries.add(entry);
            } else if (key.equals("type")) {
                type(at, entry, remote, entries);
            } else if (key.equals("disabled")) {
                disabled(at, entry, entries);
            } else if (key.equals("envFile")) {
                // The entries of 'env' are stronger wherever 'envFile' stands.
                environment.addAll(0, envFile(at, entry));
            } else if (key.equals("env")) {
                environmentPlace = entry.place();
                environment.addAll(variables(at, entry));
            } else {
                problems.notice(entry.place(), at, "means nothing here and is left out");
            }
        }
        if (!environment.isEmpty()) {
            Map<String, ConfigNode.Entry> last = new LinkedHashMap<>();
            environment.forEach(variable -> last.put(variable.key(), variable));
            ConfigNode.Mapping merged = new ConfigNode.Mapping(environmentPlace, List.copyOf(last.values()));
            entries.add(new ConfigNode.Entry("env", environmentPlace, merged));
        }
        return new ConfigNode.Mapping(server.place(), entries);
    }

    private void type(String path, ConfigNode.Entry entry, boolean remote, List<ConfigNode.Entry> entries) {
        String written = entry.value() instanceof ConfigNode.Scalar scalar ? scalar.text() : "";
        String type = TYPES.get(written);
        if (type == null && !written.equals("stdio")) {
            problems.error(
                    entry.value().place(), path, "is not usable; allowed is one of http, streamable-http, sse, stdio");
        } else if (remote == written.equals("stdio")) {
            problems.error(
                    entry.value().place(),
                    path,
                    remote
                            ? "says stdio beside a 'url'; a local server has a 'command'"
                            : "says that the server is remote; such a server needs 'url'");
        } else if (type != null) {
            ConfigNode value = new ConfigNode.Scalar(entry.value().place(), type);
            entries.add(new ConfigNode.Entry("type", entry.place(), value));
        }
    }

    private void disabled(String path, ConfigNode.Entry entry, List<ConfigNode.Entry> entries) {
        String written = entry.value() instanceof ConfigNode.Scalar scalar ? scalar.text() : "";
        if (!written.equals("true") && !written.equals("false")) {
            problems.error(entry.value().place(), path, "is not usable; allowed is true or false");
            return;
        }
        ConfigNode value = new ConfigNode.Scalar(entry.value().place(), written.equals("true") ? "false" : "true");
        entries.add(new ConfigNode.Entry("enabled", entry.place(), value));
    }

    private List<ConfigNode.Entry> variables(String path, ConfigNode.Entry entry) {
        if (!(entry.value() instanceof ConfigNode.Mapping mapping)) {
            problems.error(entry.place(), path, "has to hold variables by name");
            return List.of();
        }
        // An editor takes null for "not set".
        return mapping.entries().stream()
                .filter(variable -> !(variable.value() instanceof ConfigNode.Null))
                .toList();
    }

    private List<ConfigNode.Entry> envFile(String path, ConfigNode.Entry entry) {
        if (!(entry.value() instanceof ConfigNode.Scalar scalar)) {
            problems.error(entry.place(), path, "has to be the path of a file");
            return List.of();
        }
        String written = variables.expand(scalar, path);
        Path file = written == null ? null : binder.path(scalar.place(), path, written);
        String text = file == null ? null : files.text(file, entry.place(), path);
        return file == null || text == null ? List.of() : EnvFile.read(Place.file(file), text, problems);
    }
}
