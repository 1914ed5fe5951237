package dev.mcpgateway.config.load;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML 1.2 into a tree. It works on events, not on the composed document: that keeps the depth bounded, and no
 * message of the parser that repeats what stands in the file can reach the operator's terminal.
 */
final class YamlReader {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final String STANDARD_TAGS = "tag:yaml.org,2002:";

    private final Place file;
    private final Problems problems;
    private final TreeBuilder tree;
    private final Map<Anchor, ConfigNode> anchors = new HashMap<>();
    private final Map<Place, Anchor> openAnchors = new HashMap<>();

    private YamlReader(Place file, Problems problems) {
        this.file = file;
        this.problems = problems;
        this.tree = new TreeBuilder(problems);
    }

    /** Reads a file's text; returns null when it is empty or has been reported as unreadable. */
    static @Nullable ConfigNode read(Place file, String text, Problems problems) {
        return new YamlReader(file, problems).read(text);
    }

    private @Nullable ConfigNode read(String text) {
        LoadSettings settings =
                LoadSettings.builder().setLabel("").setUseMarks(true).build();
        int documents = 0;
        try {
            for (Event event : new Parse(settings).parseString(text)) {
                if (event instanceof DocumentStartEvent && ++documents > 1) {
                    problems.error(place(event.getStartMark()), "", "holds a second document; one is allowed");
                    return null;
                }
                if (!take(event)) {
                    return null;
                }
            }
        } catch (MarkedYamlEngineException e) {
            problems.error(place(e.getProblemMark()), "", "is not valid YAML: " + reason(e));
            return null;
        } catch (YamlEngineException _) {
            problems.error(file, "", "is not valid YAML: it holds characters that no text has");
            return null;
        }
        return tree.root();
    }

    /** Takes one event; false when reading cannot go on, which has been reported. */
    private boolean take(Event event) {
        Place place = place(event.getStartMark());
        return switch (event) {
            case AliasEvent alias -> alias(alias, place);
            case ScalarEvent scalar -> standardTag(scalar.getTag(), place) && scalar(scalar, place);
            case CollectionStartEvent start -> standardTag(start.getTag(), place) && start(start, place);
            case CollectionEndEvent _ -> {
                ConfigNode node = tree.end();
                Anchor anchor = openAnchors.remove(node.place());
                if (anchor != null) {
                    anchors.put(anchor, node);
                }
                yield true;
            }
            default -> true;
        };
    }

    private boolean alias(AliasEvent alias, Place place) {
        ConfigNode node = anchors.get(alias.getAlias());
        if (node == null || tree.expectsKey()) {
            problems.error(place, "", "refers to an anchor that is not there; a text that begins with * needs quotes");
            return false;
        }
        tree.add(node);
        return true;
    }

    private boolean scalar(ScalarEvent scalar, Place place) {
        if (tree.expectsKey()) {
            tree.key(place, scalar.getValue());
            return true;
        }
        ConfigNode node = scalar.isPlain() && NULLS.contains(scalar.getValue())
                ? new ConfigNode.Null(place)
                : new ConfigNode.Scalar(place, scalar.getValue());
        anchor(scalar).ifPresent(anchor -> anchors.put(anchor, node));
        tree.add(node);
        return true;
    }

    private boolean start(CollectionStartEvent start, Place place) {
        if (tree.expectsKey()) {
            problems.error(place, "", "a key has to be a text");
            return false;
        }
        anchor(start).ifPresent(anchor -> openAnchors.put(place, anchor));
        return start instanceof MappingStartEvent ? tree.beginMapping(place) : tree.beginSequence(place);
    }

    private static Optional<Anchor> anchor(NodeEvent event) {
        return event.getAnchor();
    }

    private boolean standardTag(Optional<String> tag, Place place) {
        if (tag.isEmpty() || tag.get().startsWith(STANDARD_TAGS) || tag.get().equals("!")) {
            return true;
        }
        problems.error(place, "", "carries a tag, which means nothing here; a text that begins with ! needs quotes");
        return false;
    }

    private Place place(Optional<Mark> mark) {
        return mark.map(at -> file.at(at.getLine() + 1, at.getColumn() + 1)).orElse(file);
    }

    private static String reason(MarkedYamlEngineException e) {
        String problem = e.getProblem();
        // A tag may be a secret that somebody forgot to quote.
        return problem == null || problem.contains("tag") || problem.contains("directive")
                ? "a text that begins with !, %, @ or ` needs quotes"
                : problem;
    }
}
