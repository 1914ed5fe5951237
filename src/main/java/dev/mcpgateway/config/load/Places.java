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

    /** Returns the place of the first of these keys that was written, otherwise of the nearest one above the first. */
    Place of(String... paths) {
        for (String path : paths) {
            Place place = byPath.get(path);
            if (place != null) {
                return place;
            }
        }
        int dot = paths[0].lastIndexOf('.');
        return dot < 0 ? Place.outside("configuration") : of(paths[0].substring(0, dot));
    }
}
