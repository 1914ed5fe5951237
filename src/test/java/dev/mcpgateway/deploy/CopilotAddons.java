package dev.mcpgateway.deploy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The addons of a service as Copilot merges and reads them. */
final class CopilotAddons {
    private static final Set<String> RESERVED = Set.of("App", "Env", "Name");

    private static final Set<String> PASSED_ON =
            Set.of("AWS::IAM::ManagedPolicy", "AWS::EC2::SecurityGroup", "AWS::SecretsManager::Secret");

    final Map<String, Object> parameters = new LinkedHashMap<>();
    final Map<String, Object> resources = new LinkedHashMap<>();
    final Map<String, Object> outputs = new LinkedHashMap<>();
    private final Map<String, Object> conditions = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    /**
     * @param templates the files of the folder but for the next one
     * @param given {@code addons.parameters.yml}
     */
    CopilotAddons(List<Map<String, Object>> templates, Map<String, Object> given) {
        for (Map<String, Object> template : templates) {
            merge("Parameters", template, parameters);
            merge("Conditions", template, conditions);
            merge("Resources", template, resources);
            merge("Outputs", template, outputs);
        }
        checkParameters(CfnYaml.map(given.get("Parameters")).keySet());
        Set<String> plain = new HashSet<>();
        outputs.forEach((name, output) -> checkOutput(name, CfnYaml.at(output, "Value"), plain));
        resources.forEach((name, resource) -> {
            if (isPassedOn(name) && !plain.contains(name)) {
                problems.add(name + " reaches nobody: no output is a plain !Ref of it");
            }
        });
    }

    private void merge(String section, Map<String, Object> template, Map<String, Object> into) {
        if (template.get(section) == null) {
            return;
        }
        CfnYaml.map(template.get(section)).forEach((name, value) -> {
            Object before = into.putIfAbsent(name, value);
            if (before != null && !before.equals(value)) {
                problems.add(section + "." + name + " is something else in another file");
            }
        });
    }

    private void checkParameters(Set<String> given) {
        RESERVED.stream()
                .filter(name -> !parameters.containsKey(name))
                .forEach(name -> problems.add(name + " is no parameter, which Copilot demands"));
        given.stream()
                .filter(name -> RESERVED.contains(name) || !parameters.containsKey(name))
                .forEach(name -> problems.add(name + " may not be given a value"));
        parameters.forEach((name, parameter) -> {
            if (!RESERVED.contains(name)
                    && !given.contains(name)
                    && !CfnYaml.map(parameter).containsKey("Default")) {
                problems.add(name + " has neither a value nor a default");
            }
        });
    }

    private void checkOutput(String name, Object value, Set<String> plain) {
        Object ref = CfnYaml.at(value, "Ref");
        if (ref != null) {
            plain.add(ref.toString());
            return;
        }
        Set<String> names = new TreeSet<>();
        TemplatePatches.references(value, names);
        names.stream()
                .filter(each -> isPassedOn(each))
                .forEach(each -> problems.add(name + " is a mere variable: it is not a plain !Ref of " + each));
    }

    private boolean isPassedOn(String resource) {
        Object type = CfnYaml.at(resources, resource, "Type");
        return type != null && PASSED_ON.contains(type);
    }

    /** Everything that Copilot refuses, or takes otherwise than it is meant; empty when nothing is. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** The variables that the outputs become, but for those that are passed on to a role or service. */
    Set<String> variables() {
        Set<String> variables = new TreeSet<>();
        outputs.forEach((name, output) -> {
            Object ref = CfnYaml.at(output, "Value", "Ref");
            if (ref == null || !isPassedOn(ref.toString())) {
                variables.add(variable(name));
            }
        });
        return variables;
    }

    /** The name of the variable that an output becomes. */
    static String variable(String output) {
        return output.replaceAll("([a-z0-9]+)([A-Z])", "$1_$2")
                .replaceAll("([A-Z0-9])([A-Z][a-z])", "$1_$2")
                .toUpperCase(Locale.ROOT);
    }
}
