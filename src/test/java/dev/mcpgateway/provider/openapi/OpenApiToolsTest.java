package dev.mcpgateway.provider.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mcpgateway.config.DocumentLocation;
import dev.mcpgateway.config.OpenApiConfig;
import dev.mcpgateway.config.OpenApiFilter;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.provider.openapi.document.UnreadableDocument;
import dev.mcpgateway.provider.tool.ToolDefinition;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What tools a document becomes. */
class OpenApiToolsTest {
    private static final OpenApiConfig CONFIG = OpenApiConfig.of("svc", DocumentLocation.of(Path.of("unused")));

    private static LoadedTools read(OpenApiConfig config, String version, String paths, String schemas) {
        return new DocumentTools(config)
                .read(Buffer.buffer("{\"openapi\":\"" + version + "\",\"paths\":" + paths
                        + ",\"components\":{\"schemas\":" + schemas + "}}"));
    }

    private static ToolDefinition only(String version, String operation, String schemas) {
        LoadedTools loaded = read(CONFIG, version, "{\"/x\":{\"post\":" + operation + "}}", schemas);
        assertThat(loaded.unusable()).isEmpty();
        return loaded.tools().getFirst().definition();
    }

    private static JsonObject argument(String version, String schema) {
        return only(
                        version,
                        "{\"parameters\":[{\"name\":\"p\",\"in\":\"query\",\"schema\":" + schema + "}]}",
                        "{\"E\":{\"type\":\"string\",\"enum\":[\"a\"]}}")
                .inputSchema()
                .getJsonObject("properties")
                .getJsonObject("p");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            3.0.3 | {"type":"string","nullable":true}                        | {"type":["string","null"]}
            3.0.3 | {"type":"string","nullable":true,"enum":["a"]}           | {"type":["string","null"],"enum":["a",null]}
            3.0.3 | {"type":"integer","minimum":1,"exclusiveMinimum":true}   | {"type":"integer","exclusiveMinimum":1}
            3.0.3 | {"type":"integer","maximum":1,"exclusiveMaximum":false}  | {"type":"integer","maximum":1}
            3.0.3 | {"$ref":"#/components/schemas/E","nullable":true}        | {"type":"string","enum":["a"]}
            3.0.3 | {"type":"string","format":"byte","xml":{},"x-y":1}       | {"type":"string","contentEncoding":"base64"}
            3.1.0 | {"type":["string","null"],"examples":["x"]}              | {"type":["string","null"]}
            3.1.0 | {"type":"integer","exclusiveMinimum":1}                  | {"type":"integer","exclusiveMinimum":1}
            3.1.0 | {"type":"array","prefixItems":[{"type":"integer"}]}      | {"type":"array","prefixItems":[{"type":"integer"}]}
            3.1.0 | {"type":"any","pattern":"[","required":true}             | {}
            3.1.0 | {"type":"integer","maximum":18446744073709551615}        | {"type":"integer"}
            """)
    void aSchemaOfEachVersionIsOneOf202012(String version, String given, String expected) {
        assertThat(argument(version, given)).isEqualTo(new JsonObject(expected));
    }

    @Test
    void recursionEndsInADefinition() {
        JsonObject schema = only(
                        "3.0.0",
                        "{\"requestBody\":{\"required\":true,\"content\":{\"application/json\":{\"schema\":"
                                + "{\"$ref\":\"#/components/schemas/Node\"}}}}}",
                        "{\"Node\":{\"type\":\"object\",\"properties\":{\"child\":{\"$ref\":\"#/components/schemas/Node\"}}}}")
                .inputSchema();
        assertThat(schema.getJsonObject("properties").getJsonObject("child").getString("$ref"))
                .isEqualTo("#/$defs/Node");
        assertThat(schema.getJsonObject("$defs").fieldNames()).containsExactly("Node");
    }

    @Test
    void whatIsReadOnlyIsNoArgumentAndWhatIsWriteOnlyNoResult() {
        String schema =
                "{\"type\":\"object\",\"required\":[\"id\",\"name\"],\"properties\":{\"id\":{\"type\":\"string\","
                        + "\"readOnly\":true},\"name\":{\"type\":\"string\"},\"secret\":{\"type\":\"string\",\"writeOnly\":true}}}";
        String media = "{\"application/json\":{\"schema\":" + schema + "}}";
        ToolDefinition tool = only(
                "3.0.0",
                "{\"requestBody\":{\"required\":true,\"content\":" + media
                        + "},\"responses\":{\"200\":{\"description\":\"d\",\"content\":" + media + "}}}",
                "{}");
        assertThat(tool.inputSchema().getJsonObject("properties").fieldNames()).containsExactly("name", "secret");
        assertThat(tool.inputSchema().getJsonArray("required")).isEqualTo(new JsonArray().add("name"));
        assertThat(tool.outputSchema().getJsonObject("properties").fieldNames()).containsExactly("id", "name");
    }

    @Test
    void answersThatDifferHaveNoOutputSchema() {
        String media = "{\"description\":\"d\",\"content\":{\"application/json\":{\"schema\":{\"type\":\"object\","
                + "\"properties\":{\"a\":{}}}}}}";
        assertThat(only("3.0.0", "{\"responses\":{\"200\":" + media + "}}", "{}")
                        .outputSchema())
                .isNotNull();
        assertThat(only("3.0.0", "{\"responses\":{\"200\":" + media + ",\"204\":{\"description\":\"d\"}}}", "{}")
                        .outputSchema())
                .isNull();
    }

    @Test
    void aReferenceElsewhereIsNotFollowedAndTheOperationIsListedWithTheReason() {
        LoadedTools loaded = read(CONFIG, "3.1.0", """
                {"/a":{"get":{"parameters":[{"$ref":"file:///etc/passwd"}]}},"/b":{"$ref":"http://127.0.0.1:1/b.json"},
                 "/c/{id}":{"get":{}},"/d":{"get":{}},"/e":{"get":{"servers":[{"url":"https://elsewhere.example"}]}},
                 "/../f":{"get":{}},"/g":{"trace":{}}}""", "{}");
        assertThat(loaded.tools()).extracting(tool -> tool.definition().name()).containsExactly("get_d");
        assertThat(loaded.unusable())
                .containsEntry("GET /a", "its reference leads out of the document")
                .containsEntry("/b", "its reference leads out of the document")
                .containsEntry("GET /c/{id}", "its path has {id}, which no parameter fills")
                .containsEntry("GET /e", "it has a server of its own")
                .containsKeys("GET /../f", "TRACE /g");
    }

    @Test
    void aReferenceThatLeadsInACircleEnds() {
        LoadedTools loaded = read(
                CONFIG,
                "3.1.0",
                "{\"/a\":{\"post\":{\"requestBody\":{\"content\":{\"application/json\":{\"schema\":"
                        + "{\"$ref\":\"#/components/schemas/A\"}}}}}}}",
                "{\"A\":{\"$ref\":\"#/components/schemas/B\"},\"B\":{\"$ref\":\"#/components/schemas/A\"}}");
        assertThat(loaded.tools()).hasSize(1);
    }

    /** Each level names the one below it twice. */
    private static String aliases(int levels) {
        StringBuilder text = new StringBuilder("openapi: 3.1.0\nx0: &x0 {type: object}\n");
        for (int i = 1; i <= levels; i++) {
            text.append("x%d: &x%d {type: object, properties: {a: *x%d, b: *x%d}}\n".formatted(i, i, i - 1, i - 1));
        }
        return text.append("paths: {/a: {post: {requestBody: {required: true, content: {application/json: {schema: *x")
                .append(levels)
                .append("}}}}}}\n")
                .toString();
    }

    @Test
    void whatAliasesOfYamlShareIsRead() {
        JsonObject schema = new DocumentTools(CONFIG)
                .read(Buffer.buffer(aliases(3)))
                .tools()
                .getFirst()
                .definition()
                .inputSchema();
        assertThat(schema.getJsonObject("properties").getJsonObject("a"))
                .isEqualTo(schema.getJsonObject("properties").getJsonObject("b"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            40  | aliases stand for more than
            100 | levels deep
            """)
    void fewAliasesOfYamlDoNotBecomeManyNodes(int levels, String reason) {
        OpenApiConfig roomy = levels > 50
                ? Settings.with(CONFIG, "limits", Settings.with(CONFIG.limits(), "documentBytes", Long.MAX_VALUE))
                : CONFIG;
        assertThatExceptionOfType(UnreadableDocument.class)
                .isThrownBy(() -> new DocumentTools(roomy).read(Buffer.buffer(aliases(levels))))
                .withMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            openapi: 3.1.0~paths: &a {/a: *a}           | levels deep
            {"openapi":"3.1.0","paths":{"/a":DEEP}}      | at most 200 levels
            openapi: 3.1.0~paths: DEEP                   | levels deep
            """)
    void aDocumentWithoutAnEndIsRefused(String text, String reason) {
        String deep = "{\"a\":".repeat(300) + "{}" + "}".repeat(300);
        assertThatExceptionOfType(UnreadableDocument.class)
                .isThrownBy(() -> new DocumentTools(CONFIG)
                        .read(Buffer.buffer(text.replace('~', '\n').replace("DEEP", deep))))
                .withMessageContaining(reason);
    }

    @Test
    void aPartThatIsNotFormedAsItShouldBeMakesItsOperationUnusableAlone() {
        LoadedTools loaded = read(CONFIG, "3.0.0", """
                {"/a":{"get":{"parameters":[{"name":"q","in":"nowhere"}]}},
                 "/b":{"post":{"requestBody":{"content":{"application/json":[]}}}},
                 "/c":{"get":{"responses":{"200":{"description":"d","content":[]}}}},
                 "/d":{"get":{"parameters":[{"in":"query"}]}},
                 "/e":{"get":{"$ref":"#/paths/~1f/get"}},
                 "/f":{"get":{"responses":{"200":{"description":"d","content":{"application/json":"no"}}}}},
                 "/g":{"parameters":[1],"get":{}},
                 "/h/{x}":{"$ref":{}},
                 "/i":{"get":{"servers":[{"url":"/","variables":[]}],"callbacks":{"x":7},"x-y":{"z":[]}}}}""", "{}");
        assertThat(names(loaded)).containsExactly("get_c", "get_f", "get_i");
        assertThat(loaded.unusable())
                .containsEntry("GET /a", "one of its parameters is in no place that is known")
                .containsEntry("POST /b", "its body is not formed as OpenAPI wants it")
                .containsEntry("GET /d", "it has a parameter without a name")
                .containsEntry("GET /e", "it is a reference, which an operation cannot be")
                .containsEntry("/g", "a parameter of its path is in no place that is known")
                .containsEntry("/h/{x}", "it is not formed as OpenAPI wants it");
    }

    @Test
    void whatStandsInComponentsIsReadWhereItIsReferredTo() {
        LoadedTools loaded = new DocumentTools(CONFIG).read(Buffer.buffer("""
                {"openapi":"3.1.0","paths":{"/a/{id}":{"$ref":"#/components/pathItems/a"},"/b":{"get":{"parameters":[
                  {"$ref":"#/paths/~1a~1%7Bid%7D"}]}}},
                 "components":{"broken":7,"pathItems":{"a":{"get":{"operationId":"a",
                   "parameters":[{"$ref":"#/components/parameters/id"}]}}},
                  "parameters":{"id":{"name":"id","in":"path","required":true,"schema":{"const":"x"}},"other":[]}}}"""));
        assertThat(names(loaded)).containsExactly("a");
        assertThat(loaded.tools()
                        .getFirst()
                        .definition()
                        .inputSchema()
                        .getJsonObject("properties")
                        .getJsonObject("id"))
                .isEqualTo(new JsonObject().put("const", "x"));
        assertThat(loaded.unusable()).containsKey("GET /b");
    }

    @Test
    void thousandsOfOperationsBecomeTools() {
        JsonObject paths = new JsonObject();
        for (int i = 0; i < 1_000; i++) {
            JsonObject get = new JsonObject()
                    .put("operationId", "get" + i)
                    .put("tags", new JsonArray().add("group" + i % 10))
                    .put("responses", new JsonObject("""
                            {"200":{"description":"d","content":{"application/json":{"schema":{"$ref":"#/components/schemas/E"}}}}}"""));
            paths.put("/things/" + i, new JsonObject().put("get", get).put("delete", new JsonObject()));
        }
        String schemas = "{\"E\":{\"type\":\"object\",\"properties\":{\"e\":{\"$ref\":\"#/components/schemas/E\"}}}}";

        LoadedTools all = read(CONFIG, "3.1.0", paths.encode(), schemas);
        assertThat(names(all)).hasSize(2_000).doesNotHaveDuplicates().contains("get0", "delete_things_999");

        OpenApiConfig group =
                Settings.with(CONFIG, "include", new OpenApiFilter(List.of(), List.of("group7"), List.of(), List.of()));
        LoadedTools some = read(group, "3.1.0", paths.encode(), schemas);
        assertThat(some.tools())
                .hasSize(100)
                .allSatisfy(tool -> assertThat(tool.definition().outputSchema()).isNotNull());
        assertThat(some.unwanted()).isEqualTo(1_900);
    }

    @Test
    void namesAreWordsAndDependOnTheDocumentAlone() {
        String paths = """
                {"/a":{"get":{"operationId":"listPetsByID"},"post":{"operationId":"list-pets.by_id"}},
                 "/b":{"get":{}},"/c":{"get":{"operationId":"%s"}},"/d":{"get":{"operationId":"renamed"}}}""".formatted("very".repeat(30));
        OpenApiConfig renaming = Settings.with(CONFIG, "rename", List.of("renamed=pets"));
        List<String> all = names(read(renaming, "3.1.0", paths, "{}"));
        assertThat(all).contains("list_pets_by_id", "get_b", "pets").allMatch(name -> name.length() <= 64);
        assertThat(all).doesNotHaveDuplicates().hasSize(5);

        OpenApiConfig some =
                Settings.with(renaming, "include", new OpenApiFilter(List.of(), List.of(), List.of("POST"), List.of()));
        assertThat(names(read(some, "3.1.0", paths, "{}"))).hasSize(1).allMatch(all::contains);
    }

    @Test
    void tagsPathsMethodsAndIdsChooseOperations() {
        String paths = """
                {"/pets":{"get":{"operationId":"a","tags":["pets"]},"post":{"operationId":"b","tags":["pets","admin"]}},
                 "/users":{"get":{"operationId":"c","tags":["users"]}}}""";
        OpenApiConfig pets = Settings.with(
                CONFIG, "include", new OpenApiFilter(List.of(), List.of("pe*"), List.of(), List.of("/p*")));
        assertThat(names(read(pets, "3.1.0", paths, "{}"))).containsExactly("a", "b");
        OpenApiConfig reading =
                Settings.with(pets, "exclude", new OpenApiFilter(List.of(), List.of("admin"), List.of(), List.of()));
        LoadedTools loaded = read(reading, "3.1.0", paths, "{}");
        assertThat(names(loaded)).containsExactly("a");
        assertThat(loaded.unwanted()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"swagger":"2.0"}   | Swagger 2.0
            {"openapi":"2"}     | openapi: 3.0.x
            {"openapi":"3.2.0"} | openapi: 3.0.x
            {                   | well-formed JSON
            just a text         | neither JSON nor YAML
            a: [                | neither JSON nor YAML
            """)
    void whatIsNoDocumentIsRefusedWithTheReason(String text, String reason) {
        assertThatExceptionOfType(UnreadableDocument.class)
                .isThrownBy(() -> new DocumentTools(CONFIG).read(Buffer.buffer(text)))
                .withMessageContaining(reason);
    }

    private static List<String> names(LoadedTools loaded) {
        return loaded.tools().stream().map(tool -> tool.definition().name()).toList();
    }
}
