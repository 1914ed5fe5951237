package dev.mcpgateway.config.load;

import java.util.Map;

/**
 * Where keys stand, for checks that look at records.
 *
 * @param byPath the place of each key that was written, by its path
 * @param upstreams the path of each upstream, by its name
 */
record Places(Map<String, Place> byPath, Map<String, String> upstreams) {

    /** Returns the path of an upstream's key. */
    String upstream(String name, String key) {
        return upstreams.getOrDefault(name, "upstreams." + name) + '.' + key;
    }

    /** Returns the place of a key, otherwise of the nearest one above it that was written. */
    Place of(String path) {
        for (String at = path; !at.isEmpty(); at = at.substring(0, Math.max(0, at.lastIndexOf('.')))) {
            Place place = byPath.get(at);
            if (place != null) {
                return place;
            }
        }
        return Place.outside("configuration");
    }
}
