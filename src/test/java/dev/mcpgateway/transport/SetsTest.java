package dev.mcpgateway.transport;

import static dev.mcpgateway.testing.HeaderSignIn.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.config.PolicyConfig;
import dev.mcpgateway.config.PolicyRule;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.config.ToolSetConfig;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.testing.HeaderSignIn;
import dev.mcpgateway.testing.HttpWire;
import dev.mcpgateway.testing.RunningGateway;
import dev.mcpgateway.testing.ScriptedProvider;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Named sets of tools at addresses of their own, in both eras. */
class SetsTest {
    private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

    private final ScriptedProvider docs = new ScriptedProvider("docs")
            .lists(ListKind.TOOLS, "{\"name\":\"read\"},{\"name\":\"write\"}", "{\"name\":\"read_all\"}")
            .lists(ListKind.PROMPTS, "{\"name\":\"greet\"}")
            .lists(ListKind.RESOURCES, "{\"uri\":\"doc://1\",\"name\":\"one\"}");
    private final ScriptedProvider mail =
            new ScriptedProvider("mail").lists(ListKind.TOOLS, "{\"name\":\"send\"},{\"name\":\"read\"}");
    private final RunningGateway.Settings settings = new RunningGateway.Settings();
    private final Map<String, ToolSetConfig> sets = new LinkedHashMap<>();
    private RunningGateway gateway;

    @AfterEach
    void close() {
        gateway.close();
    }

    private SetsTest set(String name, String... tools) {
        sets.put(name, new ToolSetConfig(name, List.of(tools)));
        return this;
    }

    private void start(ScriptedProvider... providers) {
        settings.otherwise = config -> Settings.with(config, "sets", sets);
        gateway = RunningGateway.with(settings, providers);
    }

    private HttpWire.Answer modern(String path, String method, String params, String... headers) {
        List<String> all = new java.util.ArrayList<>(List.of(headers));
        all.addAll(List.of("MCP-Protocol-Version: 2026-07-28", "Mcp-Method: " + method));
        String whole = META + (params.equals("{}") ? "" : "," + params.substring(1, params.length() - 1));
        return gateway.post(
                        path,
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":{" + whole + "}}",
                        all.toArray(String[]::new))
                .answer();
    }

    private HttpWire.Answer call(String path, String tool, String... headers) {
        List<String> all = new java.util.ArrayList<>(List.of(headers));
        all.add("Mcp-Name: " + tool);
        return modern(path, "tools/call", "{\"name\":\"" + tool + "\"}", all.toArray(String[]::new));
    }

    private List<String> names(String path, String... headers) {
        JsonArray tools = new JsonObject(
                        modern(path, "tools/list", "{}", headers).body())
                .getJsonObject("result")
                .getJsonArray("tools");
        return tools.stream().map(tool -> ((JsonObject) tool).getString("name")).toList();
    }

    @Test
    void aSetHasItsToolsUnderTheNamesThatTheyHaveAmongAll() {
        set("reading", "*/read", "docs/read_*").start(docs, mail);
        assertThat(names("/mcp/sets/reading")).containsExactly("docs_read", "docs_read_all", "mail_read");
        assertThat(names("/mcp")).hasSize(5);
    }

    @Test
    void aToolOfASetRunsAndAnotherDoesNot() {
        set("reading", "docs/read").start(docs, mail);
        assertThat(call("/mcp/sets/reading", "docs_read").status()).isEqualTo(200);
        for (String other : List.of("docs_write", "mail_send", "mail_read", "docs_read_all")) {
            assertThat(call("/mcp/sets/reading", other).body()).as(other).contains("-32602");
        }
        assertThat(docs.requests).hasSize(1);
        assertThat(mail.requests).isEmpty();
    }

    @Test
    void aSetOfTheOnlyUpstreamIsCutAsWell() {
        set("reading", "docs/read").start(docs);
        assertThat(names("/mcp/sets/reading")).containsExactly("read");
        assertThat(call("/mcp/sets/reading", "read").status()).isEqualTo(200);
        assertThat(call("/mcp/sets/reading", "write").body()).contains("-32602");
        assertThat(docs.requests).hasSize(1);
    }

    @Test
    void aSetHasNeitherPromptsNorResources() {
        set("reading", "docs/*").start(docs);
        assertThat(modern("/mcp/sets/reading", "prompts/list", "{}").body()).doesNotContain("greet");
        assertThat(modern("/mcp/sets/reading", "resources/list", "{}").body()).doesNotContain("doc://1");
        modern("/mcp/sets/reading", "prompts/get", "{\"name\":\"greet\"}", "Mcp-Name: greet");
        modern("/mcp/sets/reading", "resources/read", "{\"uri\":\"doc://1\"}", "Mcp-Name: doc://1");
        modern("/mcp/sets/reading", "whatever/method", "{}");
        assertThat(docs.requests).isEmpty();
    }

    @Test
    void aSetGivesNobodyWhatThePolicyDoesNot() {
        settings.authenticator = new HeaderSignIn();
        settings.policy = new PolicyConfig(
                Map.of(
                        "a",
                        Settings.with(
                                Settings.with(
                                        PolicyRule.of("a", PolicyRule.Effect.ALLOW), "upstreams", List.of("docs")),
                                "tools",
                                List.of("read"))),
                "Ask.",
                1000);
        set("all", "*/*").set("mail", "mail/*").start(docs, mail);
        String alice = as("alice@example.com");
        assertThat(names("/mcp/sets/all", alice)).containsExactly("docs_read");
        assertThat(call("/mcp/sets/all", "docs_write", alice).body()).contains("-32602");
        assertThat(modern("/mcp/sets/mail", "tools/list", "{}", alice).status()).isEqualTo(404);
        assertThat(docs.requests).isEmpty();
    }

    @Test
    void aSetThatIsNotConfiguredIsNotThere() {
        set("reading", "docs/read").start(docs);
        assertThat(modern("/mcp/sets/other", "tools/list", "{}").status()).isEqualTo(404);
        assertThat(modern("/mcp/sets", "tools/list", "{}").status()).isEqualTo(404);
    }

    @Test
    void aSessionOfASetIsOfThatSetAlone() {
        set("reading", "docs/read").start(docs, mail);
        HttpWire.Answer opened = gateway.post("/mcp/sets/reading", RunningGateway.initializeMessage("2025-11-25"))
                .answer();
        String session = "Mcp-Session-Id: " + opened.header("mcp-session-id");
        String list = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";
        HttpWire.Answer here = gateway.post("/mcp/sets/reading", list, session).answer();
        assertThat(here.body()).contains("docs_read").doesNotContain("docs_write");
        assertThat(gateway.post("/mcp", list, session).answer().status()).isEqualTo(404);
    }

    @Test
    void aSetIsServedOverTheOlderTransportAsWell() {
        set("reading", "docs/read").start(docs, mail);
        HttpWire wire = gateway.wire().send("GET", "/sse/sets/reading", null, "Accept: text/event-stream");
        assertThat(wire.head().status()).isEqualTo(200);
    }
}
