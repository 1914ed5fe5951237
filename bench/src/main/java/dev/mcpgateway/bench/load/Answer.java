package dev.mcpgateway.bench.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What a JSON-RPC answer says.
 *
 * @param id the id, when it is a number
 * @param result whether there is a result that is not an error of the tool
 * @param text the text of the last content of the result, or null
 * @param tools how many named tools the result lists
 */
public record Answer(long id, boolean result, String text, int tools) {
    private static final JsonFactory JSON = new JsonFactory();

    /** Reads the answer to the request {@code number}: status 200, that id, a result. */
    static Answer to(long number, HttpAnswer http) throws WrongAnswer {
        if (http.status() != 200) {
            throw new WrongAnswer("status " + http.status() + ": " + excerpt(http));
        }
        Answer answer;
        try {
            answer = parse(http.message());
        } catch (IOException e) {
            throw new WrongAnswer("not JSON: " + excerpt(http));
        }
        if (answer.id != number || !answer.result) {
            throw new WrongAnswer("request " + number + " was answered with " + excerpt(http));
        }
        return answer;
    }

    private static Answer parse(byte[] message) throws IOException {
        long id = -1;
        boolean result = false;
        boolean failed = false;
        String text = null;
        int tools = 0;
        int depth = 0;
        boolean inTools = false;
        try (JsonParser parser = JSON.createParser(message)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                } else if (token == JsonToken.FIELD_NAME) {
                    switch (depth + parser.currentName()) {
                        case "1id" ->
                            id = parser.nextToken() == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : -1;
                        case "1result" -> result = true;
                        case "1error" -> failed = true;
                        case "2isError" -> failed |= parser.nextBooleanValue() == Boolean.TRUE;
                        case "2tools" -> inTools = true;
                        case "4text" -> text = parser.nextTextValue();
                        case "4name" -> tools += inTools ? 1 : 0;
                        default -> {}
                    }
                }
            }
        }
        return new Answer(id, result && !failed, text, tools);
    }

    private static String excerpt(HttpAnswer http) {
        String text = new String(http.message(), StandardCharsets.UTF_8);
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}
