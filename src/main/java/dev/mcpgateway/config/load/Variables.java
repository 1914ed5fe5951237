package dev.mcpgateway.config.load;

import java.io.File;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@code ${VAR}}, {@code ${VAR:-default}} and {@code ${env:VAR}} by environment variables; a doubled dollar sign
 * before the brace stands for the characters themselves. The editors' own forms are understood where they mean something here.
 */
final class Variables {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(}?)");
    private static final Pattern VARIABLE =
            Pattern.compile("(?:env:)?([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?", Pattern.DOTALL);
    private static final Pattern INPUT = Pattern.compile("input:([A-Za-z0-9_.-]{1,64})");
    private static final Pattern EDITOR = Pattern.compile("(workspaceFolder\\w*|file\\w*|relativeFile\\w*|cwd)(:.*)?");

    private final Map<String, String> environment;
    private final Problems problems;

    Variables(Map<String, String> environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    /** Returns the text with all references replaced, or null when that is not possible, which has been reported. */
    @Nullable
    String expand(ConfigNode.Scalar scalar, String key) {
        if (!scalar.text().contains("${")) {
            return scalar.text();
        }
        StringBuilder expanded = new StringBuilder();
        boolean complete = true;
        Matcher reference = REFERENCE.matcher(scalar.text());
        while (reference.find()) {
            String value;
            if (reference.group(1) == null) {
                value = "${";
            } else if (reference.group(2).isEmpty()) {
                value = refuse(scalar, key, "has a ${ without its }; write $${ for these two characters");
            } else {
                value = resolve(reference.group(1), scalar, key);
            }
            complete &= value != null;
            reference.appendReplacement(expanded, Matcher.quoteReplacement(value == null ? "" : value));
        }
        return complete ? reference.appendTail(expanded).toString() : null;
    }

    private @Nullable String resolve(String reference, ConfigNode.Scalar scalar, String key) {
        Matcher variable = VARIABLE.matcher(reference);
        Matcher input = INPUT.matcher(reference);
        if (reference.equals("userHome")) {
            return System.getProperty("user.home", "");
        }
        if (reference.equals("pathSeparator") || reference.equals("/")) {
            return File.separator;
        }
        if (EDITOR.matcher(reference).matches()) {
            return refuse(scalar, key, "uses ${" + reference + "}, which only an editor knows; write the path itself");
        }
        if (input.matches()) {
            return input(input.group(1), scalar, key);
        }
        if (!variable.matches()) {
            return refuse(
                    scalar,
                    key,
                    "has a ${…} that names no environment variable; write ${NAME} or ${NAME:-default}, or $${ for the"
                            + " characters themselves");
        }
        String name = variable.group(1);
        String fallback = variable.group(2);
        String value = environment.get(name);
        if (fallback != null && (value == null || value.isEmpty())) {
            return fallback;
        }
        return value != null
                ? value
                : refuse(
                        scalar,
                        key,
                        "needs the environment variable " + name + ", which is not set; set it, or write ${" + name
                                + ":-default}");
    }

    private @Nullable String input(String id, ConfigNode.Scalar scalar, String key) {
        String name = "INPUT_" + id.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        String value = environment.get(name);
        return value != null
                ? value
                : refuse(
                        scalar,
                        key,
                        "uses ${input:" + id + "}, which an editor would ask for; set the environment variable " + name
                                + " instead");
    }

    private @Nullable String refuse(ConfigNode.Scalar scalar, String key, String message) {
        problems.error(scalar.place(), key, message);
        return null;
    }
}
