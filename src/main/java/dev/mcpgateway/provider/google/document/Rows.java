package dev.mcpgateway.provider.google.document;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.dhatim.fastexcel.reader.CellAddress;
import org.jspecify.annotations.Nullable;

/** The rows of a sheet that one result has, as many as fit. */
public final class Rows implements Predicate<List<@Nullable Object>> {
    /** How they are shown. */
    public enum Format {
        CSV,
        MARKDOWN,
        JSON
    }

    private final int headerRow;
    private final int offset;
    private final int most;
    private final Format format;
    private final List<List<@Nullable Object>> kept = new ArrayList<>();
    private List<@Nullable Object> header = List.of();
    private int seen;
    private int nextOffset = -1;
    private long length;
    private boolean cut;

    /**
     * No rows yet.
     *
     * @param headerRow which row names the columns, from 1; null when none does
     * @param offset rows below it to skip
     * @param most characters, roughly
     */
    public Rows(@Nullable Integer headerRow, int offset, int most, Format format) {
        this.headerRow = headerRow == null ? 0 : headerRow;
        this.offset = offset;
        this.most = most;
        this.format = format;
    }

    @Override
    public boolean test(List<@Nullable Object> row) {
        seen++;
        if (seen == headerRow) {
            header = fit(row);
            length += length(header);
            return true;
        }
        int index = seen - headerRow - 1;
        if (index < offset) {
            return true;
        }
        long size = length(row);
        if (length + size > most) {
            if (!kept.isEmpty()) {
                nextOffset = index;
                return false;
            }
            // A row that is too long for any result would hide all that follow.
            kept.add(fit(row));
            length = most;
            return true;
        }
        length += size;
        kept.add(row);
        return true;
    }

    private static long length(List<@Nullable Object> row) {
        return row.stream()
                        .mapToLong(value -> TableText.text(value).length() + 1L)
                        .sum()
                + 1;
    }

    private List<@Nullable Object> fit(List<@Nullable Object> row) {
        if (length(row) <= most) {
            return row;
        }
        int each = Math.max(1, most / row.size());
        List<@Nullable Object> shorter = new ArrayList<>();
        for (Object value : row) {
            if (value instanceof String text && text.length() > each) {
                shorter.add(text.substring(0, each) + "…");
                cut = true;
            } else {
                shorter.add(value);
            }
        }
        return shorter;
    }

    /** Puts the rows, and where they go on. */
    public JsonObject put(JsonObject json) {
        json.put("rowCount", kept.size());
        int columns =
                Math.max(header.size(), kept.stream().mapToInt(List::size).max().orElse(0));
        if (headerRow > 0) {
            json.put("columns", new JsonArray(names(columns)));
        }
        switch (format) {
            case CSV -> json.put("text", csv());
            case MARKDOWN -> json.put("text", markdown(columns));
            case JSON -> json.put("rows", rows(columns));
        }
        if (cut) {
            json.put("cellsCut", true);
        }
        return nextOffset < 0 ? json : json.put("nextOffset", nextOffset);
    }

    private String csv() {
        StringBuilder text = new StringBuilder();
        if (headerRow > 0) {
            text.append(TableText.csv(header)).append('\n');
        }
        kept.forEach(row -> text.append(TableText.csv(row)).append('\n'));
        return text.toString();
    }

    private String markdown(int columns) {
        if (columns == 0) {
            return "";
        }
        StringBuilder text = new StringBuilder(TableText.markdown(headerRow > 0 ? header : letters(columns), columns))
                .append('\n')
                .append(TableText.rule(columns))
                .append('\n');
        kept.forEach(row -> text.append(TableText.markdown(row, columns)).append('\n'));
        return text.toString();
    }

    private JsonArray rows(int columns) {
        List<String> names = headerRow > 0 ? names(columns) : List.of();
        JsonArray rows = new JsonArray();
        for (List<@Nullable Object> row : kept) {
            if (headerRow == 0) {
                rows.add(new JsonArray(new ArrayList<>(row)));
                continue;
            }
            JsonObject named = new JsonObject();
            for (int i = 0; i < row.size(); i++) {
                if (row.get(i) != null) {
                    named.put(names.get(i), row.get(i));
                }
            }
            rows.add(named);
        }
        return rows;
    }

    /** The columns' names, each of which is there once; a column without one has its letters. */
    private List<String> names(int columns) {
        Set<String> names = new HashSet<>();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            String given = i < header.size() ? TableText.text(header.get(i)).strip() : "";
            String name = given.isEmpty() ? letter(i) : given;
            String unique = name;
            for (int again = 2; !names.add(unique); again++) {
                unique = name + "_" + again;
            }
            all.add(unique);
        }
        return all;
    }

    private static List<String> letters(int columns) {
        List<String> letters = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            letters.add(letter(i));
        }
        return letters;
    }

    private static String letter(int column) {
        return CellAddress.convertNumToColString(column);
    }
}
