package dev.mcpgateway.store;

import dev.mcpgateway.crypto.DataKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data keys of one owner, opened.
 *
 * @param wrapped what they were opened from
 * @param opened by number; without those that do not open
 */
record OwnerKeys(WrappedKeys wrapped, Map<Integer, DataKey> opened) {

    OwnerKeys {
        opened = Map.copyOf(opened);
    }

    /** The number of the key to seal with: the newest that opens; 0 when there is none. */
    int newest() {
        return opened.keySet().stream().reduce(0, Math::max);
    }

    @Nullable
    DataKey get(int id) {
        return opened.get(id);
    }

    /** Whether there are keys that this gateway cannot open. */
    boolean isIncomplete() {
        return opened.size() < wrapped.keys().size();
    }

    boolean isDestroyed(int id) {
        return id > 0 && id <= wrapped.destroyedThrough();
    }

    void wipe() {
        opened.values().forEach(DataKey::wipe);
    }
}
