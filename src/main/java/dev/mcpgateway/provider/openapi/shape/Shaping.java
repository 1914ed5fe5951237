package dev.mcpgateway.provider.openapi.shape;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mcpgateway.provider.openapi.document.PathOperation;
import dev.mcpgateway.provider.openapi.document.Schemas;
import dev.mcpgateway.provider.openapi.document.Texts;
import dev.mcpgateway.provider.openapi.document.UnusableOperation;
import dev.mcpgateway.provider.openapi.document.WrittenSchema;
import dev.mcpgateway.provider.tool.ToolDefinition;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes tools of operations.
 *
 * @param description most characters of a tool's description
 * @param schema most characters of an input or output schema, roughly
 * @param ownHeaders names in lower case that the gateway writes itself, which no argument may be
 */
public record Shaping(int description, int schema, Set<String> ownHeaders) {
    private static final int MAX_TITLE = 80;
    private static final Pattern TEMPLATE = Pattern.compile("\\{([^{}]*)}");
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    /** Headers that belong to the connection, to whom the request comes from, or to the body (OpenAPI 3.1, section 4.8.12.1). */
    private static final Pattern NEVER = Pattern.compile(
            "accept|accept-encoding|content-.*|authorization|proxy-.*|cookie|host|connection|keep-alive|upgrade|te|trailer"
                    + "|transfer-encoding|expect|forwarded|x-forwarded-.*|x-real-ip|x-user-.*|x-http-method.*|x-method-override");

    public Shaping {
        ownHeaders = Set.copyOf(ownHeaders);
    }

    /**
     * The tool of an operation.
     *
     * @throws UnusableOperation when it cannot become one
     */
    public OperationTool tool(PathOperation operation, String name) {
        operation.check();
        if (operation.method().equals("TRACE")) {
            throw new UnusableOperation("TRACE shows the headers of a request, which hold credentials");
        }
        Schemas schemas = new Schemas(operation.document(), Schemas.Use.INPUT, schema);
        Arguments arguments = new Arguments();
        List<Slot> slots = slots(operation, schemas, arguments);
        RequestBody body = operation.body();
        BodyPlan plan = body == null
                        || operation.method().equals("GET")
                        || operation.method().equals("HEAD")
                ? null
                : new Bodies(schemas, arguments).plan(body);
        Answers.Output output = Answers.of(operation, schema);
        ToolDefinition definition = new ToolDefinition(
                name,
                title(operation, name),
                description(operation),
                schemas.finish(arguments.schema()),
                output == null ? null : output.schema(),
                Hints.of(operation));
        return new OperationTool(
                definition,
                new RequestPlan(operation.method(), operation.path(), slots, plan),
                output != null && output.wrapped());
    }

    private List<Slot> slots(PathOperation operation, Schemas schemas, Arguments arguments) {
        List<Slot> slots = new ArrayList<>();
        List<Parameter> parameters = operation.parameters();
        checkPath(operation, parameters);
        for (Parameter parameter : parameters) {
            Slot.In in = Slot.in(parameter);
            boolean isUnused = in == Slot.In.PATH && !operation.path().contains('{' + parameter.getName() + '}');
            if (isUnused || (in == Slot.In.HEADER && isOwn(parameter))) {
                continue;
            }
            JsonObject translated = schemas.translate(schemas.resolved(schema(parameter)));
            String said = parameter.getDescription();
            if (said != null && !said.isBlank()) {
                translated.put("description", Texts.shorten(said, description));
            }
            boolean required = in == Slot.In.PATH || Boolean.TRUE.equals(parameter.getRequired());
            String argument = arguments.add(parameter.getName(), in.name(), translated, required);
            slots.add(Slot.of(argument, parameter));
        }
        return slots;
    }

    private static JsonNode schema(Parameter parameter) {
        if (parameter.getContent() == null) {
            return WrittenSchema.of(parameter.getSchema());
        }
        MediaType media = parameter.getContent().values().iterator().next();
        return WrittenSchema.of(media.getSchema());
    }

    private static void checkPath(PathOperation operation, List<Parameter> parameters) {
        String path = operation.path();
        if (!path.startsWith("/") || path.contains("/../") || path.endsWith("/..")) {
            throw new UnusableOperation("its path is none below the service's address");
        }
        if (path.indexOf('?') >= 0 || path.indexOf('#') >= 0) {
            throw new UnusableOperation("its path holds a query or fragment, which a path cannot");
        }
        Matcher template = TEMPLATE.matcher(path);
        while (template.find()) {
            String name = template.group(1);
            if (parameters.stream()
                    .noneMatch(each ->
                            Slot.in(each) == Slot.In.PATH && each.getName().equals(name))) {
                throw new UnusableOperation("its path has {" + name + "}, which no parameter fills");
            }
        }
    }

    private boolean isOwn(Parameter parameter) {
        String name = parameter.getName().toLowerCase(Locale.ROOT);
        return ownHeaders.contains(name)
                || NEVER.matcher(name).matches()
                || !HEADER_NAME.matcher(name).matches();
    }

    private static String title(PathOperation operation, String name) {
        String summary = operation.summary();
        String words = name.replace('_', ' ');
        return summary == null || summary.isBlank()
                ? Character.toUpperCase(words.charAt(0)) + words.substring(1)
                : Texts.shorten(summary, MAX_TITLE);
    }

    private String description(PathOperation operation) {
        String summary = plain(operation.summary());
        String text = plain(operation.description());
        // A description that says anything says what the summary does, which is the title.
        String whole = text.length() > summary.length() ? text : summary;
        whole = whole.isBlank() ? operation.toString() : whole;
        return Texts.shorten(operation.isDeprecated() ? "Deprecated. " + whole : whole, description);
    }

    private static String plain(@Nullable String text) {
        return text == null ? "" : text.replaceAll("\\s+", " ").strip();
    }
}
