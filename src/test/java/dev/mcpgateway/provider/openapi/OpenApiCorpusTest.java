package dev.mcpgateway.provider.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.mcpgateway.config.DocumentLocation;
import dev.mcpgateway.config.OpenApiConfig;
import dev.mcpgateway.provider.openapi.shape.OperationTool;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Public documents of others, as {@code bin/openapi-corpus} installs them. */
@EnabledIf("installed")
class OpenApiCorpusTest {
    private static final Path CORPUS = Path.of("target/openapi-corpus");
    private static final int LEAST = 10;

    private static final Schema META = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

    static boolean installed() {
        return Files.isDirectory(CORPUS);
    }

    static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.list(CORPUS)) {
            return files.sorted().toList();
        }
    }

    private static LoadedTools load(Path document) throws IOException {
        OpenApiConfig config = OpenApiConfig.of("corpus", DocumentLocation.of(document));
        return new DocumentTools(config).read(Buffer.buffer(Files.readAllBytes(document)));
    }

    @Test
    void thereAreEnoughOfThem() throws IOException {
        assertThat(documents()).hasSizeGreaterThanOrEqualTo(LEAST);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyOperationBecomesAValidToolOrIsListedWithTheReason(Path document) throws IOException {
        long begin = System.nanoTime();
        LoadedTools loaded = load(document);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        System.out.printf(
                "%-28s %5d tools, %3d without, %6d ms %s%n",
                document.getFileName(),
                loaded.tools().size(),
                loaded.unusable().size(),
                took.toMillis(),
                Set.copyOf(loaded.unusable().values()));

        assertThat(loaded.tools().size() + loaded.unusable().size()).isPositive();
        assertThat(loaded.unusable().values())
                .allSatisfy(reason -> assertThat(reason).isNotBlank());
        assertThat(loaded.tools().stream().map(tool -> tool.definition().name()))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z0-9_]{1,64}"));
        for (OperationTool tool : loaded.tools()) {
            check(tool.definition().name(), tool.definition().inputSchema());
            JsonObject output = tool.definition().outputSchema();
            if (output != null) {
                check(tool.definition().name(), output);
            }
            assertThat(tool.definition()
                            .inputSchema()
                            .getJsonObject("properties")
                            .fieldNames())
                    .as(tool.definition().name())
                    .allMatch(name -> name.matches("[A-Za-z0-9_.-]{1,64}"));
        }
    }

    private static void check(String tool, JsonObject schema) {
        assertThat(schema.getString("type")).as(tool).isEqualTo("object");
        assertThat(META.validate(schema.encode(), InputFormat.JSON)).as(tool).isEmpty();
        references(schema, schema, tool);
    }

    private static void references(Object node, JsonObject root, String tool) {
        if (node instanceof JsonObject object) {
            if (object.getValue("$ref") instanceof String reference) {
                assertThat(reference).as(tool).startsWith("#/$defs/");
                assertThat(root.getJsonObject("$defs").containsKey(reference.substring("#/$defs/".length())))
                        .as("%s in %s", reference, tool)
                        .isTrue();
            }
            for (Map.Entry<String, Object> entry : object) {
                references(entry.getValue(), root, tool);
            }
        } else if (node instanceof JsonArray array) {
            array.forEach(item -> references(item, root, tool));
        }
    }
}
