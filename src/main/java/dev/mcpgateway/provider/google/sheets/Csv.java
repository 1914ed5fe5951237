package dev.mcpgateway.provider.google.sheets;

import java.util.List;

/** Comma-separated values (RFC 4180). */
final class Csv {
    private static final String LINE_END = "\r\n";

    private Csv() {}

    /** Rows as lines, all of which have as many fields as the longest one. */
    static String of(List<List<Object>> rows) {
        int width = rows.stream().mapToInt(List::size).max().orElse(0);
        StringBuilder csv = new StringBuilder();
        for (List<Object> row : rows) {
            for (int i = 0; i < width; i++) {
                csv.append(i == 0 ? "" : ",").append(i < row.size() ? field(row.get(i)) : "");
            }
            csv.append(LINE_END);
        }
        return csv.toString();
    }

    /** Numbers as they stand, truth values as sheets write them; what could be taken for a border stands in quotes. */
    private static String field(Object value) {
        String text = value instanceof Boolean truth ? (truth ? "TRUE" : "FALSE") : value.toString();
        return needsQuotes(text) ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    private static boolean needsQuotes(String text) {
        return text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')
                || !text.strip().equals(text);
    }
}
