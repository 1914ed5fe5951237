package dev.mcpgateway.transport;

import static dev.mcpgateway.testing.HeaderSignIn.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.config.PolicyConfig;
import dev.mcpgateway.dispatch.policy.Selection;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.store.StoreUnavailable;
import dev.mcpgateway.testing.HeaderSignIn;
import dev.mcpgateway.testing.HttpWire;
import dev.mcpgateway.testing.RunningGateway;
import dev.mcpgateway.testing.ScriptedProvider;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person has switched off is not there for the clients of that person, and for nobody else less than before. */
class SelectionTest {
    private static final String ALICE = as("alice@example.com");
    private static final String BOB = as("bob@example.com");
    private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

    private final ScriptedProvider docs = new ScriptedProvider("docs")
            .lists(ListKind.TOOLS, "{\"name\":\"read\"},{\"name\":\"write\"}")
            .lists(ListKind.PROMPTS, "{\"name\":\"greet\"}");
    private final ScriptedProvider mail = new ScriptedProvider("mail").lists(ListKind.TOOLS, "{\"name\":\"send\"}");
    private Future<Selection> alices = Future.succeededFuture(Selection.ALL);
    private RunningGateway gateway;

    @BeforeEach
    void start() {
        RunningGateway.Settings settings = new RunningGateway.Settings();
        settings.authenticator = new HeaderSignIn();
        settings.policy = new PolicyConfig(Map.of(), "Ask.", 1000);
        settings.openUpstreams = List.of("docs", "mail");
        settings.selections =
                person -> "alice@example.com".equals(person.email()) ? alices : Future.succeededFuture(Selection.ALL);
        gateway = RunningGateway.with(settings, docs, mail);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private HttpWire.Answer ask(String who, String path, String method, String params, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("MCP-Protocol-Version: 2026-07-28", "Mcp-Method: " + method, who));
        String message = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":{" + META
                + (params.isEmpty() ? "" : "," + params) + "}}";
        return gateway.post(path, message, all.toArray(String[]::new)).answer();
    }

    private HttpWire.Answer call(String who, String path, String tool) {
        return ask(who, path, "tools/call", "\"name\":\"" + tool + "\",\"arguments\":{}", "Mcp-Name: " + tool);
    }

    @Test
    void aToolThatIsSwitchedOffIsNotListed() {
        alices = Future.succeededFuture(new Selection(Set.of(), Map.of("docs", Set.of("write"))));

        assertThat(ask(ALICE, "/mcp", "tools/list", "").body())
                .contains("docs_read", "mail_send")
                .doesNotContain("docs_write");
        assertThat(ask(ALICE, "/mcp/docs", "tools/list", "").body())
                .contains("\"read\"")
                .doesNotContain("\"write\"");
        assertThat(ask(BOB, "/mcp", "tools/list", "").body()).contains("docs_read", "docs_write", "mail_send");
    }

    @Test
    void aCallOfAToolThatIsSwitchedOffIsRefusedLikeOneThatIsNotThere() {
        alices = Future.succeededFuture(new Selection(Set.of(), Map.of("docs", Set.of("write"))));

        HttpWire.Answer off = call(ALICE, "/mcp", "docs_write");
        HttpWire.Answer never = call(ALICE, "/mcp", "none_write");

        assertThat(off.status()).isEqualTo(never.status());
        assertThat(off.body()).contains("-32602").isEqualTo(never.body().replace("none_write", "docs_write"));
        assertThat(docs.requests).isEmpty();
        call(ALICE, "/mcp", "docs_read");
        call(BOB, "/mcp", "docs_write");
        assertThat(docs.requests).hasSize(2);
    }

    @Test
    void anUpstreamThatIsSwitchedOffIsGoneWithItsPromptsAndItsAddress() {
        alices = Future.succeededFuture(new Selection(Set.of("docs"), Map.of()));

        assertThat(ask(ALICE, "/mcp", "tools/list", "").body())
                .contains("mail_send")
                .doesNotContain("docs_");
        assertThat(ask(ALICE, "/mcp", "prompts/list", "").body()).doesNotContain("greet");
        assertThat(ask(ALICE, "/mcp/docs", "tools/list", "").status()).isEqualTo(404);
        assertThat(ask(BOB, "/mcp/docs", "tools/list", "").status()).isEqualTo(200);
    }

    @Test
    void whoHasSwitchedEverythingOffHasAnEmptyList() {
        alices = Future.succeededFuture(new Selection(Set.of("docs", "mail"), Map.of()));

        HttpWire.Answer listed = ask(ALICE, "/mcp", "tools/list", "");

        assertThat(listed.status()).isEqualTo(200);
        assertThat(listed.body()).contains("\"tools\":[]");
    }

    @Test
    void theHttpApiHasTheSameTools() {
        alices = Future.succeededFuture(new Selection(Set.of("mail"), Map.of("docs", Set.of("write"))));

        HttpWire.Answer listed =
                gateway.wire().send("GET", "/api/tools/list", null, ALICE).answer();
        HttpWire.Answer refused = gateway.post(
                        "/api/tools/execute",
                        "{\"message_id\":\"1\",\"message_type\":\"request\",\"protocol_version\":\"2.0\","
                                + "\"params\":{\"tool\":\"docs_write\",\"params\":{}}}",
                        ALICE)
                .answer();

        assertThat(listed.body())
                .contains("docs_read")
                .doesNotContain("docs_write")
                .doesNotContain("mail_send");
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.body()).contains("TOOL_NOT_FOUND");
        assertThat(docs.requests).isEmpty();
    }

    @Test
    void aListIsForItsPersonAlone() {
        assertThat(ask(BOB, "/mcp", "tools/list", "").body()).contains("\"cacheScope\":\"private\"");
        assertThat(ask(BOB, "/mcp/docs", "tools/list", "").body()).doesNotContain("\"cacheScope\":\"public\"");
    }

    @Test
    void aRequestWaitsWhileItIsNotKnownWhatIsSwitchedOff() {
        Promise<Selection> reading = Promise.promise();
        alices = reading.future();
        HttpWire wire = gateway.post(
                "/mcp",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}",
                ALICE,
                "MCP-Protocol-Version: 2025-11-25");
        assertThat(ask(BOB, "/mcp", "tools/list", "").status()).isEqualTo(200);

        reading.complete(Selection.ALL);

        assertThat(wire.answer().status()).isLessThan(500);
    }

    @Test
    void nothingIsDoneWhenItCannotBeKnownWhatIsSwitchedOff() {
        alices = Future.failedFuture(new StoreUnavailable("switched off"));

        HttpWire.Answer refused = call(ALICE, "/mcp", "docs_read");

        assertThat(refused.status()).isEqualTo(503);
        assertThat(docs.requests).isEmpty();
    }

    @Test
    void aSubscriptionIsToldThatTheListsAreOthers() {
        HttpWire wire = gateway.post(
                "/mcp",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"subscriptions/listen\",\"params\":{" + META
                        + ",\"notifications\":{\"toolsListChanged\":true}}}",
                "MCP-Protocol-Version: 2026-07-28",
                "Mcp-Method: subscriptions/listen",
                ALICE);
        assertThat(wire.head().status()).isEqualTo(200);
        assertThat(wire.data()).contains("notifications/subscriptions/acknowledged");

        gateway.endpoints.listsChanged(HeaderSignIn.person("alice@example.com").id());

        assertThat(wire.data()).contains("notifications/tools/list_changed", "io.modelcontextprotocol/subscriptionId");
    }
}
