package dev.mcpgateway.app.cost;

import dev.mcpgateway.tokens.ListCost;
import dev.mcpgateway.tokens.ListCost.NamedCost;
import dev.mcpgateway.tokens.ToolCost;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The costs of lists, for people and for programs. */
public final class CostTable {
    private static final int HEAVIEST = 3;
    private static final String TOGETHER = "together";

    private CostTable() {}

    private record Row(String name, String tools, String tokens, String output, String heaviest) {
        int width() {
            return name.length();
        }
    }

    /** Lines with aligned columns: each list, its parts below it, and all together. */
    public static List<String> lines(List<ListCost> lists) {
        List<Row> rows = rows(lists, "  ");
        int width = rows.stream().mapToInt(Row::width).max().orElse(0);
        List<String> lines = new ArrayList<>();
        lines.add(line(width, new Row("", "tools", "tokens", "output schemas", "heaviest")));
        rows.forEach(row -> lines.add(line(width, row)));
        return lines;
    }

    private static String line(int width, Row row) {
        return String.format(
                        Locale.ROOT,
                        "%-" + width + "s  %5s  %7s  %14s  %s",
                        row.name(),
                        row.tools(),
                        row.tokens(),
                        row.output(),
                        row.heaviest())
                .stripTrailing();
    }

    /** The same as a table in Markdown. */
    public static String markdown(List<ListCost> lists) {
        StringBuilder table = new StringBuilder("""
                | | Tools | Tokens | Output schemas | Heaviest tools |
                |---|---:|---:|---:|---|
                """);
        for (Row row : rows(lists, "– ")) {
            table.append("| ")
                    .append(row.name())
                    .append(" | ")
                    .append(row.tools())
                    .append(" | ")
                    .append(row.tokens())
                    .append(" | ")
                    .append(row.output())
                    .append(" | ")
                    .append(row.heaviest())
                    .append(" |\n");
        }
        return table.toString();
    }

    private static List<Row> rows(List<ListCost> lists, String indent) {
        List<Row> rows = new ArrayList<>();
        for (ListCost list : lists) {
            rows.add(row(list.name(), list));
            list.parts().forEach(part -> rows.add(row(indent + part.name(), part)));
        }
        List<ListCost> known = lists.stream().filter(ListCost::isKnown).toList();
        if (known.size() > 1) {
            rows.add(row(TOGETHER, ListCost.together(TOGETHER, known)));
        }
        return rows;
    }

    private static Row row(String name, ListCost list) {
        if (list.problem() != null) {
            return new Row(name, "–", "–", "–", "not counted: " + list.problem());
        }
        ToolCost total = list.total();
        String heaviest = name.equals(TOGETHER)
                ? ""
                : list.heaviest(HEAVIEST).stream()
                        .map(tool -> tool.name() + " " + tool.cost().tokens())
                        .collect(Collectors.joining(", "));
        return new Row(
                name, String.valueOf(list.all().size()), number(total.tokens()), number(total.output()), heaviest);
    }

    private static String number(int count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** The same for programs, with every tool. */
    public static JsonObject json(List<ListCost> lists) {
        return json(ListCost.together(TOGETHER, lists), "providers");
    }

    private static JsonObject json(ListCost list, String parts) {
        JsonObject json = new JsonObject();
        if (!list.name().equals(TOGETHER)) {
            json.put("name", list.name());
        }
        if (list.problem() != null) {
            return json.put("problem", list.problem());
        }
        json.put("tools", list.all().size()).mergeIn(json(list.total()));
        if (!list.tools().isEmpty()) {
            json.put(
                    "list",
                    new JsonArray(list.tools().stream().map(CostTable::json).toList()));
        }
        if (!list.parts().isEmpty()) {
            json.put(
                    parts,
                    new JsonArray(list.parts().stream()
                            .map(part -> json(part, "services"))
                            .toList()));
        }
        return json;
    }

    private static JsonObject json(NamedCost tool) {
        return new JsonObject().put("name", tool.name()).mergeIn(json(tool.cost()));
    }

    private static JsonObject json(ToolCost cost) {
        return new JsonObject().put("tokens", cost.tokens()).put("outputSchemaTokens", cost.output());
    }
}
