package dev.mcpgateway.audit;

import dev.mcpgateway.identity.Person;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The form of an audit line: a JSON object of ASCII characters and a line feed. Everything else is escaped, so that no name can
 * begin a line of its own, end the object, or reach a terminal.
 */
final class AuditLine {
    private static final HexFormat HEX = HexFormat.of();

    private AuditLine() {}

    static byte[] of(Instant time, AuditEvent event) {
        StringBuilder line = new StringBuilder(512);
        line.append("{\"log\":\"audit\",\"time\":\"").append(time).append('"');
        member(line, "event", event.action().value());
        member(line, "outcome", event.outcome().value());
        Person person = event.person();
        if (person != null) {
            member(line, "person", person.label());
            member(line, "subject", person.id());
        }
        member(line, "client", event.client());
        member(line, "requestId", event.requestId());
        for (AuditEvent.Detail detail : event.details()) {
            if (detail.value() instanceof Long number) {
                name(line, detail.name()).append(number.longValue());
            } else {
                member(line, detail.name(), detail.value().toString());
            }
        }
        return line.append("}\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void member(StringBuilder line, String name, @Nullable String value) {
        if (value != null) {
            text(name(line, name), value);
        }
    }

    private static StringBuilder name(StringBuilder line, String name) {
        line.append(',');
        text(line, name);
        return line.append(':');
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private static void text(StringBuilder line, String text) {
        line.append('"');
        if (isPlain(text)) {
            // Nearly always, and several times as fast as character by character.
            line.append(text).append('"');
            return;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                line.append("\\u").append(HEX.toHexDigits(c));
            } else {
                line.append(c);
            }
        }
        line.append('"');
    }
}
