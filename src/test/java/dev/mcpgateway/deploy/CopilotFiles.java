package dev.mcpgateway.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What this repository tells AWS Copilot. */
final class CopilotFiles {
    static final Path FOLDER = Path.of("copilot");
    static final Path SERVICE = FOLDER.resolve("gateway");

    private CopilotFiles() {}

    static Map<String, Object> service() {
        return CfnYaml.readMap(SERVICE.resolve("manifest.yml"));
    }

    /** The manifests of all environments, by the names of their folders. */
    static Map<String, Map<String, Object>> environments() {
        Map<String, Map<String, Object>> environments = new TreeMap<>();
        for (Path folder : list(FOLDER.resolve("environments"))) {
            if (Files.exists(folder.resolve("manifest.yml"))) {
                environments.put(folder.getFileName().toString(), CfnYaml.readMap(folder.resolve("manifest.yml")));
            }
        }
        return environments;
    }

    static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The service's manifest as it is in an environment. */
    static Map<String, Object> in(String environment, Map<String, Object> service) {
        Object changes = CfnYaml.at(service, "environments", environment);
        return changes == null ? service : merge(service, CfnYaml.map(changes));
    }

    private static Map<String, Object> merge(Map<String, Object> common, Map<String, Object> changes) {
        Map<String, Object> merged = new HashMap<>(common);
        changes.forEach((key, value) -> merged.merge(
                key,
                value,
                (before, after) -> before instanceof Map<?, ?> && after instanceof Map<?, ?>
                        ? merge(CfnYaml.map(before), CfnYaml.map(after))
                        : after));
        return merged;
    }
}
