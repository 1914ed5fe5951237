package dev.mcpgateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each patch of Copilot's templates finds its path, in every environment: one that does not stops the deployment. */
class CopilotPatchesTest {
    private static final List<?> OF_SERVICE =
            CfnYaml.list(CfnYaml.read(CopilotFiles.SERVICE.resolve("overrides/cfn.patches.yml")));
    private static final List<?> OF_ENVIRONMENTS =
            CfnYaml.list(CfnYaml.read(CopilotFiles.FOLDER.resolve("environments/overrides/cfn.patches.yml")));

    @Test
    void thePatchesOfTheServiceApplyInEveryEnvironment() {
        assertThat(problemsOfService(CopilotFiles.service())).isEmpty();
    }

    @Test
    void thePatchesOfEnvironmentsApplyInEachOfThem() {
        CopilotFiles.environments()
                .forEach((name, environment) -> assertThat(
                                TemplatePatches.problems(OF_ENVIRONMENTS, CopilotTemplate.ofEnvironment(environment)))
                        .as(name)
                        .isEmpty());
    }

    private static List<String> problemsOfService(Map<String, Object> service) {
        return CopilotFiles.environments().keySet().stream()
                .flatMap(name ->
                        TemplatePatches.problems(OF_SERVICE, CopilotTemplate.ofService(CopilotFiles.in(name, service)))
                                .stream())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{count: 1}", "{http: false}"})
    void anEnvironmentThatTakesAPatchedResourceAwayIsFound(String test) {
        Map<String, Object> service = new HashMap<>(CopilotFiles.service());
        service.put("environments", Map.of("test", CfnYaml.parse(test)));

        assertThat(problemsOfService(service)).isNotEmpty();
    }

    @Test
    void anEnvironmentWithoutARangeHasNoFunctionForTheCountAndNothingToScale() {
        Map<String, Object> service = new HashMap<>(CopilotFiles.service());
        service.put("environments", Map.of("test", Map.of("count", 1)));

        assertThat(problemsOfService(service))
                .contains(
                        "/Resources/DynamicDesiredCountFunction/Properties/Runtime does not exist",
                        "AutoScalingTarget is referred to and does not exist");
    }

    @Test
    void anEnvironmentThatImportsCertificatesIsFound() {
        Map<String, Object> environment = CfnYaml.map(CfnYaml.parse("http: {public: {certificates: [arn]}}"));

        assertThat(TemplatePatches.problems(OF_ENVIRONMENTS, CopilotTemplate.ofEnvironment(environment)))
                .contains("/Resources/DNSDelegationFunction/Properties/Runtime does not exist")
                .hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {op: replace, path: /Resources/EnvControlerFunction/Properties/Runtime, value: x}    | does not exist
            {op: replace, path: /Resources/EnvControllerFunction/Runtime, value: x}              | does not exist
            {op: remove, path: /Resources/BucketCleanerFunction}                                 | does not exist
            {op: add, path: /Resources/A/B, value: x}                                            | /Resources/A does not exist
            {op: add, path: /Outputs/-, value: x}                                                | /Outputs does not exist
            {op: add, path: /Resources/Service, value: x}                                        | would be replaced
            {op: add, path: /Outputs/A, value: !Ref Servce}                                      | Servce is referred to
            {op: add, path: /Outputs/A, value: !Sub '${AppNam}-x'}                               | AppNam is referred to
            {op: add, path: /Outputs/A, value: !GetAtt EnvControlerAction.X}                     | EnvControlerAction is referred to
            {op: add, path: /Outputs/A}                                                          | has no value
            {op: copy, path: /Outputs/A, value: x}                                               | copy is no operation
            {op: add, path: /Outputs/A, value: x, when: prod}                                    | when is not known
            """)
    void aMistakeInAPatchIsFound(String patch, String problem) {
        CopilotTemplate template = CopilotTemplate.ofService(CopilotFiles.service());

        assertThat(TemplatePatches.problems(List.of(CfnYaml.parse(patch)), template))
                .singleElement()
                .asString()
                .contains(problem);
    }

    @Test
    void everyFunctionThatCopilotAlwaysMakesGetsARunTimeThatLambdaStillCreates() {
        CopilotTemplate service = CopilotTemplate.ofService(CopilotFiles.service());
        assertThat(runTimes(OF_SERVICE))
                .containsOnlyKeys(service.pointers().stream()
                        .filter(pointer -> pointer.endsWith("/Runtime"))
                        .toList())
                .allSatisfy((path, runTime) -> assertThat(runTime).isEqualTo("nodejs24.x"));
        CopilotTemplate environment =
                CopilotTemplate.ofEnvironment(CopilotFiles.environments().get("prod"));
        assertThat(runTimes(OF_ENVIRONMENTS))
                .containsOnlyKeys(environment.pointers().stream()
                        .filter(pointer -> pointer.endsWith("/Runtime"))
                        .toList())
                .allSatisfy((path, runTime) -> assertThat(runTime).isEqualTo("nodejs24.x"));
    }

    private static Map<String, Object> runTimes(List<?> patches) {
        Map<String, Object> runTimes = new HashMap<>();
        for (Object each : patches) {
            Map<String, Object> patch = CfnYaml.map(each);
            if (patch.get("path").toString().endsWith("/Runtime")) {
                runTimes.put(patch.get("path").toString(), patch.get("value"));
            }
        }
        return runTimes;
    }
}
