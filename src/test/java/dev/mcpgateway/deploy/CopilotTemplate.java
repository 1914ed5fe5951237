package dev.mcpgateway.deploy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What stands in the template that Copilot makes of a service or an environment, as far as patches name it. */
record CopilotTemplate(Set<String> pointers) {

    private static final Set<String> PARAMETERS = Set.of(
            "AppName",
            "EnvName",
            "WorkloadName",
            "ContainerPort",
            "TaskCount",
            "TaskCPU",
            "TaskMemory",
            "TargetPort",
            "LogRetention",
            "EnvironmentName");

    /**
     * The service's template in an environment.
     *
     * @param service as {@link CopilotFiles#in}
     */
    static CopilotTemplate ofService(Map<String, Object> service) {
        Set<String> conditions = new HashSet<>(Set.of("always"));
        if (!Boolean.FALSE.equals(service.get("http"))) {
            conditions.add("http");
        }
        if (CfnYaml.at(service, "count", "range") != null) {
            conditions.add("range");
        }
        return of("service", conditions);
    }

    static CopilotTemplate ofEnvironment(Map<String, Object> environment) {
        Set<String> conditions = new HashSet<>(Set.of("always"));
        if (CfnYaml.at(environment, "http", "public", "certificates") == null) {
            conditions.add("no-certificates");
        }
        if (Boolean.TRUE.equals(CfnYaml.at(environment, "http", "public", "access_logs"))) {
            conditions.add("access-logs");
        }
        return of("environment", conditions);
    }

    private static CopilotTemplate of(String template, Set<String> conditions) {
        return new CopilotTemplate(ManifestKeys.lines("copilot-templates.names").stream()
                .map(line -> List.of(line.trim().split("\\s+")))
                .filter(words -> words.get(0).equals(template) && conditions.contains(words.get(1)))
                .map(words -> words.get(2))
                .collect(Collectors.toSet()));
    }

    /** Whether there is a value at this pointer that can be replaced or removed. */
    boolean has(String pointer) {
        return pointers.stream().anyMatch(known -> known.equals(pointer) || known.startsWith(pointer + '/'));
    }

    boolean hasList(String pointer) {
        return pointers.contains(pointer + "[]");
    }

    /** Whether a name may be referred to: a parameter, or something that exists under this condition. */
    boolean knows(String name) {
        return PARAMETERS.contains(name) || name.startsWith("AWS::") || has("/Resources/" + name);
    }
}
