package dev.mcpgateway.provider.google.document;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.dhatim.fastexcel.reader.SheetVisibility;
import org.jspecify.annotations.Nullable;

/** A workbook in Office Open XML (ECMA-376). A merged cell has its value in its first cell; the others are blank. */
public final class Workbook implements Closeable {
    /** The type of such files. */
    public static final String TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /** Bytes by which archives are known. */
    private static final int SIGNATURE = 4;

    private final ReadableWorkbook workbook;
    private final Cells cells;
    private final Bounds bounds;

    private Workbook(ReadableWorkbook workbook, Bounds bounds) {
        this.workbook = workbook;
        this.cells = new Cells(workbook.isDate1904());
        this.bounds = bounds;
    }

    /**
     * One of its sheets.
     *
     * @param hidden from people who open the workbook
     */
    public record SheetName(String name, boolean hidden) {}

    /**
     * Opens a workbook.
     *
     * @throws Unreadable when it is none, damaged, encrypted, or too large when unpacked
     */
    public static Workbook open(byte[] file, Bounds bounds) {
        if (file.length < SIGNATURE || !ReadableWorkbook.isOOXMLZipHeader(file)) {
            throw new Unreadable(
                    "The file is no workbook of the form .xlsx; it may be encrypted or an old .xls.",
                    "Ask the person to save it as .xlsx without a password, or to open it with Google Sheets.");
        }
        return guard(() -> {
            new XlsxGuard(bounds).check(file);
            return new Workbook(library(file), bounds);
        });
    }

    /** Without formats, and so without dates, where the file has none, which the library takes for damage. */
    private static ReadableWorkbook library(byte[] file) throws IOException {
        try {
            return new ReadableWorkbook(new ByteArrayInputStream(file), new ReadingOptions(true, true));
        } catch (ExcelReaderException _) {
            return new ReadableWorkbook(new ByteArrayInputStream(file), new ReadingOptions(false, true));
        }
    }

    /** In their order. */
    public List<SheetName> sheets() {
        return workbook.getSheets()
                .map(sheet -> new SheetName(sheet.getName(), sheet.getVisibility() != SheetVisibility.VISIBLE))
                .toList();
    }

    /**
     * Reads the rows of a sheet from its top. Rows that the file leaves out are empty ones.
     *
     * @param name of the sheet; null for the first
     * @param reader of each row, whose blank cells are null; gives false when it needs no more
     * @throws Unreadable when the sheet is damaged or takes too long
     */
    public void read(@Nullable String name, Predicate<List<@Nullable Object>> reader) {
        Sheet sheet = sheet(name);
        guard(() -> {
            try (Stream<Row> rows = sheet.openStream()) {
                int next = 1;
                for (Iterator<Row> all = rows.iterator(); all.hasNext(); ) {
                    bounds.checkTime();
                    Row row = all.next();
                    List<@Nullable Object> values = values(row);
                    // Formats alone make rows, too: a workbook may end with a million of them.
                    if (values.isEmpty()) {
                        continue;
                    }
                    for (; next < row.getRowNum(); next++) {
                        bounds.checkTime();
                        if (!reader.test(List.of())) {
                            return next;
                        }
                    }
                    next = row.getRowNum() + 1;
                    if (!reader.test(values)) {
                        return next;
                    }
                }
                return next;
            }
        });
    }

    /** Adds all sheets as CSV to the window until it is full, each below its name where there are several. */
    public void appendCsv(TextWindow window) {
        List<SheetName> sheets = sheets();
        for (int i = 0; i < sheets.size() && !window.isFull(); i++) {
            SheetName sheet = sheets.get(i);
            if (sheets.size() > 1) {
                window.append((i == 0 ? "" : "\n") + "## " + sheet.name() + (sheet.hidden() ? " (hidden)" : "") + "\n");
            }
            read(
                    sheet.name(),
                    row -> !window.append(TableText.csv(row)).append("\n").isFull());
        }
    }

    private Sheet sheet(@Nullable String name) {
        return workbook.getSheets()
                .filter(sheet -> name == null || sheet.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new Unreadable(
                        "The workbook has no such sheet.",
                        "Its sheets are: "
                                + String.join(
                                        ", ",
                                        sheets().stream()
                                                .map(SheetName::name)
                                                .limit(100)
                                                .toList())));
    }

    private List<@Nullable Object> values(Row row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int column = 0; column < row.getCellCount(); column++) {
            Object value = cells.value(row.getOptionalCell(column).orElse(null));
            if (value != null) {
                while (values.size() < column) {
                    values.add(null);
                }
                values.add(value);
            }
        }
        return values;
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    /** When a file is not what the standard says, the libraries fall into anything, even checked exceptions that they do not declare. */
    private static <T> T guard(Work<T> work) {
        try {
            return work.run();
        } catch (Unreadable told) {
            throw told;
        } catch (Exception _) {
            throw new Unreadable("The workbook is damaged.", "Ask the person to open and save it.");
        }
    }

    @Override
    public void close() {
        try {
            workbook.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
