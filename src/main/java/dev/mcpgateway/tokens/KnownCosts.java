package dev.mcpgateway.tokens;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Costs that were counted; those that nobody has asked for the longest time go first. Thread-safe. */
final class KnownCosts {
    private static final float LOAD_FACTOR = 0.75f;

    private final Map<ToolDigest, ToolCost> byDigest = new LinkedHashMap<>(16, LOAD_FACTOR, true);

    synchronized @Nullable ToolCost get(ToolDigest digest) {
        return byDigest.get(digest);
    }

    /** @param most how many are kept */
    synchronized void put(ToolDigest digest, ToolCost cost, int most) {
        byDigest.put(digest, cost);
        Iterator<ToolDigest> oldest = byDigest.keySet().iterator();
        while (byDigest.size() > most) {
            oldest.next();
            oldest.remove();
        }
    }
}
