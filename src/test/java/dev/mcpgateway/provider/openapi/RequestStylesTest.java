package dev.mcpgateway.provider.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.testing.OpenApiRig;
import dev.mcpgateway.testing.ToolCaller;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arguments on the wire, in the styles and the bodies of OpenAPI. */
class RequestStylesTest {
    private static final JsonArray LIST = new JsonArray().add("blue").add("black");
    private static final JsonObject OBJECT = new JsonObject().put("R", 100).put("G", 200);

    private final OpenApiRig rig = new OpenApiRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private ToolCaller parameter(String in, String style, boolean explode, String type) {
        String path = in.equals("path") ? "/x/{color}" : "/x";
        JsonObject parameter = new JsonObject()
                .put("name", "color")
                .put("in", in)
                .put("required", true)
                .put("style", style)
                .put("explode", explode)
                .put("schema", new JsonObject().put("type", type));
        JsonObject operation =
                new JsonObject().put("operationId", "paint").put("parameters", new JsonArray().add(parameter));
        return rig.tools(rig.config(rig.document(new JsonObject()
                .put(path, new JsonObject().put("get", operation))
                .encode())));
    }

    /** The table of the specification (OpenAPI 3.1, section 4.8.12.4), where it says something. */
    @ParameterizedTest
    @CsvSource(delimiter = ' ', textBlock = """
            form true array /v1/x?color=blue&color=black
            form false array /v1/x?color=blue%2Cblack
            form true object /v1/x?R=100&G=200
            form false object /v1/x?color=R%2C100%2CG%2C200
            spaceDelimited false array /v1/x?color=blue%20black
            pipeDelimited false array /v1/x?color=blue%7Cblack
            deepObject true object /v1/x?color[R]=100&color[G]=200
            """)
    void aQueryParameterIsWrittenInItsStyle(String style, boolean explode, String type, String uri) {
        parameter("query", style, explode, type)
                .call("paint", new JsonObject().put("color", type.equals("array") ? LIST : OBJECT));
        assertThat(rig.last().uri()).isEqualTo(uri);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', textBlock = """
            simple false array /v1/x/blue,black
            simple false object /v1/x/R,100,G,200
            simple true object /v1/x/R=100,G=200
            label false array /v1/x/.blue,black
            label true array /v1/x/.blue.black
            label true object /v1/x/.R=100.G=200
            matrix false array /v1/x/;color=blue,black
            matrix true array /v1/x/;color=blue;color=black
            matrix true object /v1/x/;R=100;G=200
            """)
    void aPathParameterIsWrittenInItsStyle(String style, boolean explode, String type, String uri) {
        parameter("path", style, explode, type)
                .call("paint", new JsonObject().put("color", type.equals("array") ? LIST : OBJECT));
        assertThat(rig.last().uri()).isEqualTo(uri);
    }

    @Test
    void aHeaderParameterIsAList() {
        parameter("header", "simple", false, "array").call("paint", new JsonObject().put("color", LIST));
        assertThat(rig.last().headers().get("color")).isEqualTo("blue,black");
    }

    private ToolCaller body(String mediaType, String schema, String encoding) {
        JsonObject media =
                new JsonObject().put("schema", new JsonObject(schema)).put("encoding", new JsonObject(encoding));
        JsonObject operation = new JsonObject()
                .put("operationId", "send")
                .put(
                        "parameters",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("name", "id")
                                        .put("in", "query")
                                        .put("schema", new JsonObject().put("type", "string"))))
                .put(
                        "requestBody",
                        new JsonObject().put("required", true).put("content", new JsonObject().put(mediaType, media)));
        return rig.tools(rig.config(rig.document(new JsonObject()
                .put("/x", new JsonObject().put("post", operation))
                .encode())));
    }

    @Test
    void aPropertyOfTheBodyWithTheNameOfAParameterHasAnotherName() {
        ToolCaller tools = body(
                "application/json",
                "{\"type\":\"object\",\"required\":[\"id\"],\"properties\":{\"id\":{\"type\":\"integer\"}}}",
                "{}");
        tools.call("send", new JsonObject().put("id", "q").put("body_id", 7));
        assertThat(rig.last().uri()).isEqualTo("/v1/x?id=q");
        assertThat(rig.last().body()).isEqualTo("{\"id\":7}");
        assertThat(rig.last().headers().get("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void aDefaultIsToldAndNotSent() {
        ToolCaller tools = body(
                "application/json",
                "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\",\"default\":5},\"m\":{\"type\":[\"string\",\"null\"]}}}",
                "{}");
        tools.call("send", new JsonObject().putNull("m"));
        assertThat(rig.last().body()).isEqualTo("{\"m\":null}");
        assertThat(tools.tool("send").encode()).contains("Default: 5.");
    }

    @Test
    void aBodyThatIsNoObjectIsOneArgument() {
        body("application/json", "{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}", "{}")
                .call(
                        "send",
                        new JsonObject().put("body", new JsonArray().add(1).add(2)));
        assertThat(rig.last().body()).isEqualTo("[1,2]");
    }

    @Test
    void aFormIsEncoded() {
        body(
                        "application/x-www-form-urlencoded",
                        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"},\"l\":{\"type\":\"array\",\"items\":{}},"
                                + "\"m\":{\"type\":\"object\"}}}",
                        "{\"m\":{\"style\":\"deepObject\",\"explode\":true}}")
                .call(
                        "send",
                        new JsonObject()
                                .put("a", "x&y=ü")
                                .put("l", LIST)
                                .put("m", new JsonObject().put("k", new JsonObject().put("i", 1))));
        assertThat(rig.last().body()).isEqualTo("a=x%26y%3D%C3%BC&l=blue&l=black&m%5Bk%5D%5Bi%5D=1");
    }

    @Test
    void aMultipartBodyHasFilesAndFields() {
        body(
                        "multipart/form-data",
                        "{\"type\":\"object\",\"properties\":{\"file\":{\"type\":\"string\",\"format\":\"binary\"},"
                                + "\"note\":{\"type\":\"string\"}}}",
                        "{}")
                .call("send", new JsonObject().put("file", "aGVsbG8=").put("note", "a\r\n--x"));
        String type = rig.last().headers().get("Content-Type");
        String boundary = type.substring(type.indexOf("boundary=") + 9);
        assertThat(rig.last().body())
                .isEqualTo("--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file\"\r\n"
                        + "Content-Type: application/octet-stream\r\n\r\nhello\r\n--" + boundary
                        + "\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\na\r\n--x\r\n--" + boundary
                        + "--\r\n");
    }

    @Test
    void bytesAreGivenAsBase64() {
        ToolCaller tools = body("application/octet-stream", "{}", "{}");
        tools.call("send", new JsonObject().put("body", "aGVsbG8="));
        assertThat(rig.last().body()).isEqualTo("hello");
        assertThat(tools.fail("send", new JsonObject().put("body", "%%%")).getString("code"))
                .isEqualTo("invalid_argument");
    }
}
