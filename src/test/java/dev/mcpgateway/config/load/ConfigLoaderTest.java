package dev.mcpgateway.config.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mcpgateway.config.AuthConfig;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.LoggingConfig;
import dev.mcpgateway.config.Secret;
import dev.mcpgateway.config.StoreConfig;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.config.UpstreamTransport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("gateway.yaml");
    }

    @Test
    void theFileMayBeTheTextOfAVariable() {
        ConfigInputs inputs = new ConfigInputs(
                null,
                List.of(),
                List.of(),
                Map.of(),
                Map.of(
                        "GATEWAY_CONFIG_YAML",
                        "upstreams: {docs: {url: '${DOCS}/mcp'}}",
                        "DOCS",
                        "https://example.com"));

        assertThat(ConfigLoader.load(inputs).config().upstreams()).containsOnlyKeys("docs");
    }

    @Test
    void anErrorInTheTextOfAVariableIsFoundByItsLine() {
        ConfigInputs inputs = new ConfigInputs(
                null, List.of(), List.of(), Map.of(), Map.of("GATEWAY_CONFIG_YAML", "listener:\n  prot: 80\n"));

        assertThat(catchThrowableOfType(InvalidConfigException.class, () -> ConfigLoader.load(inputs)))
                .hasMessageContaining("GATEWAY_CONFIG_YAML:2")
                .hasMessageContaining("prot");
    }

    @Test
    void aFileAndTheTextOfAVariableContradictEachOther() throws IOException {
        Files.writeString(file, "upstreams: {}");
        ConfigInputs inputs =
                new ConfigInputs(file, List.of(), List.of(), Map.of(), Map.of("GATEWAY_CONFIG_YAML", "upstreams: {}"));

        assertThat(catchThrowableOfType(InvalidConfigException.class, () -> ConfigLoader.load(inputs)))
                .hasMessageContaining("GATEWAY_CONFIG_YAML")
                .hasMessageContaining("use one of the two");
    }

    @Test
    void everySettingOfAFileIsRead() {
        GatewayConfig config = load("""
                listener:
                  host: localhost
                  port: 4000
                  publicUrl: https://mcp.example.com
                  corsOrigins: [https://app.example.com]
                  requestBytes: 1MiB
                auth: {mode: none, allowNonLoopback: true}
                upstreams:
                  remote:
                    url: https://example.com/mcp
                    type: streamable-http
                    headers:
                      Authorization: Bearer abc
                    era: modern
                    prefix: r_
                    deadlines: {connect: 250ms}
                  local:
                    command: npx
                    args: [-y, some-server]
                    env: {TOKEN: abc}
                    enabled: false
                sessions: {idleTimeout: 2h}
                logging: {level: debug}
                """);

        assertThat(config.listener().port()).isEqualTo(4000);
        assertThat(config.listener().publicUrl()).isEqualTo(URI.create("https://mcp.example.com"));
        assertThat(config.listener().corsOrigins()).containsExactly("https://app.example.com");
        assertThat(config.listener().requestBytes()).isEqualTo(1 << 20);
        assertThat(config.auth().mode()).isEqualTo(AuthConfig.Mode.NONE);
        assertThat(config.auth().allowNonLoopback()).isTrue();
        assertThat(config.sessions().idleTimeout()).isEqualTo(Duration.ofHours(2));
        assertThat(config.logging().level()).isEqualTo(LoggingConfig.Level.DEBUG);
        assertThat(config.upstreams().keySet()).containsExactly("remote", "local");

        UpstreamConfig remote = config.upstreams().get("remote");
        assertThat(remote.era()).isEqualTo(UpstreamConfig.Era.MODERN);
        assertThat(remote.prefix()).isEqualTo("r_");
        assertThat(remote.deadlines().connect()).isEqualTo(Duration.ofMillis(250));
        assertThat(remote.deadlines().idle()).isEqualTo(Duration.ofMinutes(5));
        assertThat(remote.transport())
                .isEqualTo(UpstreamTransport.Http.of(URI.create("https://example.com/mcp"))
                        .withType(UpstreamTransport.Http.Kind.STREAMABLE_HTTP)
                        .withHeaders(Map.of("Authorization", Secret.of("Bearer abc"))));
        assertThat(config.upstreams().get("local").transport())
                .isEqualTo(UpstreamTransport.Stdio.of(
                        "npx", List.of("-y", "some-server"), Map.of("TOKEN", Secret.of("abc"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "listener:\nupstreams:\n", "{}", "listener: {tls: ~}"})
    void whatIsLeftOutHasItsDefault(String text) {
        assertThat(load(text)).isEqualTo(GatewayConfig.defaults());
    }

    @Test
    void flagsAreStrongerThanTheEnvironmentAndThatThanTheFile() {
        write("listener: {port: 1000}\nlogging: {level: error}\n");
        Map<String, String> environment =
                Map.of("PORT", "2000", "LOG_LEVEL", "WARN", "CORS_ORIGINS", "http://a, http://b,");
        Map<String, ConfigInputs.Flag> flags = Map.of("listener.port", new ConfigInputs.Flag("--port", "3000"));

        GatewayConfig config = ConfigLoader.load(new ConfigInputs(file, List.of(), List.of(), flags, environment))
                .config();

        assertThat(config.listener().port()).isEqualTo(3000);
        assertThat(config.logging().level()).isEqualTo(LoggingConfig.Level.WARN);
        assertThat(config.listener().corsOrigins()).containsExactly("http://a", "http://b");
    }

    @Test
    void proxiesComeFromTheEnvironmentInBothSpellings() {
        Map<String, String> environment =
                Map.of("https_proxy", "http://proxy:3128", "HTTP_PROXY", "", "NO_PROXY", "a.test,b.test");

        GatewayConfig config = ConfigLoader.load(new ConfigInputs(null, List.of(), List.of(), Map.of(), environment))
                .config();

        assertThat(config.proxy().http()).isNull();
        assertThat(config.proxy().https()).isNotNull();
        assertThat(config.proxy().noProxy()).containsExactly("a.test", "b.test");
    }

    @Test
    void anErrorInAFlagOrVariableNamesIt() {
        Map<String, ConfigInputs.Flag> flags = Map.of("listener.port", new ConfigInputs.Flag("--port", "http"));
        ConfigInputs inputs = new ConfigInputs(
                null, List.of(), List.of("x", "a b=http://x", "c=ftp://x"), flags, Map.of("LOG_FORMAT", "xml"));

        assertThat(errors(inputs))
                .containsExactlyInAnyOrder(
                        "--port: listener.port: is not usable; allowed is a whole number",
                        "LOG_FORMAT: logging.format: is not usable; allowed is one of auto, human, json",
                        "--upstream: has to be of the form name=url",
                        "--upstream: a b: is not usable as a name; allowed are letters, digits, _ and -, at most 32,"
                                + " beginning with a letter or digit, for example 'a-b'",
                        "--upstream: --upstream c.url: is not usable; allowed is an address such as"
                                + " https://example.com/mcp");
    }

    @Test
    void anUpstreamFlagIsTakenAsItIs() {
        ConfigInputs inputs =
                new ConfigInputs(null, List.of(), List.of("a=http://127.0.0.1:1/mcp?x=1"), Map.of(), Map.of());

        assertThat(ConfigLoader.load(inputs).config().upstreams().values())
                .containsExactly(UpstreamConfig.http("a", URI.create("http://127.0.0.1:1/mcp?x=1"))
                        .withAccess(UpstreamConfig.Access.EVERYONE_SIGNED_IN));
    }

    @Test
    void anUpstreamFlagOpensNothingToOtherMachines() {
        ConfigInputs inputs = new ConfigInputs(
                null,
                List.of(),
                List.of("a=http://127.0.0.1:1/mcp"),
                Map.of(
                        "listener.host", new ConfigInputs.Flag("--host", "0.0.0.0"),
                        "auth.mode", new ConfigInputs.Flag("--auth", "sign-in")),
                Map.of());

        LoadedConfig loaded = ConfigLoader.load(inputs);
        assertThat(loaded.config().upstreams().values())
                .extracting(UpstreamConfig::access)
                .containsExactly(UpstreamConfig.Access.RULES);
        assertThat(loaded.notices()).anySatisfy(notice -> assertThat(notice).contains("nobody may use this upstream"));
    }

    @Test
    void credentialsThatSomebodyElseCouldWriteAreAnError() {
        assertThat(errors("""
                upstreams:
                  shared: {url: 'http://127.0.0.1:1/mcp', shared: true, credentials: {kind: jwt}}
                  process: {command: x, credentials: {kind: jwt}}
                  forwarded:
                    url: http://127.0.0.1:1/mcp
                    forwardHeaders: [X-Acting-For]
                    credentials: {kind: jwt, header: x-acting-for}
                  twice:
                    url: http://127.0.0.1:1/mcp
                    headers: {Authorization: Bearer x}
                    credentials: {kind: jwt}
                  unsigned: {url: 'http://127.0.0.1:1/mcp', credentials: {kind: user-id, secret: short}}
                  own: {url: 'http://127.0.0.1:1/mcp', credentials: {kind: jwt, header: Mcp-Session-Id}}
                """))
                .extracting(error -> error.replaceFirst("gateway.yaml:\\d+:\\d+: upstreams\\.", ""))
                .containsExactlyInAnyOrder(
                        "shared.shared: cannot stand beside 'credentials': people would speak through each other's session",
                        "process.credentials.kind: needs a remote server; a process is sent no headers",
                        "forwarded.forwardHeaders: lists X-Acting-For, by which clients could be anybody",
                        "twice.credentials.header: is among 'headers' as well; leave one of them out",
                        "unsigned.credentials.secret: is needed for 'user-id', with at least 32 bytes",
                        "own.credentials.header: is written by the gateway itself and cannot be set");
    }

    @Test
    void aTokenOfNobodysOrASecretForAnybodyIsAnError() {
        assertThat(errors("""
                auth: {mode: none}
                upstreams:
                  nobody: {url: 'http://127.0.0.1:1/mcp', credentials: {kind: oauth}}
                  process: {command: x, credentials: {kind: oauth}}
                  other: {url: 'http://127.0.0.1:1/mcp', credentials: {kind: jwt, oauth: {clientId: c}}}
                  anybody:
                    url: http://127.0.0.1:1/mcp
                    credentials:
                      kind: oauth
                      header: X-Token
                      oauth:
                        clientId: c
                        clientSecret: s3cret
                        allowedOrigins: ['http://127.0.0.1:9000/path', 'https://auth.example.com']
                        scopes: [read, 'wri"te']
                  query: {url: 'http://127.0.0.1:1/mcp', credentials: {kind: oauth, oauth: {issuer: 'https://a/?b'}}}
                """))
                .noneMatch(error -> error.contains("s3cret"))
                .extracting(error -> error.replaceFirst("gateway.yaml:\\d+:\\d+: upstreams\\.", ""))
                .filteredOn(error -> !error.contains("while auth.mode is 'none'"))
                .containsExactlyInAnyOrder(
                        "process.credentials.kind: needs a remote server; a process is sent no headers",
                        "other.credentials.oauth: needs credentials.kind: oauth",
                        "anybody.credentials.header: cannot be chosen for 'oauth': a token goes into Authorization",
                        "anybody.credentials.oauth.clientSecret: needs clientId and issuer beside it: it is sent to that"
                                + " authorization server alone, whatever the server's metadata says",
                        "anybody.credentials.oauth.allowedOrigins: holds what is no origin; allowed is http(s)://host[:port]"
                                + " in lower case",
                        "anybody.credentials.oauth.scopes: holds what is no scope (RFC 6749, section 3.3)",
                        "query.credentials.oauth.issuer: has to be an http(s) address without user, query and fragment");
    }

    @Test
    void aSetThatMeansNothingIsAnError() {
        assertThat(errors("""
                upstreams:
                  docs: {url: http://127.0.0.1:1/mcp}
                sets:
                  good: {tools: [docs/read, '*/search*']}
                  empty: {tools: []}
                  wrong: {tools: [read, /read, docs/, missing/read]}
                  in valid: {tools: [docs/read]}
                """))
                .extracting(error -> error.replaceFirst("gateway.yaml:\\d+:\\d+: ", ""))
                .anySatisfy(error -> assertThat(error).startsWith("sets.in valid: is not usable as a name"))
                .contains(
                        "sets.empty.tools: has to hold at least one tool, such as docs/search or docs/*",
                        "sets.wrong.tools: holds 'read'; write upstream/tool, such as docs/search or docs/*",
                        "sets.wrong.tools: holds '/read'; write upstream/tool, such as docs/search or docs/*",
                        "sets.wrong.tools: holds 'docs/'; write upstream/tool, such as docs/search or docs/*",
                        "sets.wrong.tools: names 'missing', and there is no such upstream");
    }

    @Test
    void aRuleThatMeansNothingIsAnError() {
        assertThat(errors("""
                policy:
                  rules:
                    a: {effect: allow, upstreams: [missing, 'm*'], annotations: [readonly], shown: true}
                    b: {effect: deny, people: [example.com], domains: [a@example.com]}
                """))
                .extracting(error -> error.replaceFirst("gateway.yaml:\\d+:\\d+: ", ""))
                .containsExactlyInAnyOrder(
                        "policy.rules.a.upstreams: names 'missing', and there is no such upstream",
                        "policy.rules.a.annotations: holds 'readonly'; allowed is readOnlyHint, destructiveHint",
                        "policy.rules.a.shown: belongs to 'effect: deny'; what is allowed is shown anyway",
                        "policy.rules.b.people: has to hold e-mail addresses; for organizations there is 'domains'",
                        "policy.rules.b.domains: has to hold domains such as example.com; for addresses there is 'people'");
    }

    @Test
    void everyErrorOfAFileIsNamedWithItsPlace() {
        assertThat(errors("""
                        upstreamz: {}
                        listener:
                          port: 70000
                          prot: 1
                          port: 1
                          idleTimeout: 5 minutes
                        port: 3000
                        drain: [a]
                        logging: {level: loud}
                        upstreams:
                          "a b": {url: http://x}
                          none: {}
                          both: {url: 'http://x/', command: npx, args: []}
                          mixed: {command: npx, headers: {}}
                          odd: {url: not-a-url, prefix: 'a b', shared: maybe}
                          list: [a]
                        """))
                .containsExactly(
                        "gateway.yaml:1:1: upstreamz: is not a setting; did you mean 'upstreams'?",
                        "gateway.yaml:3:9: listener.port: is not usable; allowed is a whole number, from 0 to 65535",
                        "gateway.yaml:4:3: listener.prot: is not a setting; did you mean 'port'?",
                        "gateway.yaml:5:3: listener.port: is already set in line 3",
                        "gateway.yaml:6:16: listener.idleTimeout: is not usable; allowed is a time such as 500ms, 15s, 5m"
                                + " or 24h",
                        "gateway.yaml:7:1: port: is not a setting; did you mean 'listener.port'?",
                        "gateway.yaml:8:8: drain: has to hold keys and values",
                        "gateway.yaml:9:18: logging.level: is not usable; allowed is one of trace, debug, info, warn,"
                                + " error",
                        "gateway.yaml:11:3: upstreams.a b: is not usable as a name; allowed are letters, digits, _ and -,"
                                + " at most 32, beginning with a letter or digit, for example 'a-b'",
                        "gateway.yaml:12:9: upstreams.none: needs 'url' or 'command'",
                        "gateway.yaml:13:28: upstreams.both.command: cannot stand beside 'url'",
                        "gateway.yaml:13:42: upstreams.both.args: belongs to 'command', which is not used here",
                        "gateway.yaml:14:25: upstreams.mixed.headers: belongs to 'url', which is not used here",
                        "gateway.yaml:15:14: upstreams.odd.url: is not usable; allowed is an address such as"
                                + " https://example.com/mcp",
                        "gateway.yaml:15:33: upstreams.odd.prefix: is not usable; allowed is what matches"
                                + " [A-Za-z0-9_-]{0,32}",
                        "gateway.yaml:15:48: upstreams.odd.shared: is not usable; allowed is true or false",
                        "gateway.yaml:16:9: upstreams.list: has to hold keys and values");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            port: 3001: 5|gateway.yaml:1:11: is not valid YAML: mapping values are not allowed here
            listener: {port: 1|gateway.yaml:1:19: is not valid YAML: expected ',' or '}', but got <stream end>
            - a|gateway.yaml:1:1: has to hold keys and values, such as 'upstreams:'
            text|gateway.yaml:1:1: has to hold keys and values, such as 'upstreams:'
            logging: {level: !s3cret }|gateway.yaml:1:18: carries a tag, which means nothing here; a text that begins with ! needs quotes
            logging: {level: *s3cret}|gateway.yaml:1:18: refers to an anchor that is not there; a text that begins with * needs quotes
            logging: {level: !s3cret!x y}|gateway.yaml:1:18: is not valid YAML: a text that begins with !, %, @ or ` needs quotes
            {[a]: b}|gateway.yaml:1:2: a key has to be a text
            """)
    void whatIsNoYamlIsRefusedWithoutRepeatingIt(String text, String message) {
        assertThat(errors(text)).singleElement().asString().isEqualTo(message).doesNotContain("s3cret");
    }

    @Test
    void aSecondDocumentIsRefused() {
        assertThat(errors("logging: {}\n---\nlogging: {}\n"))
                .containsExactly("gateway.yaml:2:1: holds a second document; one is allowed");
    }

    @Test
    void deepNestingIsRefused() {
        assertThat(errors("[".repeat(100_000))).singleElement().asString().endsWith("is nested more than 64 deep");
    }

    @Test
    void anchorsCanBeUsedTwice() {
        GatewayConfig config = load("""
                upstreams:
                  one: {url: 'http://a/mcp', headers: &headers {X-Key: abc}, limits: {concurrentCalls: &n 7}}
                  two: {url: 'http://b/mcp', headers: *headers, limits: {concurrentCalls: *n}}
                """);

        assertThat(config.upstreams().get("two").limits().concurrentCalls()).isEqualTo(7);
        assertThat(((UpstreamTransport.Http) config.upstreams().get("two").transport()).headers())
                .containsEntry("X-Key", Secret.of("abc"));
    }

    @Test
    void aMissingFileIsAnError() {
        assertThat(errors(ConfigInputs.ofFile(file))).singleElement().asString().endsWith("there is no such file");
        assertThat(errors(ConfigInputs.ofFile(directory)))
                .singleElement()
                .asString()
                .endsWith("it is a directory");
    }

    @Test
    void aFileThatIsNoTextIsAnError() throws IOException {
        Files.write(file, new byte[] {'a', (byte) 0xff});
        assertThat(errors(ConfigInputs.ofFile(file))).singleElement().asString().endsWith("it is not UTF-8");

        Files.write(file, new byte[5 << 20]);
        assertThat(errors(ConfigInputs.ofFile(file))).singleElement().asString().endsWith("it is larger than 4MiB");

        Files.write(file, new byte[] {'a', 1});
        assertThat(errors(ConfigInputs.ofFile(file)))
                .singleElement()
                .asString()
                .contains("characters that no text has");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheText() {
        assertThat(load("\uFEFFlistener: {port: 1}").listener().port()).isEqualTo(1);
    }

    @Test
    void pathsAreRelativeToTheFileAndTildeIsTheHomeDirectory() {
        assertThat(load("store: {dataDir: data}").store().dataDir()).isEqualTo(directory.resolve("data"));
        assertThat(load("store: {dataDir: ~/data}").store().dataDir())
                .isEqualTo(Path.of(System.getProperty("user.home"), "data"));
    }

    @Test
    void settingsThatContradictEachOtherAreRefused() {
        assertThat(errors("""
                        listener: {host: 0.0.0.0, port: 4000, idleTimeout: 20s, publicUrl: 'https://u:p@x', corsOrigins: [x]}
                        management: {port: 4000}
                        drain: {budget: 1s}
                        streams: {keepAlive: 20s, maxAge: 5m}
                        sessions: {idleTimeout: 10s}
                        auth: {mode: none}
                        """))
                .containsExactlyInAnyOrder(
                        "gateway.yaml:1:12: listener.host: lets other machines in while nobody has to sign in; listen on"
                                + " 127.0.0.1, or set auth.allowNonLoopback: true if everyone there may use every"
                                + " upstream",
                        "gateway.yaml:1:57: listener.publicUrl: has to be an address without user, query and fragment",
                        "gateway.yaml:1:85: listener.corsOrigins: holds what is no origin; allowed is"
                                + " scheme://host[:port], or *",
                        "gateway.yaml:1:39: listener.idleTimeout: has to be longer than streams.keepAlive, or silent"
                                + " streams are cut off",
                        "gateway.yaml:2:14: management.port: is the port of the public listener as well; choose another"
                                + " one",
                        "gateway.yaml:3:9: drain.lameDuck: is longer than drain.budget, of which it is a part",
                        "gateway.yaml:4:27: streams.maxAgeJitter: has to be shorter than streams.maxAge",
                        "gateway.yaml:5:12: sessions.touchInterval: is longer than sessions.idleTimeout: sessions would"
                                + " expire while in use");
    }

    @Test
    void aSessionSecretThatCanBeGuessedIsRefusedWhereOthersReachTheListener() {
        String reachable = "listener: {host: 0.0.0.0}\nauth: {mode: sign-in, sessionSecret: '%s'}";
        String good = "0123456789abcdef0123456789abcdef";

        assertThat(errors(reachable.formatted(good + ", short-and-secret")))
                .containsExactly("gateway.yaml:2:23: auth.sessionSecret: needs at least 32 bytes in each secret where"
                        + " other machines reach the listener, but the shortest has 16; make one with: openssl rand"
                        + " -base64 33");
        assertThat(load(reachable.formatted(good + "," + good)).auth().sessionSecrets())
                .hasSize(2);
        assertThat(load("auth: {sessionSecret: short}").auth().sessionSecrets()).hasSize(1);
    }

    @Test
    void aTableOrAKeyOfAwsMeansDynamoDb() {
        String secret = "auth: {sessionSecret: x}\n";

        assertThat(load("").store().effectiveKind()).isEqualTo(StoreConfig.Kind.EMBEDDED);
        assertThat(load("store: {region: eu-central-1}").store().effectiveKind())
                .isEqualTo(StoreConfig.Kind.EMBEDDED);
        assertThat(load(secret + "store: {table: t}").store().effectiveKind()).isEqualTo(StoreConfig.Kind.DYNAMODB);
        assertThat(load("store: {kmsKeyId: alias/a}").store())
                .returns(StoreConfig.Kind.DYNAMODB, StoreConfig::effectiveKind)
                .returns("mcp-gateway-sessions", StoreConfig::tableName);
        assertThat(load("store: {kind: embedded, kmsKeyId: alias/a}").store().effectiveKind())
                .isEqualTo(StoreConfig.Kind.EMBEDDED);
    }

    @Test
    void aTableThatNothingProtectsIsRefused() {
        assertThat(errors("store: {table: t}"))
                .containsExactly("gateway.yaml:1:9: store.table: needs a key that protects what is stored there: set"
                        + " store.kmsKeyId (KMS_KEY_ID), or auth.sessionSecret (SESSION_SECRET)");
        assertThat(errors("store: {kind: dynamodb}"))
                .singleElement()
                .asString()
                .startsWith("gateway.yaml:1:9: store.table: needs a key");
        assertThat(errors("store: {attemptTimeout: 9s}"))
                .containsExactly("gateway.yaml:1:9: store.attemptTimeout: is longer than store.callTimeout, of which it"
                        + " is a part");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "listener: {host: 0.0.0.0}\nauth: {mode: development}",
                "listener: {host: 0.0.0.0}\nauth: {mode: development, allowNonLoopback: true}",
                "listener: {host: 0.0.0.0, publicUrl: 'http://10.0.0.1'}\nauth: {mode: development, allowNonLoopback: true}",
                "listener: {publicUrl: 'https://mcp.example.com'}\nauth: {mode: development}",
                "listener: {publicUrl: 'http://localhost.example.com'}\nauth: {mode: development}",
            })
    void aPageThatBelievesEverybodyIsNotForOtherMachines(String yaml) {
        assertThat(errors(yaml)).singleElement().asString().contains("auth.mode: is 'development'");
    }

    @Test
    void developmentInAContainerThatIsPublishedOnLoopbackIsAllowed() {
        assertThat(load("listener: {host: 0.0.0.0, publicUrl: 'http://localhost:3000'}\n"
                                + "auth: {mode: development, allowNonLoopback: true}")
                        .auth()
                        .mode())
                .isEqualTo(AuthConfig.Mode.DEVELOPMENT);
    }

    @Test
    void anIssuerIsReachedByHttpsOrOnThisMachine() {
        assertThat(errors("auth: {oidc: {corp: {issuer: 'http://id.example.com', clientId: a}}}"))
                .singleElement()
                .asString()
                .contains("auth.oidc.corp.issuer: has to be an https address");
        assertThat(load("auth: {oidc: {corp: {issuer: 'http://localhost:9000', clientId: a}}}")
                        .auth()
                        .oidc())
                .containsKey("corp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "127.1.2.3"})
    void loopbackNeedsNoSignIn(String host) {
        assertThat(load("listener: {host: '" + host + "'}").listenerHost()).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.168.1.2", "gateway.example.com"})
    void otherAddressesAreRefusedUnlessTheyAreAllowed(String host) {
        assertThat(errors("listener: {host: '" + host + "'}\nauth: {mode: none}"))
                .hasSize(1);
        assertThat(load("listener: {host: '" + host + "'}").reachableByOthers()).isTrue();
        assertThat(load("listener: {host: '" + host + "'}\nauth: {mode: none, allowNonLoopback: true}")
                        .reachableByOthers())
                .isTrue();
    }

    @Test
    void aCertificateNeedsBothFiles() throws IOException {
        assertThat(errors("listener: {tls: {certFile: cert.pem}}"))
                .containsExactly("gateway.yaml:1:17: listener.tls.keyFile: is missing");
        assertThat(errors("listener: {tls: {certFile: cert.pem, keyFile: key.pem}}"))
                .hasSize(2)
                .allMatch(error -> error.endsWith("there is no such file"));
        Files.createFile(directory.resolve("cert.pem"));
        Files.createFile(directory.resolve("key.pem"));
        assertThat(load("listener: {tls: {certFile: cert.pem, keyFile: key.pem}}")
                        .listener()
                        .tls())
                .isNotNull();
    }

    @Test
    void anUpstreamThatCannotWorkIsRefused() {
        assertThat(errors("""
                        upstreams:
                          a:
                            url: http://user:s3cret@x/#f
                            headers: {Host: x, "a b": x, X-Key: "s3cret\\r\\nX: y"}
                            forwardHeaders: [Cookie, X-User-ID, X-Forwarded-For, Mcp-Session-Id, X-Fine, 'a b']
                            tls: {certFile: none.pem}
                          b: {command: ' ', args: ["\\0"], env: {'A=B': x}, cwd: nowhere, restart: {initial: 1h}}
                        """))
                .noneMatch(error -> error.contains("s3cret"))
                .extracting(error -> error.replaceFirst("^[^ ]* ", ""))
                .containsExactlyInAnyOrder(
                        "upstreams.a.url: holds a user name; put credentials into 'headers'",
                        "upstreams.a.url: has a fragment (#…), which no server sees",
                        "upstreams.a.headers.Host: is written by the gateway itself and cannot be set",
                        "upstreams.a.headers: has a name that no header can have",
                        "upstreams.a.headers.X-Key: holds a line break or control character",
                        "upstreams.a.forwardHeaders: lists Cookie, which is never passed on",
                        "upstreams.a.forwardHeaders: lists X-User-ID, which is never passed on",
                        "upstreams.a.forwardHeaders: lists X-Forwarded-For, which is never passed on",
                        "upstreams.a.forwardHeaders: lists Mcp-Session-Id, which is never passed on",
                        "upstreams.a.forwardHeaders: has a name that no header can have",
                        "upstreams.a.tls: needs a url that begins with https",
                        "upstreams.a.tls: needs certFile and keyFile together",
                        "upstreams.a.tls.certFile: " + directory.resolve("none.pem")
                                + " cannot be read: there is no such file",
                        "upstreams.b.command: is empty; it has to name a program",
                        "upstreams.b.args: holds a NUL character",
                        "upstreams.b.env: holds a variable that no process can have",
                        "upstreams.b.cwd: " + directory.resolve("nowhere") + " is not a directory",
                        "upstreams.b.restart.initial: is longer than restart.max");
    }

    @Test
    void upstreamsWhoseToolsCouldNotBeToldApartAreRefused() {
        String two = "upstreams:\n  a: {url: 'http://x'}\n  a_b: {url: 'http://y'";

        assertThat(errors(two + "}"))
                .containsExactly(
                        "gateway.yaml:3:3: upstreams.a_b.prefix: its tools, 'a_b_…', cannot be told from those of"
                                + " 'a', 'a_…'; rename one of the two or give it another prefix");
        assertThat(load(two + ", enabled: false}").enabledUpstreams()).hasSize(1);
        assertThat(load(two + ", prefix: ''}").enabledUpstreams()).hasSize(2);
        assertThat(load(two + ", prefix: b_}").enabledUpstreams()).hasSize(2);
    }

    @Test
    void aListThatIsNoListIsRefused() {
        assertThat(errors("listener: {corsOrigins: 'http://a', allowedHosts: [{}]}"))
                .containsExactlyInAnyOrder(
                        "gateway.yaml:1:25: listener.corsOrigins: has to be a list of texts, such as [a, b]",
                        "gateway.yaml:1:52: listener.allowedHosts: has to be a text; '' is the empty one");
        assertThat(errors("listener: {port: [1]}\nlogging: {level: }"))
                .containsExactly(
                        "gateway.yaml:1:18: listener.port: has no single value; allowed is a whole number",
                        "gateway.yaml:2:17: logging.level: has no single value; allowed is one of trace, debug, info,"
                                + " warn, error");
    }

    private GatewayConfig load(String text) {
        write(text);
        return ConfigLoader.load(ConfigInputs.ofFile(file)).config();
    }

    private List<String> errors(String text) {
        write(text);
        return errors(ConfigInputs.ofFile(file));
    }

    private List<String> errors(ConfigInputs inputs) {
        return catchThrowableOfType(InvalidConfigException.class, () -> ConfigLoader.load(inputs)).errors().stream()
                .map(error -> error.toString().replace(directory + "/gateway.yaml", "gateway.yaml"))
                .toList();
    }

    private void write(String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
