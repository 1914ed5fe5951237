package dev.mcpgateway.provider.openapi.shape;

import dev.mcpgateway.config.OpenApiFilter;
import dev.mcpgateway.provider.openapi.document.PathOperation;
import java.util.List;
import java.util.regex.Pattern;

/** Which operations the configuration wants: those that fit all of {@code include} and nothing of {@code exclude}. */
public final class Selection {
    private final OpenApiFilter include;
    private final OpenApiFilter exclude;

    public Selection(OpenApiFilter include, OpenApiFilter exclude) {
        this.include = include;
        this.exclude = exclude;
    }

    public boolean wants(PathOperation operation) {
        String id = operation.id() == null ? "" : operation.id();
        boolean included = (include.operations().isEmpty() || any(include.operations(), id))
                && (include.tags().isEmpty() || anyTag(include.tags(), operation))
                && (include.methods().isEmpty() || anyMethod(include.methods(), operation))
                && (include.paths().isEmpty() || any(include.paths(), operation.path()));
        return included
                && !any(exclude.operations(), id)
                && !anyTag(exclude.tags(), operation)
                && !anyMethod(exclude.methods(), operation)
                && !any(exclude.paths(), operation.path());
    }

    private static boolean anyTag(List<String> patterns, PathOperation operation) {
        return operation.tags().stream().anyMatch(tag -> any(patterns, tag));
    }

    private static boolean anyMethod(List<String> methods, PathOperation operation) {
        return methods.stream().anyMatch(operation.method()::equalsIgnoreCase);
    }

    private static boolean any(List<String> patterns, String text) {
        return patterns.stream().anyMatch(pattern -> matches(pattern, text));
    }

    private static boolean matches(String pattern, String text) {
        StringBuilder regex = new StringBuilder();
        for (String part : pattern.split("\\*", -1)) {
            regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(part));
        }
        return text.matches(regex.toString());
    }
}
