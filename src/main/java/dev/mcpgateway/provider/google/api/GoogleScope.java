package dev.mcpgateway.provider.google.api;

import dev.mcpgateway.config.GoogleToolsConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A scope that a tool needs: the narrowest that allows it, and the wider ones that a person may have granted already. They are
 * those of the discovery documents.
 */
public enum GoogleScope {
    EMAIL(GoogleService.ACCOUNT, false, "userinfo.email"),
    GMAIL_READ(GoogleService.GMAIL, false, "gmail.readonly", "gmail.modify"),
    GMAIL_LABELS_READ(GoogleService.GMAIL, false, "gmail.readonly", "gmail.modify", "gmail.labels"),
    GMAIL_COMPOSE(GoogleService.GMAIL, true, "gmail.compose", "gmail.modify"),
    GMAIL_SEND(GoogleService.GMAIL, true, "gmail.send", "gmail.compose", "gmail.modify"),
    GMAIL_MODIFY(GoogleService.GMAIL, true, "gmail.modify"),
    CALENDAR_LIST(
            GoogleService.CALENDAR,
            false,
            "calendar.calendarlist.readonly",
            "calendar.calendarlist",
            "calendar.readonly",
            "calendar"),
    CALENDAR_READ(
            GoogleService.CALENDAR,
            false,
            "calendar.events.readonly",
            "calendar.events",
            "calendar.readonly",
            "calendar"),
    CALENDAR_WRITE(GoogleService.CALENDAR, true, "calendar.events", "calendar"),
    CALENDAR_FREE_BUSY(
            GoogleService.CALENDAR,
            false,
            "calendar.freebusy",
            "calendar.events.freebusy",
            "calendar.readonly",
            "calendar"),
    SHEETS_READ(GoogleService.SHEETS, false, "spreadsheets.readonly", "spreadsheets", "drive.readonly", "drive"),
    /** What was made with this may be changed with it, too, but nothing says of an id that it is such a one. */
    SHEETS_CREATE(GoogleService.SHEETS, true, "drive.file", "spreadsheets", "drive"),
    SHEETS_WRITE(GoogleService.SHEETS, true, "spreadsheets", "drive"),
    SLIDES_READ(GoogleService.SLIDES, false, "presentations.readonly", "presentations", "drive.readonly", "drive"),
    /** Where files are and who may see them. */
    DRIVE_METADATA(GoogleService.DRIVE, false, "drive.metadata.readonly", "drive.metadata", "drive.readonly", "drive"),
    /** Contents. {@code drive.file} is not enough: a search would find nothing of what the person has and say nothing of it. */
    DRIVE_READ(GoogleService.DRIVE, false, "drive.readonly", "drive"),
    /** New files, and those that were made here. */
    DRIVE_FILE(GoogleService.DRIVE, true, "drive.file", "drive"),
    /** A change of a file. Who granted {@code drive.file} may change what was made here, and is asked for more when that is not enough. */
    DRIVE_CHANGE(GoogleService.DRIVE, true, "drive", "drive.file"),
    /** All files. */
    DRIVE_ALL(GoogleService.DRIVE, true, "drive"),
    DOCS_READ(GoogleService.DOCS, false, "documents.readonly", "documents", "drive.readonly", "drive"),
    /** New documents, and those that were made here. */
    DOCS_FILE(GoogleService.DOCS, true, "drive.file", "documents", "drive"),
    /** A change of a document; as with {@link #DRIVE_CHANGE}. */
    DOCS_CHANGE(GoogleService.DOCS, true, "documents", "drive", "drive.file"),
    /** All documents. */
    DOCS_ALL(GoogleService.DOCS, true, "documents", "drive");

    private static final String PREFIX = "https://www.googleapis.com/auth/";
    private static final String ALL_MAIL = "https://mail.google.com/";

    private final GoogleService service;
    private final boolean writes;
    private final String value;

    @SuppressWarnings("ImmutableEnumChecker") // Set.copyOf gives one that nobody can change.
    private final Set<String> enough;

    GoogleScope(GoogleService service, boolean writes, String narrowest, String... wider) {
        this.service = service;
        this.writes = writes;
        this.value = PREFIX + narrowest;
        List<String> all = new ArrayList<>();
        all.add(value);
        Stream.of(wider).map(name -> PREFIX + name).forEach(all::add);
        if (service == GoogleService.GMAIL) {
            all.add(ALL_MAIL);
        } else if (service == GoogleService.ACCOUNT) {
            all.add("email");
        }
        this.enough = Set.copyOf(all);
    }

    /** What a person is asked for. */
    public String value() {
        return value;
    }

    /** Whether what was granted allows this. */
    public boolean isGranted(Collection<String> granted) {
        return granted.stream().anyMatch(enough::contains);
    }

    /** The service whose tools need it. */
    public GoogleService service() {
        return service;
    }

    /** Whether something can be changed by it. */
    public boolean writes() {
        return writes;
    }

    /** The scope that a page may ask for on a link's word, because a tool of this configuration needs it; null otherwise. */
    public static @Nullable GoogleScope known(String value, GoogleToolsConfig config) {
        return Stream.of(values())
                .filter(scope -> scope.value.equals(value)
                        && scope.service.isOn(config.services())
                        && !(scope.writes && config.readOnly()))
                .findFirst()
                .orElse(null);
    }
}
