package dev.mcpgateway.dispatch;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client's {@code Last-Event-ID} says. Ids of a call's stream read {@code <provider>/<its event id>} and resume that
 * stream. On a standalone stream, into which several providers send, the id is a cursor over all of them:
 * {@code ~<provider>/<event id>&<provider>/<event id>}, each event id percent-encoded.
 */
public sealed interface EventCursor {

    /** After this event of one provider's stream. */
    record OfCall(String provider, String eventId) implements EventCursor {}

    /** After these events, by provider, of the merged standalone stream. */
    record OfStandalone(Map<String, String> eventIds) implements EventCursor {
        public OfStandalone {
            eventIds = Collections.unmodifiableMap(new LinkedHashMap<>(eventIds));
        }

        /** This cursor with another provider's position. */
        public OfStandalone after(String provider, String eventId) {
            Map<String, String> moved = new LinkedHashMap<>(eventIds);
            moved.put(provider, eventId);
            return new OfStandalone(moved);
        }

        /** The event id that stands for this cursor. */
        public String encode() {
            StringBuilder id = new StringBuilder("~");
            eventIds.forEach((provider, eventId) -> {
                if (id.length() > 1) {
                    id.append('&');
                }
                id.append(provider).append('/').append(URLEncoder.encode(eventId, StandardCharsets.UTF_8));
            });
            return id.toString();
        }
    }

    /** Reads an id that this gateway gave; null for any other. */
    static @Nullable EventCursor parse(String lastEventId) {
        if (lastEventId.startsWith("~")) {
            return parseStandalone(lastEventId.substring(1));
        }
        int slash = lastEventId.indexOf('/');
        return slash <= 0 ? null : new OfCall(lastEventId.substring(0, slash), lastEventId.substring(slash + 1));
    }

    private static @Nullable EventCursor parseStandalone(String cursor) {
        Map<String, String> eventIds = new LinkedHashMap<>();
        for (String part : cursor.split("&", -1)) {
            int slash = part.indexOf('/');
            if (slash <= 0) {
                return null;
            }
            try {
                String eventId = URLDecoder.decode(part.substring(slash + 1), StandardCharsets.UTF_8);
                eventIds.put(part.substring(0, slash), eventId);
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
        return new OfStandalone(eventIds);
    }
}
