package dev.mcpgateway.provider.google.drive;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The service's search language. Whatever somebody looks for is a literal in it. */
final class DriveQuery {
    private final List<String> terms = new ArrayList<>();

    /** Files whose name begins a word with the text, or in which its words are. */
    DriveQuery text(String text) {
        terms.add("(name contains " + literal(text) + " or fullText contains " + literal(text) + ")");
        return this;
    }

    /** Files in a folder. */
    DriveQuery in(String folderId) {
        terms.add(literal(folderId) + " in parents");
        return this;
    }

    /** Files of one kind; null for every kind. */
    DriveQuery type(@Nullable String type) {
        if (type != null) {
            terms.add(
                    switch (type) {
                        case "folder", "document", "spreadsheet", "presentation" ->
                            "mimeType = " + literal("application/vnd.google-apps." + type);
                        case "pdf" -> "mimeType = 'application/pdf'";
                        default -> "mimeType contains " + literal(type + "/");
                    });
        }
        return this;
    }

    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** As the service takes it, without what is in the trash. */
    @Override
    public String toString() {
        return String.join(" and ", terms) + " and trashed = false";
    }
}
