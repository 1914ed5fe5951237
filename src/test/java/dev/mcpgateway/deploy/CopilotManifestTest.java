package dev.mcpgateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The manifests for AWS Copilot have only keys that it knows, and combinations that it accepts. */
class CopilotManifestTest {
    private static final Map<Integer, List<Integer>> FARGATE_MEMORY = Map.of(
            256, List.of(512, 1024, 2048), 512, List.of(1024, 2048, 3072, 4096), 1024, List.of(2048, 3072, 4096));

    @Test
    void theServicesManifestHasOnlyWhatCopilotKnows() {
        assertThat(ManifestKeys.SERVICE.problems(CopilotFiles.service())).isEmpty();
    }

    @Test
    void theEnvironmentsManifestsHaveOnlyWhatCopilotKnows() {
        assertThat(CopilotFiles.environments().keySet()).containsExactly("prod", "test");
        CopilotFiles.environments()
                .forEach((name, manifest) -> assertThat(ManifestKeys.ENVIRONMENT.problems(manifest))
                        .as(name)
                        .isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http: {pth: /}                           | http.pth is not known
            storage: {readonly_fs: 'yes'}            | storage.readonly_fs. takes [flag], not yes
            logging: {retention: seven}              | logging.retention. takes [number], not seven
            network: {vpc: {placement: privat}}      | network.vpc.placement. takes [=public, =private], not privat
            http: {deregistration_delay: 30}         | http.deregistration_delay. takes [duration], not 30
            http: {version: http3}                   | http.version. takes [=grpc, =http1, =http2], not http3
            count: {range: 1..3}                     | count.range. takes [range], not 1..3
            count: {cpu_percentage: 170}             | count.cpu_percentage. takes [percentage], not 170
            environments: {prod: {netwrk: {}}}       | environments.prod.netwrk is not known
            environments: {prod: {name: other}}      | environments.prod.name is the same in all environments
            type: Web Service                        | type. takes
            image: {healthcheck: {command: curl}}    | image.healthcheck.command. takes [], not curl
            taskdef_override: []                     | taskdef_override is not known
            """)
    void aMistakeInAServiceIsFound(String manifest, String problem) {
        assertThat(ManifestKeys.SERVICE.problems(CfnYaml.map(CfnYaml.parse(manifest))))
                .singleElement()
                .asString()
                .startsWith(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            observability: {container_insight: true}     | observability.container_insight is not known
            http: {public: {certificates: arn}}          | http.public.certificates. takes
            observability: {container_insights: 'on'}    | observability.container_insights. takes [flag], not on
            """)
    void aMistakeInAnEnvironmentIsFound(String manifest, String problem) {
        assertThat(ManifestKeys.ENVIRONMENT.problems(CfnYaml.map(CfnYaml.parse(manifest))))
                .singleElement()
                .asString()
                .startsWith(problem);
    }

    @Test
    void whatIsAcceptedInEachEnvironmentGoesTogether() {
        CopilotFiles.environments()
                .forEach((name, environment) -> assertThat(
                                combinations(name, environment, CopilotFiles.in(name, CopilotFiles.service())))
                        .as(name)
                        .isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            count: {range: 1-3, cpu_percentage: {}}                  | {}                                          | nothing
            image: {healthcheck: {command: [], interval: 9s}}        | {}                                          | nothing
            image: {healthcheck: {interval: 10s}}                    | {}                                          | a curl
            count: {range: 1-3}                                      | {}                                          | scaled
            count: {range: 3-1, cpu_percentage: 50}                  | {}                                          | range
            http: {alias: mcp.example.com}                           | {}                                          | alias
            http: {path: /}                                          | {http: {public: {certificates: [arn]}}}     | alias
            memory: 1000                                             | {}                                          | Fargate
            http: {path: /}                                          | {network: {vpc: {cidr: 10.1.0.0/16}}}       | subnets
            http: {path: /}                                          | {name: other}                               | folder
            """)
    void aCombinationThatCopilotOrFargateRefusesIsFound(String service, String environment, String problem) {
        Map<String, Object> manifest = CopilotFiles.in(
                "x", Map.of("cpu", 512, "memory", 1024, "environments", Map.of("x", CfnYaml.parse(service))));
        List<String> problems = combinations("x", named(CfnYaml.map(CfnYaml.parse(environment))), manifest);
        if (problem.equals("nothing")) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems).singleElement().asString().contains(problem);
        }
    }

    private static Map<String, Object> named(Map<String, Object> environment) {
        environment.putIfAbsent("name", "x");
        return environment;
    }

    private static List<String> combinations(
            String name, Map<String, Object> environment, Map<String, Object> service) {
        List<String> problems = new ArrayList<>();
        if (!name.equals(environment.get("name"))) {
            problems.add("the folder has another name than the environment");
        }
        if (CfnYaml.at(environment, "network", "vpc", "cidr") != null
                && CfnYaml.at(environment, "network", "vpc", "subnets") == null) {
            problems.add("a cidr alone makes a VPC without subnets");
        }
        boolean certificates = CfnYaml.at(environment, "http", "public", "certificates") != null;
        // No application of this repository has a domain; whoever adds one adds the alias with it.
        if (certificates != (CfnYaml.at(service, "http", "alias") != null)) {
            problems.add("http.alias is asked for with certificates, and refused without");
        }
        Object health = CfnYaml.at(service, "image", "healthcheck");
        if (health != null && CfnYaml.at(health, "command") == null) {
            problems.add("image.healthcheck without a command is a curl on port 80");
        }
        Object count = service.get("count");
        Object range = CfnYaml.at(count, "range");
        if (range != null) {
            String[] ends = range.toString().split("-", -1);
            if (Integer.parseInt(ends[0]) > Integer.parseInt(ends[1])) {
                problems.add("the range ends before it begins");
            }
            if (List.of("cpu_percentage", "memory_percentage", "requests", "response_time").stream()
                    .noneMatch(CfnYaml.map(count)::containsKey)) {
                problems.add("a range has to be scaled by something");
            }
        }
        if (!FARGATE_MEMORY.getOrDefault(service.get("cpu"), List.of()).contains(service.get("memory"))) {
            problems.add("AWS Fargate has no task of this size");
        }
        return problems;
    }

    @Test
    void theWorkspaceIsThatOfTheApplication() {
        assertThat(CfnYaml.read(CopilotFiles.FOLDER.resolve(".workspace")))
                .isEqualTo(Map.of("application", "mcp-gateway"));
        assertThat(CopilotFiles.service())
                .containsEntry("name", CopilotFiles.SERVICE.getFileName().toString());
    }

    @Test
    void theImageIsBuiltFromFilesThatAreThere() {
        Object build = CfnYaml.at(CopilotFiles.service(), "image", "build");

        assertThat(CfnYaml.at(build, "dockerfile")).isEqualTo("Dockerfile");
        assertThat(Files.isRegularFile(CopilotFiles.FOLDER.resolveSibling("Dockerfile")))
                .isTrue();
        assertThat(CfnYaml.at(build, "context")).isEqualTo(".");
    }
}
