package dev.mcpgateway.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The lines of a run. */
public record Table(List<Line> lines) {
    public Table {
        lines = List.copyOf(lines);
    }

    /** Columns for a terminal. */
    public String text() {
        return rows().map(cells -> String.join("  ", cells).stripTrailing()).collect(Collectors.joining("\n"));
    }

    /** A Markdown table. */
    public String markdown() {
        var rows = new ArrayList<>(
                rows().map(cells -> "| " + String.join(" | ", cells) + " |").toList());
        rows.add(1, "|" + "---|".repeat(Line.HEADINGS.size()));
        return String.join("\n", rows);
    }

    /** Whether a row could not be measured. */
    public boolean failed() {
        return lines.stream().anyMatch(Line::failed);
    }

    private Stream<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(Line.HEADINGS);
        lines.forEach(line -> rows.add(line.cells()));
        int last = Line.HEADINGS.size() - 1;
        return rows.stream().map(cells -> {
            List<String> padded = new ArrayList<>();
            for (int column = 0; column < cells.size(); column++) {
                int at = column;
                int width = rows.stream()
                        .mapToInt(row -> row.get(at).length())
                        .max()
                        .orElse(0);
                String cell = cells.get(column);
                padded.add(column == last ? cell : cell + " ".repeat(width - cell.length()));
            }
            return padded;
        });
    }
}
