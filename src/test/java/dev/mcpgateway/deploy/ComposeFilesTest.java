package dev.mcpgateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.SettingKey;
import dev.mcpgateway.config.SettingType;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.config.load.ConfigInputs;
import dev.mcpgateway.config.load.ConfigLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What has to hold of the files of Docker Compose, whatever Docker says of them. */
class ComposeFilesTest {
    private static final Path COMPOSE = Path.of("docker-compose.yml");
    private static final Path PRODUCTION = Path.of("docker-compose.prod.yml");
    private static final Path NGINX = Path.of("deploy/compose/nginx/nginx.conf");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z0-9_]+)");
    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^#? ?([A-Z][A-Z0-9_]*)=");
    /** Taken over from the environment of Compose when it is set there. */
    private static final Pattern TAKEN_OVER = Pattern.compile("(?m)^ +([A-Z0-9_]+):$");
    /** What the AWS SDK reads by itself, and the command line; everything else is a setting. */
    private static final Set<String> OTHERS = Set.of(
            "GATEWAY_CONFIG",
            // For gateway.yaml, which may name it.
            "SERVICE_AUTH_TOKEN",
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_PROFILE",
            "AWS_CONFIG_FILE",
            "AWS_SHARED_CREDENTIALS_FILE",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN");

    private static List<Path> composeFiles() throws IOException {
        try (Stream<Path> more = Files.list(Path.of("deploy/compose"))) {
            return Stream.concat(
                            Stream.of(COMPOSE, PRODUCTION),
                            more.filter(file -> file.toString().endsWith(".yml")))
                    .toList();
        }
    }

    private static String allComposeFiles() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : composeFiles()) {
            all.append(Files.readString(file));
        }
        return all.toString();
    }

    private static Map<?, ?> yaml(Path file) throws IOException {
        LoadSettings settings =
                LoadSettings.builder().setMaxAliasesForCollections(100).build();
        return (Map<?, ?>) new Load(settings).loadFromString(Files.readString(file));
    }

    /** A service with what it takes over by {@code <<}. */
    private static Map<Object, Object> service(Path file, String name) throws IOException {
        return merged((Map<?, ?>) ((Map<?, ?>) yaml(file).get("services")).get(name));
    }

    private static Map<Object, Object> merged(Map<?, ?> own) {
        Map<Object, Object> all = new HashMap<>();
        if (own.get("<<") instanceof Map<?, ?> inherited) {
            all.putAll(merged(inherited));
        }
        own.forEach((key, value) -> {
            if (!"<<".equals(key)) {
                all.put(key, value instanceof Map<?, ?> map ? merged(map) : value);
            }
        });
        return all;
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyPortIsPublishedOnLoopbackOnly() throws Exception {
        List<String> published = new ArrayList<>();
        for (Path file : composeFiles()) {
            collectPorts(yaml(file), published);
        }
        assertThat(published).hasSizeGreaterThan(4).allMatch(port -> port.startsWith("127.0.0.1:"));
    }

    private static void collectPorts(Object node, List<String> into) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if ("ports".equals(key) && value instanceof List<?> ports) {
                    ports.forEach(port -> into.add(String.valueOf(port)));
                } else {
                    collectPorts(value, into);
                }
            });
        }
    }

    @Test
    void localStackIsTheLastVersionThatNeedsNoLicence() throws Exception {
        assertThat(service(COMPOSE, "localstack").get("image"))
                .isEqualTo("${LOCALSTACK_IMAGE:-localstack/localstack:4.4.0}");
    }

    @Test
    void localStackIsHealthyOnlyOnceTheTableAndTheKeyAreThere() throws Exception {
        assertThat(String.valueOf(service(COMPOSE, "localstack").get("healthcheck")))
                .contains("/_localstack/init/ready", "completed");
        assertThat(service(COMPOSE, "gateway").get("depends_on"))
                .isEqualTo(Map.of("localstack", Map.of("condition", "service_healthy")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "gateway-1", "gateway-2", "balancer", "tasks", "prometheus", "grafana"})
    void whatIsReachedIsConfined(String name) throws Exception {
        assertThat(service(COMPOSE, name))
                .containsEntry("read_only", true)
                .containsEntry("cap_drop", List.of("ALL"))
                .containsEntry("security_opt", List.of("no-new-privileges:true"))
                .containsEntry("restart", "unless-stopped")
                .containsKey("mem_limit");
    }

    @Test
    void theGatewayInProductionIsConfinedAsWell() throws Exception {
        assertThat(service(PRODUCTION, "gateway"))
                .containsEntry("read_only", true)
                .containsEntry("cap_drop", List.of("ALL"))
                .containsEntry("security_opt", List.of("no-new-privileges:true"))
                .containsKey("mem_limit");
    }

    @Test
    void noFileHasTheVersionThatComposeWarnsAbout() throws Exception {
        for (Path file : composeFiles()) {
            assertThat(yaml(file).containsKey("version")).as(file.toString()).isFalse();
        }
    }

    @Test
    void theTaskServiceIsReachedByContainersAloneAndKnowsNoTokenOfItsOwn() throws Exception {
        Map<Object, Object> tasks = service(COMPOSE, "tasks");
        assertThat(tasks).doesNotContainKey("ports").containsEntry("command", List.of("example-tasks"));
        assertThat(tasks.get("environment"))
                .isEqualTo(Map.of("HOST", "0.0.0.0", "PORT", 8000, "SERVICE_AUTH_TOKEN", "${SERVICE_AUTH_TOKEN:-}"));
    }

    @Test
    void nobodyGetsIntoGrafanaWithoutThePasswordOfTheOperator() throws Exception {
        Map<Object, Object> grafana = service(COMPOSE, "grafana");
        assertThat(merged((Map<?, ?>) grafana.get("environment")))
                .containsEntry("GF_SECURITY_ADMIN_PASSWORD", "${GRAFANA_PASSWORD:-}")
                .containsEntry("GF_AUTH_ANONYMOUS_ENABLED", "false")
                .containsEntry("GF_USERS_ALLOW_SIGN_UP", "false");
        assertThat(refusal(grafana, "")).contains("GRAFANA_PASSWORD is not set");
        assertThat(refusal(grafana, "secret"))
                .as("it goes on to what the image starts")
                .doesNotContain("GRAFANA_PASSWORD");
    }

    /** What the entry point says on its own, where there is no Grafana to start. */
    private static String refusal(Map<Object, Object> grafana, String password) throws Exception {
        List<String> command = ((List<?>) grafana.get("entrypoint"))
                .stream().map(word -> String.valueOf(word).replace("$$", "$")).toList();
        ProcessBuilder shell = new ProcessBuilder(command).redirectErrorStream(true);
        shell.environment().put("GF_SECURITY_ADMIN_PASSWORD", password);
        Process process = shell.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isNotZero();
        return said;
    }

    @Test
    void theLoadBalancerNeverSendsAWriteTwice() throws Exception {
        assertThat(directives())
                .contains("proxy_next_upstream error timeout;")
                .noneMatch(line -> line.contains("non_idempotent"));
    }

    @Test
    void theLoadBalancerKeepsNobodyAtOneGateway() throws Exception {
        assertThat(directives())
                .noneMatch(line -> line.matches("(ip_hash|hash|sticky|least_conn|random)\\b.*"))
                .filteredOn(line -> line.startsWith("server gateway-"))
                .hasSize(2);
    }

    @Test
    void theLoadBalancerPassesEventsAtOnce() throws Exception {
        assertThat(directives()).contains("proxy_buffering off;", "proxy_read_timeout 1h;");
    }

    private static List<String> directives() throws IOException {
        return Files.readAllLines(NGINX).stream()
                .map(String::strip)
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    @Test
    void everyVariableOfTheComposeFilesStandsInTheExample() throws Exception {
        String files = allComposeFiles();
        Set<String> read = names(VARIABLE, files);
        read.addAll(names(TAKEN_OVER, files));
        // Of `make rolling`, which sets it itself.
        read.remove("ROLLING_COUNTS_PORT");
        assertThat(names(DOCUMENTED, Files.readString(Path.of(".env.example")))).containsAll(read);
    }

    @Test
    void everyVariableOfTheExampleIsReadByACompose() throws Exception {
        String files = allComposeFiles();
        Set<String> read = names(VARIABLE, files);
        read.addAll(names(TAKEN_OVER, files));
        assertThat(read).containsAll(names(DOCUMENTED, Files.readString(Path.of(".env.example"))));
    }

    @Test
    void everyVariableOfTheContainersIsReadByTheGateway() throws Exception {
        Set<Object> known = new TreeSet<>(OTHERS);
        known.addAll(settings(GatewayConfig.class));
        for (Path file : List.of(COMPOSE, PRODUCTION)) {
            assertThat(known)
                    .as(file.toString())
                    .containsAll(((Map<?, ?>) service(file, "gateway").get("environment")).keySet());
        }
    }

    private static Set<String> settings(Class<? extends Record> section) {
        Set<String> names = new TreeSet<>();
        for (SettingKey key : Settings.keys(section)) {
            names.add(key.setting().env());
            if (key.type() instanceof SettingType.Section nested) {
                names.addAll(settings(nested.type()));
            }
        }
        return names;
    }

    @ParameterizedTest
    @ValueSource(strings = {"deploy/compose/config", "deploy/compose/rolling", "deploy/compose/tasks"})
    void theConfigurationsThatAreMountedAreGood(String directory) throws Exception {
        Map<String, String> environment = new HashMap<>();
        ((Map<?, ?>) service(COMPOSE, "gateway").get("environment")).forEach((name, value) -> {
            if (value != null) {
                environment.put(String.valueOf(name), withDefaults(String.valueOf(value)));
            }
        });
        environment.put("SERVICE_AUTH_TOKEN", "made-up");
        assertThatCode(() -> ConfigLoader.load(new ConfigInputs(
                        Path.of(directory, "gateway.yaml"), List.of(), List.of(), Map.of(), environment)))
                .doesNotThrowAnyException();
    }

    private static String withDefaults(String value) {
        return Pattern.compile("\\$\\{[A-Z0-9_]+(?::?-([^}]*))?}")
                .matcher(value)
                .replaceAll((MatchResult found) -> found.group(1) == null ? "" : found.group(1));
    }
}
