package dev.mcpgateway.provider.google.document;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.jspecify.annotations.Nullable;

/** What cells of a workbook hold: dates as ISO 8601, formulas as the value that the workbook was saved with. */
final class Cells {
    /** Workbooks keep 17 digits of a number and show 15. */
    private static final MathContext DIGITS = new MathContext(15);

    private static final int MOST_PLAIN = 20;
    private static final int DAYS_TO_MARCH_1900 = 61;
    /** 31 December 9999. */
    private static final double LAST_DAY = 2_958_466;

    private final LocalDate dayZero;
    private final boolean since1904;

    /** @param since1904 whether day 0 is 1 January 1904, as in workbooks of old Macs */
    Cells(boolean since1904) {
        this.since1904 = since1904;
        this.dayZero = since1904 ? LocalDate.of(1904, 1, 1) : LocalDate.of(1899, 12, 30);
    }

    /** A text, a {@link BigDecimal}, a truth value, or null when the cell is blank. */
    @Nullable
    Object value(@Nullable Cell cell) {
        if (cell == null || cell.getType() == CellType.EMPTY) {
            return null;
        }
        Object value = cell.getValue();
        if (value instanceof BigDecimal number) {
            return number(number, cell);
        }
        if (value == null) {
            return null;
        }
        return value instanceof Boolean ? value : blankToNull(value.toString());
    }

    private static @Nullable String blankToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private Object number(BigDecimal number, Cell cell) {
        double days = number.doubleValue();
        if (days >= 0 && days < LAST_DAY && DateFormats.isDate(cell.getDataFormatId(), cell.getDataFormatString())) {
            return date(days, DateFormats.isDuration(cell.getDataFormatId(), cell.getDataFormatString()));
        }
        BigDecimal shown = number.round(DIGITS).stripTrailingZeros();
        boolean plain = Math.abs((long) shown.scale()) < MOST_PLAIN && shown.precision() < MOST_PLAIN;
        return plain && shown.scale() < 0 ? shown.setScale(0) : shown;
    }

    private String date(double days, boolean duration) {
        long whole = (long) Math.floor(days);
        long seconds = Math.round((days - whole) * ChronoUnit.DAYS.getDuration().toSeconds());
        if (duration) {
            long all = whole * ChronoUnit.DAYS.getDuration().toSeconds() + seconds;
            return "%d:%02d:%02d".formatted(all / 3600, all / 60 % 60, all % 60);
        }
        LocalTime time = LocalTime.MIDNIGHT.plusSeconds(seconds);
        if (whole == 0 && !since1904) {
            return time.toString();
        }
        // Workbooks since 1900 have a 29 February 1900, which never was: days before it are one further from day zero.
        long day = !since1904 && whole < DAYS_TO_MARCH_1900 ? whole + 1 : whole;
        LocalDateTime moment = dayZero.plusDays(day).atStartOfDay().plusSeconds(seconds);
        return seconds == 0 ? moment.toLocalDate().toString() : moment.toString();
    }
}
