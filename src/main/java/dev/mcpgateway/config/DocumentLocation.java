package dev.mcpgateway.config;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a document is: at an address or in a file, one of which is null. */
public record DocumentLocation(@Nullable URI url, @Nullable Path file) {

    public DocumentLocation {
        if ((url == null) == (file == null)) {
            throw new IllegalArgumentException("a document is at an address or in a file");
        }
    }

    /** Returns the location of a file. */
    public static DocumentLocation of(Path file) {
        return new DocumentLocation(null, file);
    }

    /** Returns the location at an address. */
    public static DocumentLocation of(URI url) {
        return new DocumentLocation(url, null);
    }

    /** For logs: without a query, which may hold a secret. */
    @Override
    public String toString() {
        if (url == null) {
            return String.valueOf(file);
        }
        String text = url.toString();
        int query = text.indexOf('?');
        return query < 0 ? text : text.substring(0, query);
    }
}
