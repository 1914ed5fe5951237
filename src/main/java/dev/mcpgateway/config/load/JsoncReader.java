package dev.mcpgateway.config.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Reads JSON with comments and trailing commas, as editors write it, into a tree. */
final class JsoncReader {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build();

    private JsoncReader() {}

    /** Reads a file's text; returns null when it is empty or has been reported as unreadable. */
    static @Nullable ConfigNode read(Place file, String text, Problems problems) {
        TreeBuilder tree = new TreeBuilder(problems);
        try (JsonParser parser = FACTORY.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                Place place = place(file, parser.currentTokenLocation());
                if (tree.root() != null) {
                    problems.error(place, "", "is not valid JSON: something follows after the end");
                    return null;
                }
                boolean goOn = switch (token) {
                    case START_OBJECT -> tree.beginMapping(place);
                    case START_ARRAY -> tree.beginSequence(place);
                    default -> {
                        take(token, place, parser, tree);
                        yield true;
                    }
                };
                if (!goOn) {
                    return null;
                }
            }
        } catch (JsonProcessingException e) {
            problems.error(place(file, e.getLocation()), "", "is not valid JSON: " + reason(e));
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (tree.root() == null) {
            problems.error(file, "", "is empty");
        }
        return tree.root();
    }

    private static void take(JsonToken token, Place place, JsonParser parser, TreeBuilder tree) throws IOException {
        switch (token) {
            case END_OBJECT, END_ARRAY -> tree.end();
            case FIELD_NAME -> tree.key(place, parser.currentName());
            case VALUE_NULL -> tree.add(new ConfigNode.Null(place));
            default -> tree.add(new ConfigNode.Scalar(place, parser.getText()));
        }
    }

    private static Place place(Place file, @Nullable JsonLocation location) {
        return location == null ? file : file.at(location.getLineNr(), location.getColumnNr());
    }

    private static String reason(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        if (message.startsWith("Unexpected end-of-input")) {
            return "the end comes too early; a }, ] or quote is missing";
        }
        // The parser's other messages repeat what stands there, which may be a secret without its quotes.
        int end = message.indexOf('\n');
        return message.startsWith("Unexpected character")
                ? (end < 0 ? message : message.substring(0, end))
                : "a text needs double quotes (comments and trailing commas are allowed)";
    }
}
