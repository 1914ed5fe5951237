package dev.mcpgateway.provider.google.api;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A scope that a tool needs: the narrowest that allows it, and the wider ones that a person may have granted already. They are
 * those of the discovery documents.
 */
public enum GoogleScope {
    EMAIL("userinfo.email"),
    GMAIL_READ("gmail.readonly", "gmail.modify"),
    GMAIL_LABELS_READ("gmail.readonly", "gmail.modify", "gmail.labels"),
    GMAIL_COMPOSE("gmail.compose", "gmail.modify"),
    GMAIL_SEND("gmail.send", "gmail.compose", "gmail.modify"),
    GMAIL_MODIFY("gmail.modify"),
    CALENDAR_LIST("calendar.calendarlist.readonly", "calendar.calendarlist", "calendar.readonly", "calendar"),
    CALENDAR_READ("calendar.events.readonly", "calendar.events", "calendar.readonly", "calendar"),
    CALENDAR_WRITE("calendar.events", "calendar"),
    CALENDAR_FREE_BUSY("calendar.freebusy", "calendar.events.freebusy", "calendar.readonly", "calendar");

    private static final String PREFIX = "https://www.googleapis.com/auth/";
    private static final String ALL_MAIL = "https://mail.google.com/";

    private final String value;
    private final Set<String> enough;

    GoogleScope(String narrowest, String... wider) {
        this.value = PREFIX + narrowest;
        this.enough = Stream.concat(Stream.of(narrowest), Stream.of(wider))
                .map(name -> PREFIX + name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (narrowest.startsWith("gmail.")) {
            enough.add(ALL_MAIL);
        } else if (narrowest.equals("userinfo.email")) {
            enough.add("email");
        }
    }

    /** What a person is asked for. */
    public String value() {
        return value;
    }

    /** Whether what was granted allows this. */
    public boolean isGranted(Collection<String> granted) {
        return granted.stream().anyMatch(enough::contains);
    }

    /** Whether it is one of those that tools ask for, so that a page may ask for it on a link's word. */
    public static boolean isKnown(String value) {
        return List.of(values()).stream().anyMatch(scope -> scope.value.equals(value));
    }
}
