package dev.mcpgateway.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opened data keys in memory: for a limited time, of a limited number of owners, wiped afterwards. Thread-safe. */
final class OwnerKeysCache {

    private record Entry(OwnerKeys keys, Instant opened, Instant checked) {}

    private final InstantSource clock;
    private final Duration lifetime;
    private final int limit;
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private List<OwnerKeys> retired = new ArrayList<>();

    OwnerKeysCache(InstantSource clock, Duration lifetime, int limit) {
        this.clock = clock;
        this.lifetime = lifetime;
        this.limit = limit;
    }

    /** Keys that were compared with the store at most that long ago; null when there are none. */
    synchronized @Nullable OwnerKeys get(String owner, Duration checkedWithin) {
        Entry entry = entries.get(owner);
        Instant now = clock.instant();
        return entry == null
                        || isOver(entry, now)
                        || now.isAfter(entry.checked().plus(checkedWithin))
                ? null
                : entry.keys();
    }

    /** Keys that were just opened. */
    synchronized void put(String owner, OwnerKeys keys) {
        Instant now = clock.instant();
        retire(entries.put(owner, new Entry(keys, now, now)));
        if (entries.size() > limit) {
            Iterator<Entry> eldest = entries.values().iterator();
            retire(eldest.next());
            eldest.remove();
        }
    }

    /** The keys in memory are those that the store has just now, so they need not be opened again; null when not so. */
    synchronized @Nullable OwnerKeys confirm(WrappedKeys stored) {
        Entry entry = entries.get(stored.owner());
        Instant now = clock.instant();
        if (entry == null || isOver(entry, now) || !entry.keys().wrapped().equals(stored)) {
            return null;
        }
        entries.put(stored.owner(), new Entry(entry.keys(), entry.opened(), now));
        return entry.keys();
    }

    synchronized void remove(String owner) {
        retire(entries.remove(owner));
    }

    /**
     * Removes what is too old, and wipes what was removed before the last sweep: by then whoever took it from here has
     * used it.
     */
    synchronized void sweep() {
        retired.forEach(OwnerKeys::wipe);
        retired = new ArrayList<>();
        Instant now = clock.instant();
        entries.values().removeIf(entry -> {
            boolean over = isOver(entry, now);
            if (over) {
                retire(entry);
            }
            return over;
        });
    }

    synchronized void clear() {
        entries.values().forEach(this::retire);
        entries.clear();
        retired.forEach(OwnerKeys::wipe);
        retired = new ArrayList<>();
    }

    private boolean isOver(Entry entry, Instant now) {
        return !now.isBefore(entry.opened().plus(lifetime));
    }

    private void retire(@Nullable Entry entry) {
        if (entry != null) {
            retired.add(entry.keys());
        }
    }
}
