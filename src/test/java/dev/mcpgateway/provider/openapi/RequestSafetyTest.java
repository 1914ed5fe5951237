package dev.mcpgateway.provider.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.config.OpenApiAuth;
import dev.mcpgateway.config.OpenApiConfig;
import dev.mcpgateway.config.Secret;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.testing.OpenApiRig;
import dev.mcpgateway.testing.ToolCaller;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an argument holds, it stays inside its place in the request. */
class RequestSafetyTest {
    private static final String PATHS = """
            {"/items/{id}":{"get":{"operationId":"getItem","parameters":[
               {"name":"id","in":"path","required":true,"schema":{"type":"string"}},
               {"name":"q","in":"query","schema":{"type":"string"}},
               {"name":"X-Note","in":"header","schema":{"type":"string"}},
               {"name":"Authorization","in":"header","schema":{"type":"string"}},
               {"name":"X-Key","in":"header","schema":{"type":"string"}},
               {"name":"Host","in":"header","schema":{"type":"string"}},
               {"name":"c","in":"cookie","schema":{"type":"string"}}]}}}""";

    private final OpenApiRig rig = new OpenApiRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private OpenApiConfig config() {
        OpenApiConfig plain = rig.config(rig.document(PATHS));
        OpenApiAuth auth = Settings.with(
                Settings.with(
                        Settings.with(plain.auth(), "kind", OpenApiAuth.Kind.API_KEY), "token", Secret.of("the-key")),
                "header",
                "X-Key");
        return OpenApiRig.with(plain, "auth", auth);
    }

    private ToolCaller tools() {
        return rig.tools(config());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                ".",
                "../admin",
                "a/../../b",
                "a/b",
                "..\\b",
                "%2e%2e",
                "%2e%2e%2fadmin",
                "%252e%252e",
                "a%2fb",
                "a%5cb",
                "..;/b",
                "a\r\nX: y",
                "a\u0000",
                "%0d%0aX: y",
                ""
            })
    void aPathParameterIsNoStepToAnotherPath(String id) {
        assertThat(tools().fail("get_item", new JsonObject().put("id", id)).getString("code"))
                .isEqualTo("invalid_argument");
        assertThat(rig.received).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a?x=1", "a#b", "a b", "ä", "a&b", "100%", "a+b", "@host", "..."})
    void aPathParameterIsOneStepWhateverItHolds(String id) {
        tools().call("get_item", new JsonObject().put("id", id));
        assertThat(rig.last().uri()).startsWith("/v1/items/").doesNotContain("?", "#", " ");
        assertThat(java.net.URLDecoder.decode(
                        rig.last().uri().substring("/v1/items/".length()).replace("+", "%2B"),
                        java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(id);
    }

    @Test
    void aQueryParameterAddsNoOther() {
        tools().call("get_item", new JsonObject().put("id", "1").put("q", "a&admin=true#x=ä\r\n"));
        assertThat(rig.last().uri()).isEqualTo("/v1/items/1?q=a%26admin%3Dtrue%23x%3D%C3%A4%0D%0A");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Admin: 1", "a\nb", "a\u0000", "ä"})
    void aHeaderParameterIsOneHeader(String note) {
        assertThat(tools().fail("get_item", new JsonObject().put("id", "1").put("X-Note", note))
                        .getString("code"))
                .isEqualTo("invalid_argument");
        assertThat(rig.received).isEmpty();
    }

    @Test
    void aCookieParameterAddsNoOther() {
        tools().call("get_item", new JsonObject().put("id", "1").put("c", "a; admin=1\r\n"));
        assertThat(rig.last().headers().get("Cookie")).isEqualTo("c=a%3B%20admin%3D1%0D%0A");
    }

    @Test
    void credentialsAndTheHostAreNoArguments() {
        ToolCaller tools = tools();
        assertThat(tools.tool("get_item")
                        .getJsonObject("inputSchema")
                        .getJsonObject("properties")
                        .fieldNames())
                .containsExactly("id", "q", "X-Note", "c");
        tools.call("get_item", new JsonObject().put("id", "1"));
        assertThat(rig.last().headers().getAll("X-Key")).containsExactly("the-key");
    }

    @Test
    void aRedirectToAnotherOriginIsNotFollowed() {
        try (OpenApiRig other = new OpenApiRig()) {
            rig.answer(request -> request.response()
                    .setStatusCode(307)
                    .putHeader("Location", other.url() + "/v1/items/1")
                    .end());
            assertThat(tools().fail("get_item", new JsonObject().put("id", "1")).getString("message"))
                    .contains("redirects");
            assertThat(other.received).isEmpty();
        }
    }

    @Test
    void aRedirectToTheSameOriginIsFollowed() {
        rig.answer(request -> {
            if (request.path().endsWith("/")) {
                request.response().putHeader("Content-Type", "application/json").end("{\"ok\":1}");
            } else {
                request.response()
                        .setStatusCode(307)
                        .putHeader("Location", request.path() + "/")
                        .end();
            }
        });
        assertThat(tools().text("get_item", new JsonObject().put("id", "1"))).isEqualTo("{\"ok\":1}");
        assertThat(rig.last().headers().get("X-Key")).isEqualTo("the-key");
    }

    @Test
    void slashesPassEncodedWhereTheConfigurationSaysSo() {
        ToolCaller tools = rig.tools(OpenApiRig.with(config(), "slashesInPaths", true));
        tools.call("get_item", new JsonObject().put("id", "heads/main"));
        assertThat(rig.last().uri()).isEqualTo("/v1/items/heads%2Fmain");
        assertThat(tools.fail("get_item", new JsonObject().put("id", "heads/../main"))
                        .getString("code"))
                .isEqualTo("invalid_argument");
    }
}
