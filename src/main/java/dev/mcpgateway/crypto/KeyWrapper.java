package dev.mcpgateway.crypto;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes data keys, and wraps them under a key that never leaves its place, so that a data key can lie beside what it
 * protects. Thread-safe; no method blocks. A failed future carries {@link KeyUnavailable} when the place could not be
 * asked, or refuses for now, and {@link UnopenableKey} when this wrapped key will not open there.
 */
public interface KeyWrapper {

    /** Names the kind of place, such as {@code local}; it stands beside each wrapped key. Lower case, at most 16 letters. */
    String scheme();

    /**
     * Makes a new data key.
     *
     * @param context what the wrapped key is bound to: it opens with the same context only. Not secret
     */
    Future<Generated> generate(SortedMap<String, String> context);

    /**
     * Opens a wrapped key, also one that was wrapped before the key of the place was rotated.
     *
     * @param context the same as when it was made
     */
    Future<DataKey> unwrap(Buffer wrapped, SortedMap<String, String> context);

    /**
     * A wrapped key under what wraps new ones; null when it is so already, or the place sees to that itself.
     *
     * @param wrapped one that opens
     * @param context the same as when it was made
     */
    default @Nullable Buffer renewed(Buffer wrapped, SortedMap<String, String> context) {
        return null;
    }

    /** A new data key and its wrapped form. */
    record Generated(DataKey key, Buffer wrapped) {}
}
