package dev.mcpgateway.app.logging;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * A line for people: {@code 12:34:56.789 INFO  Upstream  connected  requestId=7f}. What a peer sent cannot begin a line of
 * its own: line breaks are indented, other control characters shown as escapes.
 */
final class HumanFormat extends Formatter {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
    private static final String INDENT = "\n    ";

    private final ZoneId zone;

    HumanFormat(ZoneId zone) {
        this.zone = zone;
    }

    @Override
    public String format(LogRecord record) {
        StringBuilder line = new StringBuilder(120);
        TIME.formatTo(record.getInstant().atZone(zone), line);
        line.append(' ').append(Levels.name(record.getLevel()).toUpperCase(Locale.ROOT));
        pad(line, 18);
        line.append(' ').append(simpleName(record.getLoggerName())).append("  ");
        escape(formatMessage(record), line);
        FieldsRecord.of(record).forEach((name, value) -> {
            line.append("  ").append(name).append('=');
            escape(value, line);
        });
        if (record.getThrown() != null) {
            StringWriter trace = new StringWriter();
            record.getThrown().printStackTrace(new PrintWriter(trace));
            line.append(INDENT);
            escape(trace.toString().stripTrailing(), line);
        }
        return line.append('\n').toString();
    }

    private static void pad(StringBuilder line, int length) {
        while (line.length() < length) {
            line.append(' ');
        }
    }

    private static String simpleName(@Nullable String logger) {
        return logger == null ? "" : logger.substring(logger.lastIndexOf('.') + 1);
    }

    private static void escape(String text, StringBuilder line) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line.append(INDENT);
            } else if (c == '\t' || c >= 0xa0 || (c >= ' ' && c < 0x7f)) {
                line.append(c);
            } else if (c != '\r') {
                line.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
            }
        }
    }
}
