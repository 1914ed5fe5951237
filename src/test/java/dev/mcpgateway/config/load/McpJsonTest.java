package dev.mcpgateway.config.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mcpgateway.config.Secret;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.config.UpstreamTransport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McpJsonTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("API_KEY", "s3cret", "EMPTY", "", "INPUT_GITHUB_TOKEN", "ghp_s3cret");

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("mcp.json");
    }

    @Test
    void theListOfCursorAndClaudeIsReadWithCommentsAndTrailingCommas() throws IOException {
        LoadedConfig loaded = load("""
                {
                  // what I use
                  "mcpServers": {
                    "everything": {
                      "command": "npx",
                      "args": ["-y", "@modelcontextprotocol/server-everything",],
                      "env": {"TOKEN": "${API_KEY}", "UNSET": null, "NUMBER": 5},
                    },
                    /* over there */
                    "remote": {"url": "https://example.com/mcp?key=${env:API_KEY}", "headers": {"X-Region": "${REGION:-eu}"}},
                  },
                }
                """);

        assertThat(loaded.notices()).isEmpty();
        assertThat(loaded.config().upstreams().values())
                .allMatch(upstream -> upstream.access() == UpstreamConfig.Access.EVERYONE_SIGNED_IN)
                .extracting(upstream -> upstream.withAccess(UpstreamConfig.Access.RULES))
                .containsExactly(
                        UpstreamConfig.of(
                                "everything",
                                UpstreamTransport.Stdio.of(
                                        "npx",
                                        List.of("-y", "@modelcontextprotocol/server-everything"),
                                        Map.of("TOKEN", Secret.of("s3cret"), "NUMBER", Secret.of("5")))),
                        UpstreamConfig.of(
                                "remote",
                                UpstreamTransport.Http.of(URI.create("https://example.com/mcp?key=s3cret"))
                                        .withHeaders(Map.of("X-Region", Secret.of("eu")))));
        assertThat(loaded.config().toString()).doesNotContain("s3cret");
    }

    @Test
    void theListOfVsCodeIsReadWithItsEnvFile() throws IOException {
        Files.writeString(directory.resolve("dev.env"), """
                # a comment
                export A=1
                B="two words" # and why
                C='${API_KEY}'
                D=
                E=plain#1 # not this
                F="a\\nb\\"c"
                """);
        LoadedConfig loaded = load("""
                {"inputs": [{"type": "promptString", "id": "key"}],
                 "servers": {
                  "local": {"type": "stdio", "command": "server", "envFile": "dev.env", "env": {"A": "0"}},
                  "http": {"type": "http", "url": "http://x/mcp"},
                  "sse": {"type": "sse", "url": "http://x/sse"},
                  "streamable": {"type": "streamable-http", "url": "http://x/mcp", "disabled": true}}}
                """);

        Map<String, UpstreamConfig> upstreams = loaded.config().upstreams();
        assertThat(((UpstreamTransport.Stdio) upstreams.get("local").transport()).env())
                .isEqualTo(Map.of(
                        "A", Secret.of("0"),
                        "B", Secret.of("two words"),
                        "C", Secret.of("${API_KEY}"),
                        "D", Secret.of(""),
                        "E", Secret.of("plain#1"),
                        "F", Secret.of("a\nb\"c")));
        assertThat(loaded.files()).containsExactlyInAnyOrder(file, directory.resolve("dev.env"));
        assertThat(kind(upstreams.get("http"))).isEqualTo(UpstreamTransport.Http.Kind.AUTO);
        assertThat(kind(upstreams.get("sse"))).isEqualTo(UpstreamTransport.Http.Kind.SSE);
        assertThat(kind(upstreams.get("streamable"))).isEqualTo(UpstreamTransport.Http.Kind.STREAMABLE_HTTP);
        assertThat(upstreams.get("streamable").enabled()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ${API_KEY}|s3cret
            a${env:API_KEY}b|as3cretb
            ${API_KEY:-x}|s3cret
            ${MISSING:-x y}|x y
            ${MISSING:-}|``
            ${EMPTY}|``
            ${EMPTY:-x}|x
            ${env:MISSING:-x}|x
            $${API_KEY}|${API_KEY}
            $API_KEY $5|$API_KEY $5
            ${input:github-token}|ghp_s3cret
            ${/}|/
            """)
    void variablesAreReplaced(String written, String expected) throws IOException {
        LoadedConfig loaded = load("{\"mcpServers\": {\"a\": {\"command\": \"x\", \"args\": [\"" + written + "\"]}}}");

        UpstreamTransport transport = loaded.config().upstreams().get("a").transport();
        assertThat(((UpstreamTransport.Stdio) transport).args()).containsExactly(expected);
    }

    @Test
    void theHomeDirectoryIsKnown() throws IOException {
        LoadedConfig loaded = load("{\"mcpServers\": {\"a\": {\"command\": \"${userHome}/server\"}}}");

        UpstreamTransport transport = loaded.config().upstreams().get("a").transport();
        assertThat(((UpstreamTransport.Stdio) transport).command())
                .isEqualTo(System.getProperty("user.home") + "/server");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ${MISSING}|needs the environment variable MISSING, which is not set; set it, or write ${MISSING:-default}
            ${env:MISSING}|needs the environment variable MISSING, which is not set; set it, or write ${MISSING:-default}
            ${input:api-key}|uses ${input:api-key}, which an editor would ask for; set the environment variable INPUT_API_KEY instead
            ${workspaceFolder}/x|uses ${workspaceFolder}, which only an editor knows; write the path itself
            ${workspaceFolder:app}|uses ${workspaceFolder:app}, which only an editor knows; write the path itself
            ${a b}|has a ${…} that names no environment variable; write ${NAME} or ${NAME:-default}, or $${ for the characters themselves
            ${API_KEY|has a ${ without its }; write $${ for these two characters
            """)
    void whatCannotBeReplacedIsAnError(String written, String message) {
        assertThat(errors("{\"mcpServers\": {\"a\": {\n  \"url\": \"http://x/\",\n  \"headers\": {\"X\": \"" + written
                        + "\"}}}}"))
                .containsExactly("mcp.json:3:20: mcpServers.a.headers.X: " + message);
    }

    @Test
    void namesThatCannotBePartOfAnAddressAreChangedWithANotice() throws IOException {
        LoadedConfig loaded = load("""
                {"mcpServers": {
                  "AWS Documentation": {"url": "http://a/"},
                  "github.com/modelcontextprotocol/servers/sequential": {"url": "http://b/"}}}
                """);

        assertThat(loaded.config().upstreams().keySet())
                .containsExactly("AWS-Documentation", "github-com-modelcontextpr-68086c");
        assertThat(loaded.notices())
                .first()
                .asString()
                .endsWith("mcp.json:2:3: mcpServers.AWS Documentation: is called 'AWS-Documentation' here");
    }

    @Test
    void whatBelongsToTheEditorIsLeftOutWithANotice() throws IOException {
        LoadedConfig loaded = load("{\"mcpServers\": {\"a\": {\"url\": \"http://a/\", \"autoApprove\": []}}}");

        assertThat(loaded.config().upstreams()).containsKey("a");
        assertThat(loaded.notices())
                .singleElement()
                .asString()
                .endsWith("mcp.json:1:43: mcpServers.a.autoApprove: means nothing here and is left out");
    }

    @Test
    void everyErrorIsNamedWithItsPlace() {
        assertThat(errors("""
                        {"mcpServers": {
                          "a b": {"url": "http://a/"},
                          "a/b": {"url": "http://a/"},
                          "日本": {"url": "http://a/"},
                          "c": [],
                          "d": {"type": "stdio", "url": "http://d/"},
                          "e": {"type": "http", "command": "x"},
                          "f": {"type": "websocket", "url": "http://d/"},
                          "g": {"command": "x", "env": [], "envFile": 5, "disabled": "yes"},
                          "h": {"command": "x", "envFile": [], "args": "x"},
                          "i": {}
                        }}
                        """))
                .containsExactly(
                        "mcp.json:3:3: mcpServers.a/b: has the name 'a-b', as has 'a b'; rename one of them",
                        "mcp.json:4:3: mcpServers.日本: is not usable as a name; allowed are letters, digits, _ and -, at"
                                + " most 32, beginning with a letter or digit",
                        "mcp.json:5:3: mcpServers.c: has to hold the keys of a server",
                        "mcp.json:6:17: mcpServers.d.type: says stdio beside a 'url'; a local server has a 'command'",
                        "mcp.json:7:17: mcpServers.e.type: says that the server is remote; such a server needs 'url'",
                        "mcp.json:8:17: mcpServers.f.type: is not usable; allowed is one of http, streamable-http, sse,"
                                + " stdio",
                        "mcp.json:9:25: mcpServers.g.env: has to hold variables by name",
                        "mcp.json:9:36: mcpServers.g.envFile: " + directory.resolve("5")
                                + " cannot be read: there is no such file",
                        "mcp.json:9:62: mcpServers.g.disabled: is not usable; allowed is true or false",
                        "mcp.json:10:25: mcpServers.h.envFile: has to be the path of a file",
                        "mcp.json:10:48: mcpServers.h.args: has to be a list of texts, such as [a, b]",
                        "mcp.json:11:8: mcpServers.i: needs 'url' or 'command'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}|mcp.json: holds no list of servers; it needs the key 'mcpServers' or 'servers'
            []|mcp.json: holds no list of servers; it needs the key 'mcpServers' or 'servers'
            ``|mcp.json: is empty
            // no|mcp.json: is empty
            {"servers": []}|mcp.json:1:2: servers: has to hold servers by name
            {"servers": {}} {}|mcp.json:1:17: is not valid JSON: something follows after the end
            {"servers": {}|mcp.json:1:15: is not valid JSON: the end comes too early; a }, ] or quote is missing
            {"servers": s3cret}|mcp.json:1:19: is not valid JSON: a text needs double quotes (comments and trailing commas are allowed)
            {"servers": 's3cret'}|mcp.json:1:13: is not valid JSON: Unexpected character (''' (code 39)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')
            {"servers": {"a": {"url": "http://a/"}, "a": {"url": "http://a/"}}}|mcp.json:1:41: servers.a: is already set in line 1
            """)
    void whatIsNoListOfServersIsRefused(String text, String message) {
        assertThat(errors(text)).first().asString().isEqualTo(message).doesNotContain("s3cret");
    }

    @Test
    void theSameServerInTwoListsIsTakenOnceAndADifferentOneRefused() throws IOException {
        Path second = directory.resolve("second.json");
        Files.writeString(file, "{\"mcpServers\": {\"a\": {\"url\": \"http://a/\"}}}");
        Files.writeString(second, "{\"servers\": {\"a\": {\"url\": \"http://a/\"}, \"b\": {\"url\": \"http://b/\"}}}");

        assertThat(ConfigLoader.load(inputs(file, second)).config().upstreams().keySet())
                .containsExactly("a", "b");

        Files.writeString(second, "{\"servers\": {\"a\": {\"url\": \"http://other/\"}}}");
        assertThat(catchThrowableOfType(InvalidConfigException.class, () -> ConfigLoader.load(inputs(file, second))))
                .hasMessage(
                        second + ":1:14: servers.a: is configured differently in another place; rename one of them or"
                                + " leave it out");
    }

    @Test
    void anEnvFileIsCheckedLineByLine() throws IOException {
        Files.writeString(directory.resolve("dev.env"), "A=1\ns3cret\n");

        assertThat(errors("{\"servers\": {\"a\": {\"command\": \"x\", \"envFile\": \"dev.env\"}}}"))
                .containsExactly("dev.env:2:1: is not a line of the form NAME=value");
    }

    private static UpstreamTransport.Http.Kind kind(UpstreamConfig upstream) {
        return ((UpstreamTransport.Http) upstream.transport()).type();
    }

    private LoadedConfig load(String text) throws IOException {
        Files.writeString(file, text);
        return ConfigLoader.load(inputs(file));
    }

    private List<String> errors(String text) {
        return catchThrowableOfType(InvalidConfigException.class, () -> load(text)).errors().stream()
                .map(error -> error.toString().replaceFirst("^" + directory + "/", ""))
                .toList();
    }

    private static ConfigInputs inputs(Path... files) {
        return new ConfigInputs(null, List.of(files), List.of(), Map.of(), ENVIRONMENT);
    }
}
