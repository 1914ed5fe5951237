package dev.mcpgateway.provider.google.sheets;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mcpgateway.provider.tool.ToolFailure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.jackson.JacksonCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a {@code ValueRange} and keeps as many of its first rows as a result may have. The other ones are only counted: a sheet
 * of a million cells never stands in memory as objects.
 */
final class CellReader {
    private final int mostRows;
    private final int mostText;
    private final int mostInCell;
    private final List<List<Object>> rows = new ArrayList<>();
    private final List<CutCell> cut = new ArrayList<>();
    private String range = "";
    private int rowCount;
    private int textLength;
    private boolean full;

    /**
     * @param mostText characters of all cells together
     * @param mostInCell characters of one cell
     */
    CellReader(int mostRows, int mostText, int mostInCell) {
        this.mostRows = mostRows;
        this.mostText = mostText;
        this.mostInCell = mostInCell;
    }

    /** A cell that is longer than it is shown, counted from the first one. */
    record CutCell(int row, int column) {}

    /**
     * The cells that were kept. Rows end with their last cell that has something in it.
     *
     * @param range where they are, as the service says
     * @param rowCount how many rows there are up to the last one that has something in it
     */
    record Cells(String range, List<List<Object>> rows, int rowCount, List<CutCell> cut) {}

    /** @throws ToolFailure when it is no such object */
    Cells read(Buffer body) {
        try (JsonParser parser = JacksonCodec.createParser(body)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("range")) {
                    range = parser.getText();
                } else if (name.equals("values") && value == JsonToken.START_ARRAY) {
                    values(parser);
                } else {
                    parser.skipChildren();
                }
            }
            return new Cells(range, rows, rowCount, cut);
        } catch (IOException _) {
            throw new ToolFailure("sheets_api_error", "Google Sheets answered what is no range of values.", null);
        }
    }

    private void values(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.START_ARRAY) {
            if (full || rows.size() == mostRows) {
                full = true;
                parser.skipChildren();
            } else {
                row(parser);
            }
            rowCount++;
        }
    }

    private void row(JsonParser parser) throws IOException {
        List<Object> row = new ArrayList<>();
        int cutBefore = cut.size();
        int length = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Object cell = cell(parser, row.size());
            length += cell.toString().length() + 1;
            row.add(cell);
        }
        if (textLength + length > mostText) {
            full = true;
            cut.subList(cutBefore, cut.size()).clear();
        } else {
            textLength += length;
            rows.add(row);
        }
    }

    private Object cell(JsonParser parser, int column) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            // As it is written: a double would show 0.1 as it is, but not every other number.
            case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            case VALUE_STRING -> text(parser.getText(), column);
            default -> {
                parser.skipChildren();
                yield "";
            }
        };
    }

    private String text(String text, int column) {
        if (text.length() <= mostInCell) {
            return text;
        }
        cut.add(new CutCell(rows.size(), column));
        int end = Character.isHighSurrogate(text.charAt(mostInCell - 1)) ? mostInCell - 1 : mostInCell;
        return text.substring(0, end) + "…";
    }
}
