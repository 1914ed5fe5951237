package dev.mcpgateway.app.logging;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** A JSON object a line: {@code time}, {@code level}, {@code logger}, {@code message}, the fields, {@code error}. */
final class JsonFormat extends Formatter {
    private static final Set<String> RESERVED = Set.of("time", "level", "logger", "message", "error", "stack");

    @Override
    public String format(LogRecord record) {
        StringBuilder line = new StringBuilder(200);
        line.append('{');
        member(line, "time", record.getInstant().toString());
        member(line, "level", Levels.name(record.getLevel()));
        member(line, "logger", record.getLoggerName() == null ? "" : record.getLoggerName());
        member(line, "message", formatMessage(record));
        for (Map.Entry<String, String> field : FieldsRecord.of(record).entrySet()) {
            member(line, RESERVED.contains(field.getKey()) ? field.getKey() + "_" : field.getKey(), field.getValue());
        }
        if (record.getThrown() != null) {
            StringWriter trace = new StringWriter();
            record.getThrown().printStackTrace(new PrintWriter(trace));
            member(line, "error", record.getThrown().toString());
            member(line, "stack", trace.toString());
        }
        return line.append("}\n").toString();
    }

    private static void member(StringBuilder line, String name, String value) {
        if (line.length() > 1) {
            line.append(',');
        }
        text(line, name);
        line.append(':');
        text(line, value);
    }

    private static void text(StringBuilder line, String text) {
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> line.append('\\').append(c);
                case '\n' -> line.append("\\n");
                case '\t' -> line.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f || Character.isSurrogate(c)) {
                        line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        line.append(c);
                    }
                }
            }
        }
        line.append('"');
    }
}
