package dev.mcpgateway.app.logging;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventAware;

/** An SLF4J logger that hands its records to one of {@code java.util.logging}. */
final class JulLogger extends LegacyAbstractLogger implements LoggingEventAware {
    private static final long serialVersionUID = 1L;

    private final transient Logger target;
    private final transient ContextFields context;

    JulLogger(Logger target, ContextFields context) {
        this.name = target.getName();
        this.target = target;
        this.context = context;
    }

    @Override
    public boolean isTraceEnabled() {
        return target.isLoggable(Level.FINEST);
    }

    @Override
    public boolean isDebugEnabled() {
        return target.isLoggable(Level.FINE);
    }

    @Override
    public boolean isInfoEnabled() {
        return target.isLoggable(Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return target.isLoggable(Level.WARNING);
    }

    @Override
    public boolean isErrorEnabled() {
        return target.isLoggable(Level.SEVERE);
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            org.slf4j.event.Level level,
            @Nullable Marker marker,
            @Nullable String message,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        publish(level, message, arguments, thrown, List.of());
    }

    @Override
    public void log(LoggingEvent event) {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        publish(
                event.getLevel(),
                event.getMessage(),
                event.getArgumentArray(),
                event.getThrowable(),
                pairs == null ? List.of() : pairs);
    }

    private void publish(
            org.slf4j.event.Level level,
            @Nullable String message,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown,
            List<KeyValuePair> pairs) {
        Level julLevel = level(level);
        if (!target.isLoggable(julLevel)) {
            return;
        }
        Map<String, String> fields = context.current();
        if (!pairs.isEmpty()) {
            fields = new LinkedHashMap<>(fields);
            for (KeyValuePair pair : pairs) {
                fields.put(pair.key, String.valueOf(pair.value));
            }
        }
        String text = MessageFormatter.basicArrayFormat(message, arguments);
        FieldsRecord record = new FieldsRecord(julLevel, text == null ? "" : text, fields);
        record.setLoggerName(name);
        record.setThrown(thrown);
        // Otherwise a formatter that asks for the caller would walk the stack.
        record.setSourceClassName(name);
        target.log(record);
    }

    private static Level level(org.slf4j.event.Level level) {
        return switch (level) {
            case TRACE -> Level.FINEST;
            case DEBUG -> Level.FINE;
            case INFO -> Level.INFO;
            case WARN -> Level.WARNING;
            case ERROR -> Level.SEVERE;
        };
    }
}
