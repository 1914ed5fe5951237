package dev.mcpgateway.provider.google.document;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows of a table as text. */
public final class TableText {
    private TableText() {}

    /** A line of CSV (RFC 4180) without its end. */
    public static String csv(List<? extends @Nullable Object> row) {
        return row.stream().map(value -> quote(text(value))).collect(Collectors.joining(","));
    }

    private static String quote(String value) {
        boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                && (value.isEmpty() || !(isSpace(value.charAt(0)) || isSpace(value.charAt(value.length() - 1))));
        return plain ? value : "\"" + value.replace("\"", "\"\"") + "\"";
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    /** A line of a table in Markdown, with as many columns as are asked for. */
    public static String markdown(List<? extends @Nullable Object> row, int columns) {
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < Math.max(columns, row.size()); i++) {
            line.append(' ')
                    .append(i < row.size() ? markdown(text(row.get(i))) : "")
                    .append(" |");
        }
        return line.toString();
    }

    /** The line below the head of a table. */
    public static String rule(int columns) {
        return "|" + " --- |".repeat(columns);
    }

    private static String markdown(String text) {
        return text.replace("\\", "\\\\").replace("|", "\\|").replaceAll("\r\n|\r|\n", "<br>");
    }

    /** A value as text; empty for a blank cell. */
    public static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case BigDecimal number -> plain(number);
            case Boolean truth -> truth ? "TRUE" : "FALSE";
            default -> value.toString();
        };
    }

    /** Without an exponent, as long as that is short. */
    private static String plain(BigDecimal number) {
        return Math.abs((long) number.scale()) < 25 ? number.toPlainString() : number.toString();
    }
}
