package dev.mcpgateway.config.load;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a tree from a parser's events; what it builds is bounded in depth, and a key that comes twice is reported. */
final class TreeBuilder {
    private static final int MAX_DEPTH = 64;

    private final Problems problems;
    private final Deque<Open> open = new ArrayDeque<>();
    private @Nullable ConfigNode root;

    TreeBuilder(Problems problems) {
        this.problems = problems;
    }

    /** Begins a mapping; false when it would be too deep, which has been reported. */
    boolean beginMapping(Place place) {
        return begin(new Open(place, new ArrayList<>(), null));
    }

    /** Begins a sequence; false when it would be too deep, which has been reported. */
    boolean beginSequence(Place place) {
        return begin(new Open(place, null, new ArrayList<>()));
    }

    private boolean begin(Open node) {
        if (open.size() >= MAX_DEPTH) {
            problems.error(node.place, "", "is nested more than " + MAX_DEPTH + " deep");
            return false;
        }
        open.push(node);
        return true;
    }

    /** Returns whether the next thing has to be a key. */
    boolean expectsKey() {
        Open top = open.peek();
        return top != null && top.entries != null && top.key == null;
    }

    void key(Place place, String key) {
        Open top = open.element();
        top.key = key;
        top.keyPlace = place;
        Place first = top.keys.putIfAbsent(key, place);
        if (first != null) {
            problems.error(place, path(key), "is already set in line " + first.line());
        }
    }

    /** Ends the mapping or sequence that was begun last and returns it. */
    ConfigNode end() {
        ConfigNode node = open.pop().close();
        add(node);
        return node;
    }

    void add(ConfigNode node) {
        Open parent = open.peek();
        if (parent == null) {
            root = node;
        } else {
            parent.add(node);
        }
    }

    @Nullable
    ConfigNode root() {
        return root;
    }

    private String path(String key) {
        StringBuilder path = new StringBuilder();
        open.descendingIterator().forEachRemaining(level -> {
            if (level.key != null && level != open.peek()) {
                path.append(level.key).append('.');
            }
        });
        return path.append(key).toString();
    }

    private static final class Open {
        final Place place;
        final @Nullable List<ConfigNode.Entry> entries;
        final @Nullable List<ConfigNode> items;
        final Map<String, Place> keys = new HashMap<>();

        @Nullable
        String key;

        @Nullable
        Place keyPlace;

        Open(Place place, @Nullable List<ConfigNode.Entry> entries, @Nullable List<ConfigNode> items) {
            this.place = place;
            this.entries = entries;
            this.items = items;
        }

        void add(ConfigNode node) {
            if (items != null) {
                items.add(node);
            } else if (entries != null && key != null && keyPlace != null) {
                entries.add(new ConfigNode.Entry(key, keyPlace, node));
                key = null;
            }
        }

        ConfigNode close() {
            return entries != null
                    ? new ConfigNode.Mapping(place, entries)
                    : new ConfigNode.Sequence(place, items == null ? List.of() : items);
        }
    }
}
