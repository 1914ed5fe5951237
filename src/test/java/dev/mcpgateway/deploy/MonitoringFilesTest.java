package dev.mcpgateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What has to hold of alerts and dashboard, whatever Prometheus and Grafana say of them. That each query finds something is tested
 * by {@code deploy/compose/monitoring/test}.
 */
class MonitoringFilesTest {
    private static final Path HOME = Path.of("deploy/compose/monitoring");
    private static final Path DASHBOARD = HOME.resolve("grafana/dashboards/mcp-gateway.json");
    private static final Path DOCUMENT = Path.of("docs/monitoring.md");
    private static final int COLUMNS = 24;

    private record Alert(String name, Map<?, ?> rule) {
        String annotation(String key) {
            return String.valueOf(((Map<?, ?>) rule.get("annotations")).get(key));
        }
    }

    private static Map<?, ?> yaml(String file) throws IOException {
        return (Map<?, ?>)
                new Load(LoadSettings.builder().build()).loadFromString(Files.readString(HOME.resolve(file)));
    }

    private static List<Alert> alerts() throws IOException {
        List<Alert> all = new ArrayList<>();
        for (Object group : (List<?>) yaml("prometheus/alerts.yml").get("groups")) {
            for (Object rule : (List<?>) ((Map<?, ?>) group).get("rules")) {
                Map<?, ?> alert = (Map<?, ?>) rule;
                all.add(new Alert(String.valueOf(alert.get("alert")), alert));
            }
        }
        return all;
    }

    private static JsonObject dashboard() throws IOException {
        return new JsonObject(Files.readString(DASHBOARD));
    }

    private static List<JsonObject> panels() throws IOException {
        return objects(dashboard().getJsonArray("panels"));
    }

    /** Those that show something, and not just the title of a row. */
    private static List<JsonObject> graphs() throws IOException {
        return panels().stream()
                .filter(panel -> !panel.getString("type").equals("row"))
                .toList();
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }

    @Test
    void eachAlertSaysWhatIsWrongHowBadItIsAndWhereToReadOn() throws IOException {
        Set<String> anchors = Pattern.compile("(?m)^#+ (.+)$")
                .matcher(Files.readString(DOCUMENT))
                .results()
                .map(heading -> heading.group(1).toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.toSet());
        for (Alert alert : alerts()) {
            assertThat(alert.annotation("summary")).as(alert.name()).hasSizeBetween(10, 120);
            assertThat(alert.annotation("description")).as(alert.name()).hasSizeGreaterThan(40);
            assertThat(((Map<?, ?>) alert.rule().get("labels")).get("severity"))
                    .as(alert.name())
                    .isIn("critical", "warning");
            String runbook = alert.annotation("runbook");
            assertThat(runbook).startsWith(DOCUMENT + "#");
            assertThat(anchors).contains(runbook.substring(runbook.indexOf('#') + 1));
        }
    }

    @Test
    void eachAlertIsTestedToFireAndToBeSilent() throws IOException {
        Set<String> firing = new HashSet<>();
        Set<String> silent = new HashSet<>();
        for (Object test : (List<?>) yaml("prometheus/alerts.test.yml").get("tests")) {
            for (Object checked : (List<?>) ((Map<?, ?>) test).get("alert_rule_test")) {
                Map<?, ?> check = (Map<?, ?>) checked;
                boolean fires = !((List<?>) check.get("exp_alerts")).isEmpty();
                (fires ? firing : silent).add(String.valueOf(check.get("alertname")));
            }
        }
        Set<String> names = alerts().stream().map(Alert::name).collect(Collectors.toSet());
        assertThat(names).hasSizeGreaterThan(10);
        assertThat(firing).isEqualTo(names);
        assertThat(silent).isEqualTo(names);
    }

    @Test
    void eachPanelAsksTheDataSourceThatIsProvisioned() throws IOException {
        Object source = ((List<?>)
                        yaml("grafana/provisioning/datasources/prometheus.yml").get("datasources"))
                .getFirst();
        String uid = String.valueOf(((Map<?, ?>) source).get("uid"));
        for (JsonObject panel : graphs()) {
            assertThat(panel.getJsonObject("datasource").getString("uid")).isEqualTo(uid);
            assertThat(panel.getJsonArray("targets"))
                    .as(panel.getString("title"))
                    .isNotEmpty();
            assertThat(objects(panel.getJsonArray("targets")))
                    .allSatisfy(target -> assertThat(
                                    target.getJsonObject("datasource").getString("uid"))
                            .isEqualTo(uid));
        }
        for (JsonObject variable :
                objects(dashboard().getJsonObject("templating").getJsonArray("list"))) {
            assertThat(variable.getJsonObject("datasource").getString("uid")).isEqualTo(uid);
        }
    }

    @Test
    void eachPanelSaysWhatItShowsAndInWhichUnit() throws IOException {
        assertThat(graphs()).hasSizeGreaterThan(20);
        for (JsonObject panel : graphs()) {
            assertThat(panel.getString("description"))
                    .as(panel.getString("title"))
                    .hasSizeGreaterThan(10);
            assertThat(panel.getJsonObject("fieldConfig")
                            .getJsonObject("defaults")
                            .getString("unit"))
                    .as(panel.getString("title"))
                    .isNotBlank();
        }
    }

    @Test
    void noTwoPanelsHaveOneNumberOrOneTitle() throws IOException {
        assertThat(panels()).extracting(panel -> panel.getInteger("id")).doesNotHaveDuplicates();
        assertThat(panels()).extracting(panel -> panel.getString("title")).doesNotHaveDuplicates();
    }

    @Test
    void noPanelLiesOverAnotherOrBesideTheGrid() throws IOException {
        Set<String> taken = new HashSet<>();
        for (JsonObject panel : panels()) {
            JsonObject place = panel.getJsonObject("gridPos");
            int x = place.getInteger("x");
            int y = place.getInteger("y");
            assertThat(x + place.getInteger("w")).isLessThanOrEqualTo(COLUMNS);
            for (int column = x; column < x + place.getInteger("w"); column++) {
                for (int line = y; line < y + place.getInteger("h"); line++) {
                    assertThat(taken.add(column + "," + line))
                            .as("%s at %d, %d", panel.getString("title"), column, line)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void theDashboardFollowsTheGatewaysThatAreChosen() throws IOException {
        for (JsonObject panel : graphs()) {
            for (JsonObject target : objects(panel.getJsonArray("targets"))) {
                assertThat(target.getString("expr"))
                        .as(panel.getString("title"))
                        .containsAnyOf("instance=~\"$instance\"", "ALERTS{");
            }
        }
    }
}
