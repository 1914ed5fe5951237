package dev.mcpgateway.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderCheckTest {

    private static final String META =
            "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}";

    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    @Test
    void agreementIsNoError() {
        assertThat(check(call("echo", META), "tools/call", "echo")).isNull();
        assertThat(check(call("\u4e16\u754c", META), "tools/call", "=?base64?5LiW55WM?="))
                .isNull();
        assertThat(check(request("resources/read", "\"uri\":\"file:///x\"", META), "resources/read", " file:///x "))
                .isNull();
        assertThat(check(request("tools/list", "\"cursor\":\"c\"", META), "tools/list", null))
                .isNull();
        assertThat(check(request("tools/list", "\"name\":\"x\"", META), "tools/list", "something"))
                .isNull();
        assertThat(check(request("tasks/get", "\"taskId\":\"t1\"", META), "tasks/get", "t1"))
                .isNull();
        assertThat(check(request("tasks/get", "\"taskId\":\"t1\"", META), "tasks/get", null))
                .isNull();
        assertThat(check(request("tools/call", "\"arguments\":{}", META), "tools/call", null))
                .as("a missing name is for whoever reads the params")
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "tools/list, echo",
                "Tools/Call, echo",
                "-, echo",
                "tools/call, Echo",
                "tools/call, echo2",
                "tools/call, -",
                "tools/call, =?base64?ZWNobzI=?=",
                "tools/call, =?base64?ZWNobw?=",
                "tools/call, \u00e9",
                "tools/call, ''"
            })
    void disagreementIsAHeaderMismatch(@Nullable String method, @Nullable String name) {
        McpError error = requireNonNull(check(call("echo", META), method, name));

        assertThat(error.code()).isEqualTo(-32020);
        assertThat(error.httpStatus()).isEqualTo(400);
        assertThat(error).hasMessageStartingWith("Header mismatch: ");
    }

    @Test
    void saysWhatDisagreesButNotAtLength() {
        assertThat(check(call("bar", META), "tools/call", "foo"))
                .hasMessage("Header mismatch: Mcp-Name header value 'foo' does not match body value 'bar'");
        assertThat(requireNonNull(check(call("b".repeat(5000), META), "tools/call", "f".repeat(5000)))
                        .getMessage())
                .hasSizeLessThan(300);
        assertThat(check(call("bar", META), "tools/call", null)).hasMessageContaining("Mcp-Name header is missing");
    }

    @Test
    void theVersionHeaderIsRequiredAndAgrees() {
        Message message = call("echo", META);
        headers.put("mcp-method", "tools/call");
        headers.put("mcp-name", "echo");

        assertThat(requireNonNull(HeaderCheck.check(headers::get, message, ProtocolVersion.MODERN))
                        .code())
                .isEqualTo(-32020);
        headers.put("mcp-protocol-version", "2025-11-25");
        assertThat(requireNonNull(HeaderCheck.check(headers::get, message, ProtocolVersion.MODERN))
                        .code())
                .isEqualTo(-32020);
        headers.put("mcp-protocol-version", "2026-07-28");
        assertThat(HeaderCheck.check(headers::get, message, ProtocolVersion.MODERN))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"1900-01-01", "2027-01-01", "2025-11-25", "''"})
    void anotherVersionIsUnsupported(String version) {
        headers.put("MCP-Protocol-Version", version);
        McpError error = requireNonNull(check(call("echo", META.replace("2026-07-28", version)), "tools/call", "echo"));

        assertThat(error.code()).isEqualTo(-32022);
        assertThat(error.httpStatus()).isEqualTo(400);
        assertThat(error.data()).isEqualTo("{\"supported\":[\"2026-07-28\"],\"requested\":\"" + version + "\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"x\":1",
                "\"io.modelcontextprotocol/clientCapabilities\":{}",
                "\"io.modelcontextprotocol/protocolVersion\":7,\"io.modelcontextprotocol/clientCapabilities\":{}",
                "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"",
                "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":[]"
            })
    void metaWithoutWhatEachRequestNeedsIsInvalid(String meta) {
        McpError error = requireNonNull(check(call("echo", meta), "tools/call", "echo"));

        assertThat(error.code()).isEqualTo(-32602);
        assertThat(error.httpStatus()).isEqualTo(400);
        assertThat(error).hasMessageContaining("io.modelcontextprotocol/");
    }

    @Test
    void noMetaAtAllIsInvalid() {
        Message message = parse("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");

        assertThat(requireNonNull(check(message, "tools/list", null)).code()).isEqualTo(-32602);
    }

    @Test
    void notificationsNeedNoHeadersButMustNotContradictThem() {
        Message message = parse("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\",\"params\":{\"_meta\":{}}}");
        assertThat(HeaderCheck.check(name -> null, message, ProtocolVersion.MODERN))
                .isNull();
        assertThat(check(message, "notifications/x", null)).isNull();
        assertThat(requireNonNull(check(message, "notifications/y", null)).code())
                .isEqualTo(-32020);

        Message claiming =
                parse("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\",\"params\":{\"_meta\":{" + META + "}}}");
        assertThat(HeaderCheck.check(name -> null, claiming, ProtocolVersion.MODERN))
                .isNull();
        headers.put("MCP-Protocol-Version", "2025-11-25");
        assertThat(requireNonNull(check(claiming, "notifications/x", null)).code())
                .isEqualTo(-32020);

        Message odd = parse(
                "{\"jsonrpc\":\"2.0\",\"method\":\"tools/call\",\"params\":{\"name\":\"a\",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":[]}}}");
        assertThat(requireNonNull(check(odd, "tools/call", "a")).code()).isEqualTo(-32602);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}                          | -          | LEGACY",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}                          | 2025-11-25 | LEGACY",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}                          | 2026-07-28 | MODERN",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}                          | 2027-01-01 | MODERN",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}                          | DRAFT-2027 | LEGACY",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}} | - | MODERN",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"x\"}}} | 2025-11-25 | MODERN",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{}}              | 2026-07-28 | LEGACY",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2025-11-25\"}}} | - | LEGACY",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}} | - | MODERN",
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}                     | 2025-11-25 | LEGACY",
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}                               | 2026-07-28 | MODERN",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}                                      | 2026-07-28 | LEGACY"
            })
    void theBodyDecidesTheEra(String json, @Nullable String versionHeader, Era era) {
        assertThat(HeaderCheck.era(name -> versionHeader, parse(json))).isEqualTo(era);
    }

    private @Nullable McpError check(Message message, @Nullable String method, @Nullable String name) {
        headers.putIfAbsent("MCP-Protocol-Version", "2026-07-28");
        put("Mcp-Method", method);
        put("Mcp-Name", name);
        return HeaderCheck.check(headers::get, message, ProtocolVersion.MODERN);
    }

    private void put(String name, @Nullable String value) {
        Consumer<String> put = text -> headers.put(name, text);
        headers.remove(name);
        if (value != null) {
            put.accept(value);
        }
    }

    private static Message call(String name, String meta) {
        return request("tools/call", "\"name\":\"" + name + "\"", meta);
    }

    private static Message request(String method, String params, String meta) {
        return parse("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":{" + params
                + ",\"_meta\":{" + meta + "}}}");
    }

    private static Message parse(String json) {
        return Message.parse(json.getBytes(UTF_8), JsonLimits.DEFAULT);
    }
}
