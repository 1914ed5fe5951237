package dev.mcpgateway.app.logging;

import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** A log record with fields beside its message. */
final class FieldsRecord extends LogRecord {
    private static final long serialVersionUID = 1L;

    private final transient Map<String, String> fields;

    FieldsRecord(Level level, String message, Map<String, String> fields) {
        super(level, message);
        this.fields = fields;
    }

    /** Returns the fields of any record; those of a library's own have none. */
    static Map<String, String> of(LogRecord record) {
        return record instanceof FieldsRecord own ? own.fields : Map.of();
    }
}
