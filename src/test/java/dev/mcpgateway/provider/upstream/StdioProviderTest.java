package dev.mcpgateway.provider.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.provider.Listening;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Servers that are processes: each client has its own, and what a process knows ends with it. */
@ExtendWith(VertxExtension.class)
class StdioProviderTest {
    /** What both servers do: {@code id} is the request's id, {@code line} the request, {@code n} counts the calls. */
    private static final String LOOP = """
            n=0
            while read -r line; do
              id=$(printf '%%s' "$line" | sed -n 's/.*"id": *\\("[^"]*"\\|[0-9]*\\).*/\\1/p')
              result() { printf '{"jsonrpc":"2.0","id":%%s,"result":%%s}\\n' "$id" "$1"; }
              error() { printf '{"jsonrpc":"2.0","id":%%s,"error":{"code":%%s,"message":"no"}}\\n' "$id" "$1"; }
              case "$line" in
              %s
              esac
            done
            """;

    private static final String LEGACY = LOOP.formatted("""
              *'"method":"initialize"'*) result '{"protocolVersion":"2025-11-25","capabilities":{"tools":{"listChanged":true},"logging":{}},"serverInfo":{"name":"old","version":"1"}}';;
              *'"name":"die"'*) exit 1;;
              *'"name":"ask"'*) saved=$id; printf '{"jsonrpc":"2.0","id":99,"method":"roots/list"}\\n';;
              *'"name":"change"'*) printf '{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}\\n'; result '{}';;
              *'"method":"tools/call"'*) n=$((n+1)); result "{\\"n\\":$n,\\"pid\\":$$}";;
              *'"method":"tools/list"'*) result '{"tools":[]}';;
              *'"method":"resources/subscribe"'*) result '{}';;
              *'"id":99'*) id=$saved; result "{\\"told\\":true}";;
              *'"method":"notifications/'*) ;;
              *) error -32601;;
            """);

    private static final String MODERN = LOOP.formatted("""
              *'"method":"server/discover"'*) result '{"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":{"tools":{}},"ttlMs":0,"cacheScope":"public"}';;
              *'"name":"slow"'*) ;;
              *'"name":"cancelled"'*) result "{\\"resultType\\":\\"complete\\",\\"cancelled\\":${cancelled:-null}}";;
              *'"method":"tools/call"'*) n=$((n+1)); result "{\\"resultType\\":\\"complete\\",\\"n\\":$n,\\"pid\\":$$}";;
              *'"method":"tools/list"'*) result '{"resultType":"complete","tools":[],"ttlMs":60000,"cacheScope":"public"}';;
              *'"method":"subscriptions/listen"'*) printf '{"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{"_meta":{"io.modelcontextprotocol/subscriptionId":%s},"notifications":{"toolsListChanged":true}}}\\n' "$id";
                printf '{"jsonrpc":"2.0","method":"notifications/tools/list_changed","params":{"_meta":{"io.modelcontextprotocol/subscriptionId":%s}}}\\n' "$id";;
              *'notifications/cancelled'*) cancelled=$(printf '%s' "$line" | sed 's/.*"requestId":\\("[^"]*"\\|[0-9]*\\).*/\\1/');;
              *) error -32601;;
            """);

    private final ClientStub alice = ClientStub.legacy("alice");
    private final ClientStub bob = ClientStub.modern("bob");
    private Vertx vertx;
    private ProviderFixture up;

    @BeforeEach
    void keep(Vertx shared) {
        vertx = shared;
    }

    @AfterEach
    void stop() {
        up.close();
    }

    private void start(String script) {
        up = new ProviderFixture(vertx, UpstreamConfig.stdio("up", "sh", List.of("-c", script)));
    }

    private JsonObject call(ClientStub client, String id, String tool) {
        return new JsonObject(up.request(client, client.tool(id, tool, "{}"))
                .message()
                .result()
                .toString());
    }

    @Test
    void eachClientHasAProcessOfItsOwn() {
        start(LEGACY);
        ClientStub carol = ClientStub.legacy("carol");

        JsonObject first = call(alice, "1", "count");
        JsonObject second = call(alice, "2", "count");
        JsonObject other = call(carol, "1", "count");
        JsonObject modern = call(bob, "1", "count");

        assertThat(first.getInteger("n")).isEqualTo(1);
        assertThat(second.getInteger("n")).isEqualTo(2);
        assertThat(other.getInteger("n")).isEqualTo(1);
        assertThat(modern.getInteger("n")).isEqualTo(1);
        assertThat(List.of(first, other, modern))
                .extracting(r -> r.getInteger("pid"))
                .doesNotHaveDuplicates();
        assertThat(second.getInteger("pid")).isEqualTo(first.getInteger("pid"));
    }

    @Test
    void aModernServersProcessesAreApartToo() {
        start(MODERN);
        ClientStub carol = ClientStub.modern("carol");

        JsonObject modern = call(bob, "1", "count");
        JsonObject other = call(carol, "1", "count");
        JsonObject legacy = call(alice, "1", "count");

        assertThat(List.of(modern, other, legacy))
                .extracting(r -> r.getInteger("pid"))
                .doesNotHaveDuplicates();
        assertThat(legacy.containsKey("resultType")).isFalse();
    }

    @Test
    void aProcessThatDiesIsStartedAgainForTheNextCallAndTheLostOneIsUnknown() {
        start(LEGACY);
        up.initialized(alice);
        up.request(alice, alice.request("1", "resources/subscribe", "\"uri\":\"test://one\""));

        assertThatThrownBy(() -> call(alice, "2", "die"))
                .isInstanceOfSatisfying(
                        McpError.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN));
        JsonObject next = call(alice, "3", "count");

        assertThat(next.getInteger("n")).isEqualTo(1);
        assertThat(alice.upstream("up").subscriptions()).containsExactly("test://one");
    }

    @Test
    void whatTheServerAsksInTheMiddleOfACallReachesTheClientThatMakesIt() {
        start(LEGACY);
        PushedLog push = new PushedLog()
                .onEvent(event -> up.start(() -> up.provider()
                        .respond(
                                alice,
                                event.message().id().string().substring("up/".length()),
                                ClientStub.message("{\"jsonrpc\":\"2.0\",\"id\":"
                                        + event.message().id() + ",\"result\":{\"roots\":[]}}"),
                                HttpHeaders.headers())));
        up.initialized(alice);

        Answered reply = up.get(() -> up.provider().request(alice.call(alice.tool("1", "ask", "{}"), push)));

        assertThat(push.messages()).hasSize(1);
        assertThat(reply.message().result().toString()).isEqualTo("{\"told\":true}");
    }

    @Test
    void aModernClientIsAskedByAnInputRequiredResult() {
        start(LEGACY);

        JsonObject required = call(bob, "1", "ask");
        Answered reply = up.request(
                bob,
                bob.request(
                        "2",
                        "tools/call",
                        "\"name\":\"ask\",\"arguments\":{},\"inputResponses\":{\"request-1\":{\"roots\":[]}},\"requestState\":\""
                                + required.getString("requestState") + "\""));

        assertThat(reply.message().result().get("told").toString()).isEqualTo("true");
    }

    @Test
    void changesAreHeardWithoutAStreamOfTheirOwn() {
        start(LEGACY);
        PushedLog toAlice = new PushedLog();
        PushedLog toBob = new PushedLog();
        up.initialized(alice);
        Listening listening = up.get(() -> up.provider().listen(alice, null, null, toAlice));
        up.get(() -> up.provider().listen(bob, ClientStub.json("{\"toolsListChanged\":true}"), null, toBob));

        call(alice, "1", "change");
        call(bob, "1", "change");

        await().until(() -> toAlice.messages("notifications/tools/list_changed").size() == 1
                && toBob.messages("notifications/tools/list_changed").size() == 1);
        up.get(() -> {
            listening.close();
            return Future.succeededFuture();
        });
        call(alice, "2", "change");
        await().until(() ->
                alice.standalone().messages("notifications/tools/list_changed").size() == 1);
    }

    @Test
    void subscriptionsOfAModernProcessAreToldApart() {
        start(MODERN);
        PushedLog push = new PushedLog();

        Listening listening =
                up.get(() -> up.provider().listen(bob, ClientStub.json("{\"toolsListChanged\":true}"), null, push));

        await().until(() -> push.messages("notifications/tools/list_changed").size() == 1);
        assertThat(listening.acknowledged().toString()).isEqualTo("{\"toolsListChanged\":true}");
    }

    @Test
    void cancellingIsSaidBecauseThereIsNoStreamToClose() {
        start(MODERN);
        call(bob, "1", "count");
        var slow = bob.call(bob.tool("2", "slow", "{}"));
        Future<Answered> reply = up.start(() -> up.provider().request(slow));

        slow.cancel();

        await().until(reply::failed);
        await().until(() -> call(bob, "3", "cancelled").getValue("cancelled") != null);
    }

    @Test
    void aProgramThatDoesNotExistIsAnErrorThatSaysSo() {
        up = new ProviderFixture(vertx, UpstreamConfig.stdio("up", "/no/such/program", List.of()));

        assertThatThrownBy(() -> up.initialized(alice))
                .isInstanceOfSatisfying(
                        McpError.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.UPSTREAM_UNAVAILABLE))
                .hasMessageContaining("/no/such/program");
        assertThatThrownBy(() -> call(bob, "1", "count")).hasMessageContaining("/no/such/program");
    }
}
