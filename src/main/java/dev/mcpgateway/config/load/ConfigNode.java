package dev.mcpgateway.config.load;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a configuration file, whatever its syntax, with the place where it stands. */
sealed interface ConfigNode {

    Place place();

    /** Keys and values in the order of the file; a key occurs once. */
    record Mapping(Place place, List<Entry> entries) implements ConfigNode {
        public Mapping {
            entries = List.copyOf(entries);
        }

        /** Returns the entry of a key, or null. */
        @Nullable
        Entry find(String key) {
            for (Entry entry : entries) {
                if (entry.key().equals(key)) {
                    return entry;
                }
            }
            return null;
        }
    }

    /** A key, its own place, and its value. */
    record Entry(String key, Place place, ConfigNode value) {}

    /** A list. */
    record Sequence(Place place, List<ConfigNode> items) implements ConfigNode {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /** A text, number or boolean as it is written. */
    record Scalar(Place place, String text) implements ConfigNode {
        @Override
        public String toString() {
            return "Scalar[" + place + "]";
        }
    }

    /** Nothing where a value could be. */
    record Null(Place place) implements ConfigNode {}
}
