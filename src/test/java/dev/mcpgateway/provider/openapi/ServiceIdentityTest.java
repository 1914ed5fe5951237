package dev.mcpgateway.provider.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.OpenApiAuth;
import dev.mcpgateway.config.OpenApiConfig;
import dev.mcpgateway.config.ProxySelection;
import dev.mcpgateway.config.ProxyServer;
import dev.mcpgateway.config.Secret;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.provider.tool.ToolFailure;
import dev.mcpgateway.provider.upstream.credentials.Credentials;
import dev.mcpgateway.testing.OpenApiRig;
import dev.mcpgateway.testing.ToolCaller;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a service is shown with each call, and which way the call goes. */
class ServiceIdentityTest {
    private static final JsonObject NONE = new JsonObject();
    private static final Person ADA = ToolCaller.person("ada");

    private final OpenApiRig rig = new OpenApiRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private OpenApiConfig config(Map<String, Object> auth) {
        OpenApiConfig plain = rig.config(rig.document("{\"/x\":{\"get\":{\"operationId\":\"read\",\"parameters\":["
                + "{\"name\":\"q\",\"in\":\"query\",\"schema\":{\"type\":\"string\"}},"
                + "{\"name\":\"key\",\"in\":\"header\",\"schema\":{\"type\":\"string\"}}]}}}"));
        OpenApiAuth shown = plain.auth();
        for (Map.Entry<String, Object> each : auth.entrySet()) {
            shown = Settings.with(shown, each.getKey(), each.getValue());
        }
        return OpenApiRig.with(plain, "auth", shown);
    }

    @Test
    void withoutCredentialsNothingIsShown() {
        rig.tools(config(Map.of())).call("read", NONE);
        assertThat(rig.last().headers().names())
                .doesNotContain("Authorization", "Cookie")
                .contains("User-Agent", "Accept", "X-Request-Id");
    }

    @Test
    void aBearerTokenIsShown() {
        rig.tools(config(Map.of("kind", OpenApiAuth.Kind.BEARER, "token", Secret.of("t-1"))))
                .call("read", NONE);
        assertThat(rig.last().headers().getAll("Authorization")).containsExactly("Bearer t-1");
    }

    @Test
    void aNameAndAPasswordAreShownInTheirEncoding() {
        rig.tools(config(Map.of("kind", OpenApiAuth.Kind.BASIC, "username", "jürgen", "password", Secret.of("p:w"))))
                .call("read", NONE);
        assertThat(rig.last().headers().get("Authorization")).isEqualTo("Basic asO8cmdlbjpwOnc=");
    }

    @Test
    void aKeyIsAHeaderThatNoArgumentSets() {
        ToolCaller tools =
                rig.tools(config(Map.of("kind", OpenApiAuth.Kind.API_KEY, "token", Secret.of("k-1"), "header", "Key")));
        assertThat(tools.tool("read")
                        .getJsonObject("inputSchema")
                        .getJsonObject("properties")
                        .fieldNames())
                .containsExactly("q");
        tools.call("read", NONE);
        assertThat(rig.last().headers().getAll("Key")).containsExactly("k-1");
    }

    @Test
    void aKeyInTheQueryStandsBesideTheArgumentsAndIsNotShownWhenTheCallFails() {
        ToolCaller tools = rig.tools(
                config(Map.of("kind", OpenApiAuth.Kind.API_KEY, "token", Secret.of("k&1"), "query", "api_key")));
        tools.call("read", NONE);
        assertThat(rig.last().uri()).isEqualTo("/v1/x?api_key=k%261");
        rig.answer(404, "text/plain", "no");
        assertThat(tools.fail("read", new JsonObject().put("q", "a")).encode()).doesNotContain("k&1", "k%261");
        assertThat(rig.last().uri()).isEqualTo("/v1/x?q=a&api_key=k%261");
    }

    @Test
    void aTokenAboutThePersonIsShownForThatPersonAlone() {
        rig.personal = new Credentials() {
            @Override
            public boolean arePersonal() {
                return true;
            }

            @Override
            public Future<Void> ready(Person person) {
                return person.equals(ADA)
                        ? Future.succeededFuture()
                        : Future.failedFuture(new ToolFailure(ToolFailure.NOT_ALLOWED, "no token", null));
            }

            @Override
            public void addTo(MultiMap headers, Person person) {
                headers.set("Authorization", "Bearer about-" + person.label());
            }
        };
        OpenApiConfig config = config(Map.of("kind", OpenApiAuth.Kind.PERSON));
        rig.tools(config, ADA).call("read", NONE);
        assertThat(rig.last().headers().getAll("Authorization")).containsExactly("Bearer about-ada@example.com");

        for (Person other : List.of(ToolCaller.person("eve"), Person.ANYONE)) {
            assertThat(rig.tools(config, other).fail("read", NONE).getString("code"))
                    .isEqualTo("not_allowed");
        }
        assertThat(rig.received).hasSize(1);
    }

    @Test
    void theConfiguredProxyIsAskedForTheService() {
        rig.otherwise = gateway -> throughRig(gateway, List.of());
        OpenApiConfig config = OpenApiRig.with(
                config(Map.of("kind", OpenApiAuth.Kind.BEARER, "token", Secret.of("t-1"))),
                "baseUrl",
                URI.create("http://service.invalid/v2"));
        rig.tools(config).call("read", NONE);
        assertThat(rig.last().uri()).isEqualTo("http://service.invalid/v2/x");
        assertThat(rig.last().headers().get("Proxy-Authorization")).isEqualTo("Basic dXNlcjpwYXNz");
        assertThat(rig.last().headers().get("Authorization")).isEqualTo("Bearer t-1");
    }

    @Test
    void aServiceThatIsReachedDirectlyIsNotAskedForAtTheProxy() {
        rig.otherwise = gateway -> throughRig(gateway, List.of("service.invalid"));
        OpenApiConfig config = OpenApiRig.with(config(Map.of()), "baseUrl", URI.create("http://service.invalid/v2"));
        assertThat(rig.tools(config).fail("read", NONE).getString("code")).isEqualTo("upstream_unavailable");
        assertThat(rig.received).isEmpty();
    }

    private GatewayConfig throughRig(GatewayConfig gateway, List<String> directly) {
        ProxyServer proxy = new ProxyServer("127.0.0.1", rig.port(), "user", Secret.of("pass"));
        return Settings.with(gateway, "proxy", new ProxySelection(proxy, proxy, directly));
    }
}
