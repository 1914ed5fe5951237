package dev.mcpgateway.dispatch;

import java.util.regex.Pattern;

/** Whether a URI can have come from a template (RFC 6570): enough to find its owner, not to read its variables. */
final class UriTemplate {
    private static final Pattern EXPRESSION = Pattern.compile("\\{([^}]*)}");
    /** Longer URIs are not matched, so that a hostile template costs bounded time. */
    private static final int MAX_LENGTH = 2_048;

    private static final int MAX_EXPRESSIONS = 16;

    private UriTemplate() {}

    static boolean matches(String template, String uri) {
        if (uri.length() > MAX_LENGTH || template.length() > MAX_LENGTH) {
            return false;
        }
        StringBuilder regex = new StringBuilder();
        var expressions = EXPRESSION.matcher(template);
        int end = 0;
        int count = 0;
        while (expressions.find()) {
            if (++count > MAX_EXPRESSIONS) {
                return false;
            }
            regex.append(Pattern.quote(template.substring(end, expressions.start())));
            regex.append(pattern(expressions.group(1)));
            end = expressions.end();
        }
        regex.append(Pattern.quote(template.substring(end)));
        return count > 0 && Pattern.matches(regex.toString(), uri);
    }

    private static String pattern(String expression) {
        if (expression.isEmpty()) {
            return "";
        }
        return switch (expression.charAt(0)) {
            case '+', '#', '/', '.', ';' -> ".*";
            case '?', '&' -> "(?:[?&].*)?";
            default -> expression.endsWith("*") ? ".*" : "[^/?#]*";
        };
    }
}
