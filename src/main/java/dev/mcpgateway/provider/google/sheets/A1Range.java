package dev.mcpgateway.provider.google.sheets;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Cells in A1 notation, both corners of which are known. Rows and columns count from 1.
 *
 * @param sheet with its exclamation mark, as it is written; empty without one
 */
record A1Range(String sheet, int column, int row, int lastColumn, int lastRow) {
    private static final Pattern CELLS = Pattern.compile(
            "(.+!)?\\$?([a-z]{1,3})\\$?([1-9][0-9]{0,8})(?::\\$?([a-z]{1,3})\\$?([1-9][0-9]{0,8}))?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    /** Names of sheets that need no quotes, names of ranges, and cells without a sheet. */
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_.:$]+");

    private static final int LETTERS = 26;

    /** The cells of a text; null when it names none, or not all corners of them. */
    static @Nullable A1Range parse(String text) {
        Matcher cells = CELLS.matcher(text);
        if (!cells.matches()) {
            return null;
        }
        String sheet = cells.group(1) == null ? "" : cells.group(1);
        int column = column(cells.group(2));
        int row = Integer.parseInt(cells.group(3));
        return cells.group(4) == null
                ? new A1Range(sheet, column, row, column, row)
                : new A1Range(sheet, column, row, column(cells.group(4)), Integer.parseInt(cells.group(5)));
    }

    /** What was asked for, with the name of its sheet in quotes where that may need them ({@code 'It''s 5/6'!A1}). */
    static String quoted(String range) {
        String text = range.strip();
        int mark = text.lastIndexOf('!');
        if (text.startsWith("'") || (mark < 0 && PLAIN.matcher(text).matches())) {
            return text;
        }
        return mark < 0 ? quote(text) : quote(text.substring(0, mark)) + text.substring(mark);
    }

    /** The name of a sheet, as it may stand in any range. */
    static String quote(String sheet) {
        return "'" + sheet.replace("'", "''") + "'";
    }

    boolean isOneCell() {
        return column == lastColumn && row == lastRow;
    }

    /** The same columns in other rows. */
    A1Range rows(int first, int last) {
        return new A1Range(sheet, column, first, lastColumn, last);
    }

    /** The name of a cell in it, counted from its first one. */
    String cell(int rowInside, int columnInside) {
        return letters(column + columnInside) + (row + rowInside);
    }

    /** The letters of a column. */
    static String letters(int column) {
        StringBuilder letters = new StringBuilder();
        for (int left = column; left > 0; left = (left - 1) / LETTERS) {
            letters.insert(0, (char) ('A' + (left - 1) % LETTERS));
        }
        return letters.toString();
    }

    private static int column(String letters) {
        int column = 0;
        for (char letter : letters.toUpperCase(Locale.ROOT).toCharArray()) {
            column = column * LETTERS + letter - 'A' + 1;
        }
        return column;
    }

    @Override
    public String toString() {
        String first = sheet + letters(column) + row;
        return isOneCell() ? first : first + ":" + letters(lastColumn) + lastRow;
    }
}
