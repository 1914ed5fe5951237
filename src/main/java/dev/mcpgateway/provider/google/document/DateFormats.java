package dev.mcpgateway.provider.google.document;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which number formats of a workbook show dates (ECMA-376, part 1, 18.8.30). */
final class DateFormats {
    /** Texts in quotes, escaped characters, padding, and brackets with a colour, a condition or a language. */
    private static final Pattern NOT_CODES =
            Pattern.compile("\"[^\"]*\"|\\\\.|_.|\\*.|\\[(?!h+\\]|m+\\]|s+\\])[^\\]]*\\]", Pattern.CASE_INSENSITIVE);

    private static final Pattern DATE_CODES = Pattern.compile("[ymdhs]", Pattern.CASE_INSENSITIVE);
    private static final Pattern DURATION = Pattern.compile("\\[(h+|m+|s+)\\]", Pattern.CASE_INSENSITIVE);
    private static final int MOST = 255;
    private static final int DURATION_ID = 46;

    private DateFormats() {}

    /**
     * @param id of the format; those that have no text of their own are known by it
     * @param format its text
     */
    static boolean isDate(@Nullable Integer id, @Nullable String format) {
        if (format == null) {
            return id != null && isBuiltIn(id);
        }
        if (format.length() > MOST || format.equalsIgnoreCase("General")) {
            return false;
        }
        String codes = NOT_CODES.matcher(format.split(";", 2)[0]).replaceAll("");
        return DATE_CODES.matcher(codes).find();
    }

    /** Dates and times of every language, and those of East Asia. */
    private static boolean isBuiltIn(int id) {
        return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
    }

    /** Whether it counts hours beyond a day. */
    static boolean isDuration(@Nullable Integer id, @Nullable String format) {
        return format == null
                ? id != null && id == DURATION_ID
                : format.length() <= MOST && DURATION.matcher(format).find();
    }
}
