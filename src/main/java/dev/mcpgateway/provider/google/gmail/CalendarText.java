package dev.mcpgateway.provider.google.gmail;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** An invitation inside a mail (RFC 5545) in a few lines. */
final class CalendarText {
    private static final Map<String, String> SHOWN = new LinkedHashMap<>();

    static {
        SHOWN.put("METHOD", "Invitation");
        SHOWN.put("SUMMARY", "What");
        SHOWN.put("DTSTART", "Start");
        SHOWN.put("DTEND", "End");
        SHOWN.put("RRULE", "Repeats");
        SHOWN.put("LOCATION", "Where");
        SHOWN.put("ORGANIZER", "Organizer");
        SHOWN.put("STATUS", "Status");
        SHOWN.put("DESCRIPTION", "Description");
    }

    private CalendarText() {}

    static String of(String calendar) {
        // Long lines are folded (section 3.1).
        String unfolded = calendar.replaceAll("\\r?\\n[ \\t]", "");
        Map<String, String> found = new LinkedHashMap<>();
        boolean event = false;
        boolean inner = false;
        for (String line : unfolded.split("\\r?\\n", -1)) {
            String upper = line.toUpperCase(Locale.ROOT);
            if (upper.startsWith("BEGIN:")) {
                event |= upper.startsWith("BEGIN:VEVENT");
                inner = event && !upper.startsWith("BEGIN:VEVENT");
            } else if (upper.startsWith("END:")) {
                inner = false;
            } else if (!inner) {
                add(found, line, event);
            }
        }
        StringBuilder text = new StringBuilder();
        SHOWN.forEach((key, label) -> {
            String value = found.get(key);
            if (value != null && !value.isBlank()) {
                text.append(label).append(": ").append(value).append('\n');
            }
        });
        return text.toString();
    }

    private static void add(Map<String, String> found, String line, boolean event) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            return;
        }
        String[] key = line.substring(0, colon).split(";", -1);
        String name = key[0].toUpperCase(Locale.ROOT);
        if (!SHOWN.containsKey(name) || (!event && !name.equals("METHOD"))) {
            return;
        }
        String value = line.substring(colon + 1)
                .replaceAll("\\\\[nN]", "\n")
                .replaceAll("\\\\([,;\\\\])", "$1")
                .replaceFirst("(?i)^mailto:", "");
        for (String parameter : key) {
            if (parameter.toUpperCase(Locale.ROOT).startsWith("TZID=")) {
                value += " (" + parameter.substring("TZID=".length()) + ")";
            }
        }
        found.putIfAbsent(name, value);
    }
}
