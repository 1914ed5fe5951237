package dev.mcpgateway.transport;

import static dev.mcpgateway.testing.HeaderSignIn.as;
import static dev.mcpgateway.testing.HeaderSignIn.scopes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.audit.AuditEvent;
import dev.mcpgateway.audit.AuditOutcome;
import dev.mcpgateway.config.ApiConfig;
import dev.mcpgateway.config.AuditConfig;
import dev.mcpgateway.config.PolicyConfig;
import dev.mcpgateway.config.PolicyRule;
import dev.mcpgateway.config.RatesConfig;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.dispatch.AuditCalls;
import dev.mcpgateway.dispatch.LimitRequests;
import dev.mcpgateway.dispatch.limit.RateLimits;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.Reply;
import dev.mcpgateway.testing.HeaderSignIn;
import dev.mcpgateway.testing.HttpWire;
import dev.mcpgateway.testing.RunningGateway;
import dev.mcpgateway.testing.ScriptedProvider;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP API over real connections. */
class HttpApiTest {
    private static final String ALICE = as("alice@example.com");
    private static final String EXECUTE = "/api/tools/execute";
    private static final String LIST = "/api/tools/list";

    private final ScriptedProvider docs = new ScriptedProvider("docs")
            .lists(
                    ListKind.TOOLS,
                    "{\"name\":\"read\",\"description\":\"Reads\",\"inputSchema\":{\"type\": \"object\"},"
                            + "\"outputSchema\":{\"type\":\"object\"},\"annotations\":{\"readOnlyHint\":true}}",
                    "{\"name\":\"write\",\"inputSchema\":{\"type\":\"object\"}}");
    private final ScriptedProvider mail = new ScriptedProvider("mail")
            .lists(ListKind.TOOLS, "{\"name\":\"send\",\"inputSchema\":{\"type\":\"object\"}}");
    private final RunningGateway.Settings settings = new RunningGateway.Settings();
    private final Map<String, PolicyRule> rules = new LinkedHashMap<>();
    private RunningGateway gateway;

    @AfterEach
    void close() {
        gateway.close();
    }

    private void start(ScriptedProvider... providers) {
        gateway = RunningGateway.with(settings, providers);
    }

    private void startSignedIn(ScriptedProvider... providers) {
        settings.authenticator = new HeaderSignIn();
        settings.policy = new PolicyConfig(rules, "Ask #platform.", 1000);
        start(providers);
    }

    private HttpWire.Answer list(String... headers) {
        return gateway.wire().send("GET", LIST, null, headers).answer();
    }

    private HttpWire.Answer execute(String body, String... headers) {
        return gateway.post(EXECUTE, body, headers).answer();
    }

    private HttpWire.Answer run(String tool, String params, String... headers) {
        return execute(envelope("m1", tool, params), headers);
    }

    private static String envelope(String id, String tool, String params) {
        return "{\"message_id\":\"" + id + "\",\"message_type\":\"request\",\"protocol_version\":\"2.0\","
                + "\"method\":\"tools/execute\",\"params\":{\"tool\":\"" + tool + "\",\"params\":" + params + "}}";
    }

    private static JsonObject error(HttpWire.Answer answer, int status, String code) {
        JsonObject body = new JsonObject(answer.body());
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(body.getString("message_type")).isEqualTo("error");
        assertThat(body.getString("error_code")).as(answer.body()).isEqualTo(code);
        assertThat(body.getString("error_message")).isNotEmpty();
        return body;
    }

    private static List<String> names(HttpWire.Answer answer) {
        JsonArray tools = new JsonObject(answer.body()).getJsonObject("result").getJsonArray("tools");
        return tools.stream().map(tool -> ((JsonObject) tool).getString("name")).toList();
    }

    private static Future<Reply> result(Call call, String result) {
        return Future.succeededFuture(
                Reply.result(Messages.resultMessage(call.message().requireId(), result)));
    }

    // The list

    @Test
    void aToolIsListedWithItsSchemasAndWhatItSaysOfItself() {
        start(docs);
        HttpWire.Answer answer = list();
        JsonObject body = new JsonObject(answer.body());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(body.getString("message_type")).isEqualTo("response");
        assertThat(body.getString("protocol_version")).isEqualTo("2.0");
        JsonObject read = body.getJsonObject("result").getJsonArray("tools").getJsonObject(0);
        assertThat(read.getString("name")).isEqualTo("read");
        assertThat(read.getString("description")).isEqualTo("Reads");
        assertThat(read.getString("version")).matches("[0-9a-f]{12}");
        assertThat(read.getJsonArray("capabilities"))
                .containsExactly("read_only", "idempotent", "open_world", "structured_output");
        assertThat(read.getJsonObject("input_schema")).isEqualTo(new JsonObject().put("type", "object"));
        assertThat(read.getJsonObject("output_schema")).isNotNull();
        JsonObject write = body.getJsonObject("result").getJsonArray("tools").getJsonObject(1);
        assertThat(write.getJsonArray("capabilities")).containsExactly("destructive", "open_world");
        assertThat(write.getString("description")).isEmpty();
    }

    @Test
    void theListHasAllPagesOfAnUpstream() {
        start(docs);
        assertThat(names(list())).containsExactly("read", "write");
    }

    @Test
    void theListHasMoreToolsThanAPageOverMcp() {
        String many = String.join(
                ",",
                IntStream.range(0, 1_500)
                        .mapToObj(i -> "{\"name\":\"t" + i + "\"}")
                        .toList());
        start(docs, new ScriptedProvider("many").lists(ListKind.TOOLS, many));
        assertThat(names(list())).hasSize(1_502);
    }

    @Test
    void theVersionOfAToolChangesWithWhatIsListedOfIt() {
        start(docs);
        String before = version();
        docs.lists(ListKind.TOOLS, "{\"name\":\"read\",\"description\":\"Reads more\"}");
        assertThat(version()).isNotEqualTo(before);
    }

    private String version() {
        return new JsonObject(list().body())
                .getJsonObject("result")
                .getJsonArray("tools")
                .getJsonObject(0)
                .getString("version");
    }

    @Test
    void anUpstreamThatIsAwayIsNamed() {
        start(docs, mail.goesAway());
        HttpWire.Answer answer = list();
        assertThat(names(answer)).containsExactly("docs_read", "docs_write");
        assertThat(answer.body()).contains("\"dev.mcpgateway/unavailable\":[\"mail\"]");
    }

    @Test
    void theListFailsWhenNoUpstreamAnswers() {
        start(docs.goesAway());
        error(list(), 502, "EXECUTION_FAILED");
    }

    // Running a tool

    @Test
    void aToolRunsWithWhatItIsGiven() {
        start(docs, mail);
        HttpWire.Answer answer = run("mail_send", "{\"to\":\"x\",\"n\":1.50}");
        JsonObject body = new JsonObject(answer.body());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(body.getString("message_type")).isEqualTo("response");
        assertThat(body.getString("request_id")).isEqualTo("m1");
        assertThat(answer.body()).contains("{\"to\":\"x\",\"n\":1.50}");
        assertThat(mail.requests.getFirst().name()).isEqualTo("send");
        assertThat(docs.requests).isEmpty();
    }

    @Test
    void theMessageTypeMayBeWrittenInCapitals() {
        start(docs);
        assertThat(execute(envelope("1", "read", "{}").replace("\"request\"", "\"REQUEST\""))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aToolWithoutParamsIsGivenAnEmptyObject() {
        start(docs);
        execute("{\"message_id\":\"1\",\"message_type\":\"request\",\"protocol_version\":\"2.0\","
                + "\"params\":{\"tool\":\"read\"}}");
        assertThat(docs.requests.getFirst().params().get("arguments").toString())
                .isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\\ud83d\\ude00", "\\u0000", "\\ud800", "ü\\\"\\\\"})
    void theRequestIdIsTheMessageIdAsItWasWritten(String id) {
        start(docs);
        assertThat(execute(envelope(id, "read", "{}")).body()).contains("\"request_id\":\"" + id + "\"");
    }

    @Test
    void aMessageIdHas64CharactersAndNoMore() {
        start(docs);
        assertThat(execute(envelope("\\ud83d\\ude00".repeat(64), "read", "{}")).status())
                .isEqualTo(200);
        JsonObject body = error(execute(envelope("a".repeat(65), "read", "{}")), 400, "INVALID_REQUEST");
        assertThat(body.getValue("request_id")).isNull();
    }

    @Test
    void anErrorResultOfAToolIsAnErrorWithTheResultBesideIt() {
        docs.answer = call -> result(
                call,
                "{\"isError\":true,\"content\":[{\"type\":\"text\",\"text\":\"no \\\"disk\\\"\"},"
                        + "{\"type\":\"image\",\"data\":\"\"},{\"type\":\"text\",\"text\":\"left\"}],\"x\":1.0}");
        start(docs);
        HttpWire.Answer answer = run("read", "{}");
        JsonObject body = error(answer, 422, "EXECUTION_FAILED");
        assertThat(body.getString("error_message")).isEqualTo("no \"disk\"\nleft");
        assertThat(body.getString("request_id")).isEqualTo("m1");
        assertThat(answer.body()).contains("\"x\":1.0");
    }

    @Test
    void anErrorOfTheUpstreamIsAnError() {
        docs.answer = call -> Future.succeededFuture(new Reply(
                200, Messages.errorMessage(call.message().requireId(), -32001, "broken", "{\"a\":1}"), true, null));
        start(docs);
        JsonObject body = error(run("read", "{}"), 502, "EXECUTION_FAILED");
        assertThat(body.getString("error_message")).isEqualTo("broken");
        assertThat(body.getJsonObject("details").getInteger("a")).isEqualTo(1);
    }

    @Test
    void aToolThatAsksThePersonSomethingIsNotForThisApi() {
        docs.answer = call -> result(call, "{\"resultType\":\"input_required\",\"inputRequests\":{}}");
        start(docs);
        assertThat(error(run("read", "{}"), 501, "EXECUTION_FAILED").getString("error_message"))
                .contains("MCP client");
    }

    @Test
    void theUpstreamIsToldThatNothingCanBeAsked() {
        start(docs);
        run("read", "{}");
        assertThat(docs.requests
                        .getFirst()
                        .meta()
                        .get("io.modelcontextprotocol/clientCapabilities")
                        .toString())
                .isEqualTo("{}");
    }

    @Test
    void aToolThatNobodyHasIsNotFound() {
        start(docs, mail);
        assertThat(error(run("nobody_has", "{}"), 404, "TOOL_NOT_FOUND").getString("request_id"))
                .isEqualTo("m1");
    }

    @Test
    void aToolThatTheOnlyUpstreamDoesNotKnowIsNotFound() {
        docs.answer = call ->
                result(call, "{\"isError\":true,\"content\":[{\"type\":\"text\",\"text\":\"Tool nope not found\"}]}");
        start(docs);
        error(run("nope", "{}"), 404, "TOOL_NOT_FOUND");
    }

    @Test
    void aListedToolThatRefusesItsParamsIsFound() {
        docs.answer = call -> Future.failedFuture(McpError.invalidParams("n must be a number"));
        start(docs);
        error(run("read", "{}"), 422, "EXECUTION_FAILED");
    }

    @Test
    void whatFailsInAnUnforeseenWaySaysNothingOfTheInside() {
        docs.answer = call -> Future.failedFuture(new IllegalStateException("secret"));
        start(docs);
        HttpWire.Answer answer = run("read", "{}");
        error(answer, 500, "EXECUTION_FAILED");
        assertThat(answer.body()).doesNotContain("secret");
    }

    @Test
    void aClientThatGoesAwayCancelsItsCall() {
        List<Call> calls = new CopyOnWriteArrayList<>();
        docs.answer = call -> {
            calls.add(call);
            return Promise.<Reply>promise().future();
        };
        start(docs);
        HttpWire wire = gateway.post(EXECUTE, envelope("1", "read", "{}"));
        await().until(() -> calls.size() == 1);
        wire.close();
        await().until(() -> calls.getFirst().isCancelled());
        assertThat(gateway.outcomes).contains("http-api tools/call docs abandoned");
    }

    // What is no request

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {}                                                        | MISSING_REQUIRED_FIELDS
            {"message_id":"1"}                                        | MISSING_REQUIRED_FIELDS
            {"message_id":null,"message_type":"request"}              | MISSING_REQUIRED_FIELDS
            {"message_id":"1","message_type":"request","protocol_version":"2.0"} | MISSING_REQUIRED_FIELDS
            {"message_id":"1","message_type":"request","protocol_version":"2.0","params":{}} | MISSING_REQUIRED_FIELDS
            {"message_id":"1","message_type":"request","protocol_version":"2.0","params":{"params":{}}} | MISSING_REQUIRED_FIELDS
            {"message_id":"1","message_type":"response","protocol_version":"2.0","params":{"tool":"read"}} | INVALID_MESSAGE_TYPE
            {"message_id":"1","message_type":"Request","protocol_version":"2.0","params":{"tool":"read"}} | INVALID_MESSAGE_TYPE
            {"message_id":"1","message_type":7,"protocol_version":"2.0","params":{"tool":"read"}} | INVALID_MESSAGE_TYPE
            {"message_id":"1","message_type":"request","protocol_version":"1.0","params":{"tool":"read"}} | INVALID_PROTOCOL_VERSION
            {"message_id":"1","message_type":"request","protocol_version":2.0,"params":{"tool":"read"}} | INVALID_PROTOCOL_VERSION
            {"message_id":1,"message_type":"request","protocol_version":"2.0","params":{"tool":"read"}} | INVALID_REQUEST
            {"message_id":"","message_type":"request","protocol_version":"2.0","params":{"tool":"read"}} | INVALID_REQUEST
            {"message_id":"1","message_type":"request","protocol_version":"2.0","params":["read"]} | INVALID_REQUEST
            {"message_id":"1","message_type":"request","protocol_version":"2.0","params":{"tool":5}} | INVALID_REQUEST
            {"message_id":"1","message_type":"request","protocol_version":"2.0","params":{"tool":""}} | INVALID_REQUEST
            {"message_id":"1","message_type":"request","protocol_version":"2.0","params":{"tool":"read","params":[]}} | INVALID_REQUEST
            {"message_id":"1","message_type":"request","protocol_version":"2.0","method":1,"params":{"tool":"read"}} | INVALID_REQUEST
            []                                                        | INVALID_REQUEST
            "x"                                                       | INVALID_REQUEST
            {"message_id":"1",}                                       | INVALID_REQUEST
            {"message_id":"1"} {}                                     | INVALID_REQUEST
            """)
    void whatIsNoRequestIsRefused(String body, String code) {
        start(docs);
        error(execute(body), 400, code);
        assertThat(docs.requests).isEmpty();
    }

    @Test
    void anEmptyBodyIsRefused() {
        start(docs);
        error(execute(""), 400, "INVALID_REQUEST");
    }

    @Test
    void theErrorOfABadEnvelopeNamesItsRequest() {
        start(docs);
        JsonObject body =
                error(execute("{\"message_id\":\"abc\",\"protocol_version\":\"2.0\"}"), 400, "MISSING_REQUIRED_FIELDS");
        assertThat(body.getString("request_id")).isEqualTo("abc");
        assertThat(body.getString("error_message")).contains("message_type, params");
    }

    @Test
    void jsonThatNestsTooDeepIsRefused() {
        start(docs);
        String deep = "{\"a\":".repeat(100) + "1" + "}".repeat(100);
        error(run("read", deep), 400, "INVALID_REQUEST");
        error(run("read", "[".repeat(100_000)), 400, "INVALID_REQUEST");
        assertThat(docs.requests).isEmpty();
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        settings.requestBytes = 10_000;
        start(docs);
        error(run("read", "{\"a\":\"" + "x".repeat(20_000) + "\"}"), 413, "INVALID_REQUEST");
    }

    @Test
    void aBodyThatIsNotSaidToBeJsonIsRefused() {
        start(docs);
        error(run("read", "{}", "Content-Type: text/plain"), 415, "INVALID_REQUEST");
        assertThat(docs.requests).isEmpty();
    }

    @Test
    void otherMethodsAndAddressesAreRefused() {
        start(docs);
        HttpWire.Answer post = gateway.post(LIST, "{}").answer();
        error(post, 405, "INVALID_REQUEST");
        assertThat(post.header("allow")).isEqualTo("GET, OPTIONS");
        HttpWire.Answer get = gateway.wire().send("GET", EXECUTE, null).answer();
        error(get, 405, "INVALID_REQUEST");
        assertThat(get.header("allow")).isEqualTo("POST, OPTIONS");
        error(gateway.wire().send("GET", "/api/tools", null).answer(), 404, "INVALID_REQUEST");
    }

    @Test
    void anAddressNamesItsOwnMethods() {
        start(docs);
        assertThat(gateway.wire().send("OPTIONS", LIST, null).answer().header("allow"))
                .isEqualTo("GET, OPTIONS");
        assertThat(gateway.wire().send("OPTIONS", EXECUTE, null).answer().header("allow"))
                .isEqualTo("POST, OPTIONS");
        assertThat(gateway.wire().send("OPTIONS", "/mcp", null).answer().header("allow"))
                .isEqualTo("GET, POST, DELETE, OPTIONS");
    }

    @Test
    void damagedEnvelopesAreAnsweredAndNothingElse() {
        start(docs);
        Random random = new Random(42);
        HttpWire wire = gateway.wire();
        String whole = envelope("m1", "read", "{\"a\":[1,{\"b\":null}]}");
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder(whole);
            for (int j = random.nextInt(4); j >= 0; j--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
                    case 1 -> text.deleteCharAt(at);
                    default -> text.insert(at, "{}[]\",:0\\n".charAt(random.nextInt(10)));
                }
            }
            HttpWire.Answer answer = wire.send("POST", EXECUTE, text.toString(), RunningGateway.JSON)
                    .answer();
            assertThat(answer.status()).as(text.toString()).isIn(200, 400, 404);
            assertThat(new JsonObject(answer.body()).getString("message_type")).isIn("response", "error");
        }
    }

    // Who may

    @Test
    void aTokenWithoutTheScopeOfTheApiIsRefused() {
        settings.openUpstreams = List.of("docs");
        startSignedIn(docs);
        HttpWire.Answer answer = list(ALICE, scopes("tools:read tools:write"));
        error(answer, 403, "INSUFFICIENT_SCOPE");
        assertThat(answer.header("www-authenticate"))
                .contains("error=\"insufficient_scope\"", "scope=\"tools:read tools:write api\"")
                .contains("/.well-known/oauth-protected-resource/api\"");
        error(run("read", "{}", ALICE, scopes("tools:read tools:write")), 403, "INSUFFICIENT_SCOPE");
        assertThat(docs.requests).isEmpty();
    }

    @Test
    void aTokenThatMayOnlyReadRunsWhatOnlyReads() {
        settings.openUpstreams = List.of("docs");
        startSignedIn(docs);
        assertThat(run("read", "{}", ALICE, scopes("api tools:read")).status()).isEqualTo(200);
        error(run("write", "{}", ALICE, scopes("api tools:read")), 403, "INSUFFICIENT_SCOPE");
        assertThat(docs.requests).hasSize(1);
    }

    @Test
    void whatThePolicyHidesIsNeitherListedNorRun() {
        rules.put(
                "a",
                Settings.with(
                        Settings.with(PolicyRule.of("a", PolicyRule.Effect.ALLOW), "upstreams", List.of("docs")),
                        "tools",
                        List.of("read")));
        startSignedIn(docs, mail);
        assertThat(names(list(ALICE))).containsExactly("docs_read");
        error(run("docs_write", "{}", ALICE), 404, "TOOL_NOT_FOUND");
        error(run("mail_send", "{}", ALICE), 404, "TOOL_NOT_FOUND");
        assertThat(run("docs_read", "{}", ALICE).status()).isEqualTo(200);
        assertThat(docs.requests).hasSize(1);
        assertThat(mail.requests).isEmpty();
    }

    @Test
    void whoMayUseNothingSeesNothing() {
        startSignedIn(docs);
        assertThat(names(list(ALICE))).isEmpty();
    }

    @Test
    void pagesOfOtherOriginsAreRefused() {
        start(docs);
        assertThat(run("read", "{}", "Origin: https://evil.example").status()).isEqualTo(403);
        assertThat(docs.requests).isEmpty();
    }

    @Test
    void tooManyRequestsAreTurnedAwayWithATimeToWait() {
        settings.openUpstreams = List.of("docs");
        RatesConfig rates = Settings.with(RatesConfig.defaults(), "person", 6);
        RateLimits limits = new RateLimits(() -> rates);
        settings.limits = limits;
        settings.interceptors = List.of(new LimitRequests(limits));
        startSignedIn(docs);
        assertThat(run("read", "{}", ALICE).status()).isEqualTo(200);
        HttpWire.Answer answer = run("read", "{}", ALICE);
        error(answer, 429, "RATE_LIMIT_EXCEEDED");
        assertThat(Integer.parseInt(answer.header("retry-after"))).isPositive();
        error(list(ALICE), 429, "RATE_LIMIT_EXCEEDED");
    }

    @Test
    void aCallIsAuditedAndSoIsARefusal() {
        List<AuditEvent> audited = new CopyOnWriteArrayList<>();
        settings.openUpstreams = List.of("docs");
        settings.interceptors = List.of(new AuditCalls(audited::add, () -> AuditConfig.Arguments.NONE));
        startSignedIn(docs);
        run("read", "{}", ALICE, "X-Request-Id: the-request-1");
        list(ALICE, scopes("tools:read"));
        assertThat(audited).hasSize(2);
        assertThat(audited.getFirst().outcome()).isEqualTo(AuditOutcome.SUCCESS);
        assertThat(audited.getFirst().details().toString()).contains("read", "docs");
        assertThat(audited.getFirst().requestId()).isEqualTo("the-request-1");
        assertThat(audited.getLast().outcome()).isEqualTo(AuditOutcome.DENIED);
    }

    @Test
    void callsAreMeasured() {
        start(docs);
        run("read", "{}");
        list();
        assertThat(gateway.outcomes)
                .containsExactly("http-api tools/call docs result", "http-api tools/list null result");
    }

    // The rest

    @Test
    void aCallInFlightIsAnsweredWhenTheGatewayStops() {
        docs.answer = call -> Promise.<Reply>promise().future();
        start(docs);
        HttpWire wire = gateway.post(EXECUTE, envelope("m1", "read", "{}"));
        await().until(() -> docs.requests.size() == 1);
        gateway.onEachLoop(here -> here.drain(50));
        JsonObject body = error(wire.answer(), 502, "EXECUTION_FAILED");
        assertThat(body.getString("error_message")).contains("the call may have run");
        assertThat(body.getString("request_id")).isEqualTo("m1");
    }

    @Test
    void theDescriptionIsForEverybody() {
        startSignedIn(docs);
        HttpWire.Answer answer =
                gateway.wire().send("GET", "/api/openapi.json", null).answer();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(new JsonObject(answer.body()).getJsonObject("paths").fieldNames())
                .containsExactly(LIST, EXECUTE, "/api/openapi.json");
    }

    @Test
    void theDescriptionNamesEveryErrorCode() {
        start(docs);
        JsonObject document = new JsonObject(
                gateway.wire().send("GET", "/api/openapi.json", null).answer().body());
        JsonArray codes = document.getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject("Error")
                .getJsonObject("properties")
                .getJsonObject("error_code")
                .getJsonArray("enum");
        assertThat(codes).containsExactlyInAnyOrder((Object[])
                java.util.Arrays.stream(dev.mcpgateway.transport.api.ApiErrorCode.values())
                        .map(Enum::name)
                        .toArray(String[]::new));
    }

    @Test
    void theApiCanBeSwitchedOff() {
        settings.otherwise =
                config -> Settings.with(config, "api", Settings.with(ApiConfig.defaults(), "enabled", false));
        start(docs);
        assertThat(list().status()).isEqualTo(404);
        assertThat(run("read", "{}").status()).isEqualTo(404);
        assertThat(gateway.wire()
                        .send("GET", "/api/openapi.json", null)
                        .answer()
                        .status())
                .isEqualTo(404);
        assertThat(docs.requests).isEmpty();
    }
}
