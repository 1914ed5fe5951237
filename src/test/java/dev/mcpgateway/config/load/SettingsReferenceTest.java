package dev.mcpgateway.config.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.mcpgateway.config.UpstreamTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds the JSON Schema, the documentation and the examples to the table of settings. After a change of a setting run it
 * with {@code -Dsettings.write=true}, which writes the first two anew.
 */
class SettingsReferenceTest {
    private static final Path SCHEMA = Path.of("src/main/resources/dev/mcpgateway/gateway.schema.json");
    private static final Path DOCUMENTATION = Path.of("docs/configuration.md");
    private static final String BEGIN = "<!-- Written from the settings by SettingsReferenceTest: begin -->\n";
    private static final String END = "<!-- end -->";

    @TempDir
    Path directory;

    @Test
    void theSchemaIsThatOfTheSettings() throws Exception {
        holds(SCHEMA, SettingsReference.schema());
    }

    @Test
    void theDocumentationIsThatOfTheSettings() throws IOException {
        String text = Files.readString(DOCUMENTATION);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        holds(DOCUMENTATION, text.substring(0, begin) + "\n" + SettingsReference.tables() + text.substring(end));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "listener:",
                "listener: {port: 1, host: ~, requestBytes: 16MiB, bodyTimeout: 5s, allowedHosts: [a]}",
                "listener: {port: '${PORT:-1}', requestBytes: 65536}",
                "upstreams: {a: {url: 'http://a/', headers: {X: 5}}, b: {command: x, args: [1]}}",
                "upstreams: {a: {url: 'http://a/', era: modern, tls: ~, type: sse, prefix: ''}}",
                "logging: {level: warn}",
            })
    void whatTheLoaderTakesTheSchemaTakes(String text) throws IOException {
        assertThat(schemaErrors(text)).isEmpty();
        ConfigLoader.load(inputs(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "upstreamz: {}",
                "listener: {port: 70000}",
                "listener: {port: ~}",
                "listener: {requestBytes: 16MB}",
                "listener: {bodyTimeout: 5}",
                "listener: {tls: {certFile: a}}",
                "listener: {host: 'a b'}",
                "listener: {publicUrl: 'ftp://a'}",
                "listener: {allowedHosts: a}",
                "auth: {allowNonLoopback: maybe}",
                "upstreams: {'a b': {url: 'http://a/'}}",
                "upstreams: {a: ~}",
                "upstreams: {a: {}}",
                "upstreams: {a: {url: 'http://a/', command: x}}",
                "upstreams: {a: {url: 'http://a/', args: []}}",
                "upstreams: {a: {command: x, headers: {}}}",
                "upstreams: {a: {url: 'http://a/', headers: {X: ~}}}",
                "upstreams: {a: {url: 'http://a/', headers: {X: []}}}",
                "upstreams: {a: {url: 'http://a/', type: stdio}}",
                "logging: {level: loud}",
            })
    void whatTheSchemaRefusesTheLoaderRefuses(String text) throws IOException {
        assertThat(schemaErrors(text)).isNotEmpty();
        ConfigInputs inputs = inputs(text);
        assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(() -> ConfigLoader.load(inputs));
    }

    @Test
    void theExamplesAreGood() throws IOException {
        Path example = Path.of("examples/gateway.yaml");
        assertThat(schemaErrors(Files.readString(example))).isEmpty();
        assertThat(ConfigLoader.load(ConfigInputs.ofFile(example)).notices()).isEmpty();

        Path tasks = Path.of("examples/tasks/gateway.yaml");
        assertThat(schemaErrors(Files.readString(tasks))).isEmpty();
        Map<String, String> environment = Map.of("SERVICE_AUTH_TOKEN", "token", "AUTH_MODE", "development");
        assertThat(ConfigLoader.load(new ConfigInputs(tasks, List.of(), List.of(), Map.of(), environment))
                        .notices())
                .isEmpty();

        try (Stream<Path> lists = Files.list(Path.of("examples"))) {
            List<Path> files =
                    lists.filter(file -> file.toString().endsWith(".mcp.json")).toList();
            assertThat(files).isNotEmpty();
            LoadedConfig loaded = ConfigLoader.load(new ConfigInputs(null, files, List.of(), Map.of(), Map.of()));
            assertThat(loaded.notices()).isEmpty();
            assertThat(loaded.config().upstreams().get("everything").transport())
                    .isInstanceOf(UpstreamTransport.Stdio.class);
        }
    }

    private static void holds(Path file, String expected) throws IOException {
        if (Boolean.getBoolean("settings.write")) {
            Files.writeString(file, expected);
        }
        assertThat(file).hasContent(expected);
    }

    private static List<Error> schemaErrors(String yaml) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(SCHEMA), InputFormat.JSON);
        return schema.validate(yaml, InputFormat.YAML);
    }

    private ConfigInputs inputs(String text) throws IOException {
        return ConfigInputs.ofFile(Files.writeString(directory.resolve("gateway.yaml"), text));
    }
}
