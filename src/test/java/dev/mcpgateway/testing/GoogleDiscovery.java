package dev.mcpgateway.testing;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Google's own description of its REST interfaces: which requests there are, what they may have and need, and what is answered.
 * Nobody here wrote it; {@code bin/google-discovery} gets it from a package registry.
 */
public final class GoogleDiscovery {
    private static final Logger LOG = LoggerFactory.getLogger(GoogleDiscovery.class);
    private static final Path DIRECTORY = Path.of("target", "google-discovery");
    /** Set where a run without the documents would be a run that proves nothing. */
    private static final boolean REQUIRED = "required".equals(System.getenv("GOOGLE_DISCOVERY"));

    private static final GoogleDiscovery LOADED = load();

    private final List<Method> methods = new ArrayList<>();

    /** One method of an interface. */
    private record Method(
            JsonObject description, JsonObject common, Pattern path, int literals, DiscoverySchemas schemas) {
        String id() {
            return description.getString("id");
        }
    }

    private GoogleDiscovery(Collection<JsonObject> documents) {
        documents.forEach(this::add);
    }

    /** The descriptions; null on a machine that cannot get them. */
    public static GoogleDiscovery get() {
        return LOADED;
    }

    private static GoogleDiscovery load() {
        try {
            Process process = new ProcessBuilder("bin/google-discovery")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("bin/google-discovery failed");
            }
            List<JsonObject> documents = new ArrayList<>();
            try (var files = Files.newDirectoryStream(DIRECTORY, "*.json")) {
                for (Path file : files) {
                    documents.add(new JsonObject(Files.readString(file)));
                }
            }
            return new GoogleDiscovery(documents);
        } catch (IOException failure) {
            if (REQUIRED) {
                throw new IllegalStateException("GOOGLE_DISCOVERY=required, but there are no documents", failure);
            }
            LOG.warn("Requests to Google are not held against its discovery documents: {}", failure.toString());
            return null;
        } catch (InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void add(JsonObject document) {
        DiscoverySchemas schemas = new DiscoverySchemas(document.getJsonObject("schemas"));
        addMethods(document, document, schemas);
    }

    private void addMethods(JsonObject document, JsonObject resource, DiscoverySchemas schemas) {
        JsonObject common = document.getJsonObject("parameters", new JsonObject());
        for (Map.Entry<String, Object> entry : resource.getJsonObject("methods", new JsonObject())) {
            JsonObject method = (JsonObject) entry.getValue();
            add(method, common, "/" + document.getString("servicePath") + method.getString("path"), schemas);
            JsonObject protocols =
                    method.getJsonObject("mediaUpload", new JsonObject()).getJsonObject("protocols", new JsonObject());
            for (Map.Entry<String, Object> protocol : protocols) {
                JsonObject upload = common.copy()
                        .put(
                                "uploadType",
                                new JsonObject().put("type", "string").put("required", true));
                add(method, upload, ((JsonObject) protocol.getValue()).getString("path"), schemas);
            }
        }
        for (Map.Entry<String, Object> inner : resource.getJsonObject("resources", new JsonObject())) {
            addMethods(document, (JsonObject) inner.getValue(), schemas);
        }
    }

    private void add(JsonObject method, JsonObject common, String template, DiscoverySchemas schemas) {
        StringBuilder path = new StringBuilder();
        Matcher names = Pattern.compile("\\{\\+?(\\w+)}").matcher(template);
        int from = 0;
        int literals = 0;
        while (names.find()) {
            literals += names.start() - from;
            path.append(Pattern.quote(template.substring(from, names.start())))
                    .append("(?<")
                    .append(names.group(1))
                    .append(">[^/]+)");
            from = names.end();
        }
        path.append(Pattern.quote(template.substring(from)));
        methods.add(new Method(
                method, common, Pattern.compile(path.toString()), literals + template.length() - from, schemas));
    }

    private Method method(String verb, String path) {
        return methods.stream()
                .filter(method -> method.description().getString("httpMethod").equals(verb)
                        && method.path().matcher(path).matches())
                .max(Comparator.comparingInt(Method::literals))
                .orElse(null);
    }

    /**
     * What Google would not understand in a request.
     *
     * @param path without the address of the service, as it is sent
     * @param query the parameters, not escaped
     * @param contentType null without a body
     * @param granted the scopes of the token
     */
    public List<String> faults(
            String verb,
            String path,
            Map<String, List<String>> query,
            String contentType,
            Buffer body,
            Set<String> granted) {
        Method method = method(verb, path);
        if (method == null) {
            return List.of("there is no " + verb + " " + path);
        }
        List<String> faults = new ArrayList<>();
        JsonObject parameters = method.description().getJsonObject("parameters", new JsonObject());
        query.forEach((name, values) -> checkParameter(method, parameters, name, values, faults));
        for (Map.Entry<String, Object> entry : method.common().copy().mergeIn(parameters)) {
            JsonObject parameter = (JsonObject) entry.getValue();
            if (parameter.getBoolean("required", false)
                    && !"path".equals(parameter.getString("location"))
                    && !query.containsKey(entry.getKey())) {
                faults.add("the parameter " + entry.getKey() + " is missing");
            }
        }
        checkBody(method, contentType, body, faults);
        JsonArray scopes = method.description().getJsonArray("scopes", new JsonArray());
        Set<String> fitting = new HashSet<>(granted);
        if (!scopes.isEmpty() && !fitting.removeIf(scopes::contains)) {
            faults.add("none of " + granted + " allows it; " + scopes + " do");
        }
        return faults.stream().map(fault -> method.id() + ": " + fault).toList();
    }

    private static void checkParameter(
            Method method, JsonObject parameters, String name, List<String> values, List<String> faults) {
        JsonObject parameter = parameters.getJsonObject(name, method.common().getJsonObject(name));
        if (parameter == null || "path".equals(parameter.getString("location"))) {
            faults.add("there is no parameter " + name);
            return;
        }
        if (values.size() > 1 && !parameter.getBoolean("repeated", false)) {
            faults.add("the parameter " + name + " is there " + values.size() + " times");
        }
        values.forEach(value -> method.schemas().checkText(parameter, value, "the parameter " + name, faults));
        JsonObject response = method.description().getJsonObject("response");
        if (name.equals("fields") && response != null) {
            method.schemas().checkFields(response, values.getFirst(), faults);
        }
    }

    private static void checkBody(Method method, String contentType, Buffer body, List<String> faults) {
        JsonObject type = method.description().getJsonObject("request");
        String kind = contentType == null ? "" : contentType;
        if (type == null) {
            if (body.length() > 0) {
                faults.add("it takes no body");
            }
        } else if (body.length() == 0) {
            method.schemas().check(type, new JsonObject(), "the body", method.id(), faults);
        } else if (kind.startsWith("multipart/related")) {
            // The other part is the file, which stands for a field that is required otherwise.
            checkJson(method, type, firstPart(kind, body), "the first part", "", faults);
        } else if (kind.startsWith("application/json") || method.description().getJsonObject("mediaUpload") == null) {
            if (!kind.startsWith("application/json")) {
                faults.add("its body is said to be " + contentType);
            }
            checkJson(method, type, body, "the body", method.id(), faults);
        }
    }

    /** The part that says what the other one is. */
    private static Buffer firstPart(String contentType, Buffer body) {
        String boundary = contentType.replaceFirst(".*boundary=\"?([^\";]+)\"?.*", "$1");
        String text = body.toString(StandardCharsets.ISO_8859_1);
        int begin = text.indexOf("\r\n\r\n") + 4;
        int end = text.indexOf("\r\n--" + boundary, begin);
        return end < begin ? Buffer.buffer() : body.slice(begin, end);
    }

    private static void checkJson(
            Method method, JsonObject type, Buffer json, String place, String id, List<String> faults) {
        try {
            method.schemas().check(type, new JsonObject(json), place, id, faults);
        } catch (DecodeException | ClassCastException _) {
            faults.add(place + " is no JSON object");
        }
    }

    /** What Google would never answer to a request that it understood. */
    public List<String> answerFaults(String verb, String path, Map<String, List<String>> query, Buffer body) {
        Method method = method(verb, path);
        if (method == null || query.getOrDefault("alt", List.of()).contains("media")) {
            return List.of();
        }
        List<String> faults = new ArrayList<>();
        JsonObject type = method.description().getJsonObject("response");
        if (type != null) {
            checkJson(method, type, body, "the answer", "", faults);
        }
        return faults.stream().map(fault -> method.id() + ": " + fault).toList();
    }
}
