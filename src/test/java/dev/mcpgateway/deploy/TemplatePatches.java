package dev.mcpgateway.deploy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks patches as Copilot applies them: a path that does not exist stops the deployment. */
final class TemplatePatches {
    private static final Pattern IN_TEXT = Pattern.compile("\\$\\{([^!}][^}]*)}");
    private static final Set<String> KEYS = Set.of("op", "path", "value");

    private TemplatePatches() {}

    /** Everything that is wrong with patches of a template; empty when nothing is. */
    static List<String> problems(List<?> patches, CopilotTemplate template) {
        List<String> problems = new ArrayList<>();
        Set<String> added = new HashSet<>();
        for (Object each : patches) {
            Map<String, Object> patch = CfnYaml.map(each);
            patch.keySet().stream()
                    .filter(key -> !KEYS.contains(key))
                    .forEach(key -> problems.add(key + " is not known"));
            String path = String.valueOf(patch.get("path"));
            String parent = path.substring(0, Math.max(0, path.lastIndexOf('/')));
            switch (String.valueOf(patch.get("op"))) {
                case "add" -> {
                    if (path.endsWith("/-") ? !template.hasList(parent) : !template.has(parent)) {
                        problems.add(parent + " does not exist");
                    } else if (template.has(path) || !path.endsWith("/-") && !added.add(path)) {
                        problems.add(path + " is there and would be replaced");
                    }
                }
                case "replace", "remove" -> {
                    if (!template.has(path)) {
                        problems.add(path + " does not exist");
                    }
                }
                default -> problems.add(patch.get("op") + " is no operation");
            }
            if (patch.get("value") == null && !"remove".equals(patch.get("op"))) {
                problems.add(path + " has no value");
            }
        }
        for (Object each : patches) {
            Set<String> names = new HashSet<>();
            references(CfnYaml.map(each).get("value"), names);
            names.stream()
                    .filter(name -> !template.knows(name) && !added.contains("/Resources/" + name))
                    .forEach(name -> problems.add(name + " is referred to and does not exist"));
        }
        return problems;
    }

    /** Collects the names that a value refers to. */
    static void references(Object value, Set<String> names) {
        switch (value) {
            case Map<?, ?> map ->
                map.forEach((key, below) -> {
                    if (key.equals("Ref")) {
                        names.add(below.toString());
                    } else if (key.equals("Fn::GetAtt")) {
                        names.add(CfnYaml.list(below).getFirst().toString());
                    } else if (key.equals("Fn::Sub") && below instanceof String text) {
                        Matcher matcher = IN_TEXT.matcher(text);
                        while (matcher.find()) {
                            names.add(matcher.group(1).replaceFirst("\\..*", ""));
                        }
                    } else {
                        references(below, names);
                    }
                });
            case List<?> list -> list.forEach(each -> references(each, names));
            case null -> {}
            default -> {}
        }
    }
}
