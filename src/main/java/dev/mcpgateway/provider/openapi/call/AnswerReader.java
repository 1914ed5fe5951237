package dev.mcpgateway.provider.openapi.call;

import dev.mcpgateway.provider.openapi.document.Texts;
import dev.mcpgateway.provider.openapi.shape.OperationTool;
import dev.mcpgateway.provider.tool.ToolFailure;
import dev.mcpgateway.provider.tool.ToolResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.SchemaException;
import io.vertx.json.schema.Validator;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes the result of a tool of what the service answers, or the failure. */
final class AnswerReader {
    private static final Pattern CHARSET =
            Pattern.compile("charset=\"?([A-Za-z0-9._-]{1,40})", Pattern.CASE_INSENSITIVE);
    private static final Pattern FILE_NAME = Pattern.compile("filename=\"?([A-Za-z0-9 ._()-]{1,120})");
    private static final int MAX_ERROR_TEXT = 2_000;

    private final String service;
    private final OperationTool tool;
    private volatile @Nullable Validator validator;

    /** @param service the service's configured name */
    AnswerReader(String service, OperationTool tool) {
        this.service = service;
        this.tool = tool;
    }

    /** The code of a failure that is the service's own. */
    String errorCode() {
        return service.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_") + "_api_error";
    }

    /**
     * The result of an answer.
     *
     * @throws ToolFailure for what means that the call did not do what it was for
     */
    ToolResult read(Attempt.Answered answer) {
        if (answer.status() < 200 || answer.status() >= 300) {
            throw failure(answer);
        }
        Buffer body = answer.body();
        String type = mediaType(answer);
        JsonObject schema = tool.definition().outputSchema();
        if (body.length() == 0) {
            return schema == null
                    ? ToolResult.text("Done: HTTP " + answer.status() + ", no content.")
                    : misfit(answer, "is empty");
        }
        if (isJson(type)) {
            return json(answer, body, schema);
        }
        if (schema != null) {
            return misfit(answer, "is " + printable(type) + " instead of JSON");
        }
        return other(answer, type, body);
    }

    private ToolResult json(Attempt.Answered answer, Buffer body, @Nullable JsonObject schema) {
        Object value;
        try {
            value = Json.decodeValue(body);
        } catch (DecodeException _) {
            return schema == null ? ToolResult.text(text(answer, body)) : misfit(answer, "is not well-formed JSON");
        }
        if (schema == null) {
            return ToolResult.text(Json.encode(value));
        }
        JsonObject structured = tool.wrapped() ? new JsonObject().put("result", value) : null;
        if (structured == null && value instanceof JsonObject object) {
            structured = object;
        }
        return structured != null && fits(structured, schema)
                ? ToolResult.of(structured, Json.encode(value))
                : misfit(answer, "does not fit its own OpenAPI document");
    }

    private boolean fits(JsonObject structured, JsonObject schema) {
        Validator known = validator;
        try {
            if (known == null) {
                known = Validator.create(
                        JsonSchema.of(schema),
                        new JsonSchemaOptions()
                                .setBaseUri("urn:mcp-gateway")
                                .setDraft(Draft.DRAFT202012)
                                .setOutputFormat(OutputFormat.Flag));
                validator = known;
            }
            return Boolean.TRUE.equals(known.validate(structured).getValid());
        } catch (SchemaException _) {
            return false;
        }
    }

    /** Clients refuse a result without the structured content that the tool promises, so it can only be told as an error. */
    private ToolResult misfit(Attempt.Answered answer, String what) {
        throw new ToolFailure(
                errorCode(),
                "The call succeeded (HTTP " + answer.status() + "), but the service's answer " + what + ". It was: "
                        + Texts.shorten(text(answer, answer.body()), MAX_ERROR_TEXT),
                "Do not repeat the call if it changes something: it was carried out.");
    }

    private ToolResult other(Attempt.Answered answer, String type, Buffer body) {
        if (type.startsWith("text/")
                || type.endsWith("/xml")
                || type.endsWith("+xml")
                || type.contains("yaml")
                || type.contains("javascript")
                || type.contains("ndjson")) {
            return ToolResult.text(text(answer, body));
        }
        String known = type.isEmpty() ? "application/octet-stream" : printable(type);
        ToolResult said = ToolResult.text(known + ", " + body.length() + " bytes");
        if (known.startsWith("image/") && !known.equals("image/svg+xml")) {
            return said.withImage(known, body);
        }
        Matcher name = FILE_NAME.matcher(String.valueOf(answer.headers().get("Content-Disposition")));
        String file = name.find() ? name.group(1).strip() : tool.definition().name();
        return said.withFile("openapi://" + service + '/' + Encoding.encode(file), known, body);
    }

    private ToolFailure failure(Attempt.Answered answer) {
        String said =
                answer.body().length() == 0 ? "" : ": " + Texts.shorten(text(answer, answer.body()), MAX_ERROR_TEXT);
        String message = "HTTP " + answer.status() + said;
        return switch (answer.status()) {
            case 400, 422 ->
                new ToolFailure(ToolFailure.INVALID_ARGUMENT, message, "Correct the arguments, then call again.");
            case 401 ->
                new ToolFailure(
                        errorCode(),
                        message,
                        "The service refuses the gateway's credentials; tell whoever runs the gateway.");
            case 403 -> new ToolFailure(ToolFailure.NOT_ALLOWED, message, "The service does not allow this.");
            case 404, 410 -> new ToolFailure(ToolFailure.NOT_FOUND, message, null);
            case 429 -> new ToolFailure(ToolFailure.RATE_LIMITED, message, retryAfter(answer));
            case 300, 301, 302, 303, 307, 308 ->
                new ToolFailure(
                        errorCode(),
                        "The service redirects to where the gateway does not follow (HTTP " + answer.status() + ").",
                        "Tell whoever runs the gateway: baseUrl may be wrong.");
            case 503 -> new ToolFailure(ToolFailure.UPSTREAM_UNAVAILABLE, message, retryAfter(answer));
            case 502, 504 ->
                tool.request().isSafe()
                        ? new ToolFailure(ToolFailure.UPSTREAM_UNAVAILABLE, message, "Try again later.")
                        : new ToolFailure(
                                ToolFailure.OUTCOME_UNKNOWN, message, "Find out whether it ran before calling again.");
            default -> new ToolFailure(errorCode(), message, null);
        };
    }

    private static String retryAfter(Attempt.Answered answer) {
        Long millis = RetryAfter.millis(answer.headers());
        return millis == null ? "Try again later." : "Try again in " + Math.max(1, millis / 1000) + " s.";
    }

    private static String mediaType(Attempt.Answered answer) {
        String type = answer.headers().get(HttpHeaders.CONTENT_TYPE);
        return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static boolean isJson(String type) {
        return type.endsWith("/json") || type.endsWith("+json");
    }

    private static String printable(String type) {
        return type.matches("[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,80}") ? type : "application/octet-stream";
    }

    private static String text(Attempt.Answered answer, Buffer body) {
        Matcher said = CHARSET.matcher(String.valueOf(answer.headers().get(HttpHeaders.CONTENT_TYPE)));
        Charset charset = StandardCharsets.UTF_8;
        try {
            charset = said.find() ? Charset.forName(said.group(1)) : charset;
        } catch (IllegalArgumentException _) {
            // One that nobody knows: UTF-8 is the best guess.
        }
        return body.toString(charset);
    }
}
