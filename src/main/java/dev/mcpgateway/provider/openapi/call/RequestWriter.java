package dev.mcpgateway.provider.openapi.call;

import dev.mcpgateway.provider.openapi.shape.RequestPlan;
import dev.mcpgateway.provider.openapi.shape.Slot;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes the requests of one operation. Every argument is encoded or refused, so that none can be anything but what it is. */
final class RequestWriter {
    private static final Pattern TEMPLATE = Pattern.compile("\\{([^{}]*)}");
    private static final Pattern DOTS = Pattern.compile("\\.{1,2}");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e]*");

    private final RequestPlan plan;
    private final boolean slashes;

    /** @param slashes whether a path parameter may hold a slash */
    RequestWriter(RequestPlan plan, boolean slashes) {
        this.plan = plan;
        this.slashes = slashes;
    }

    /**
     * The request of a call.
     *
     * @throws dev.mcpgateway.provider.tool.ToolFailure {@code invalid_argument} when an argument cannot stand where it belongs
     */
    ServiceRequest write(JsonObject arguments) {
        String path = path(arguments);
        List<String> query = new ArrayList<>();
        List<String> cookies = new ArrayList<>();
        MultiMap headers = HttpHeaders.headers();
        for (Slot slot : plan.slots()) {
            Object value = arguments.getValue(slot.argument());
            if (value != null) {
                switch (slot.in()) {
                    case PATH -> {
                        // Written already.
                    }
                    case QUERY -> query(query, slot, value);
                    case COOKIE -> cookie(cookies, slot, value);
                    case HEADER -> headers.set(slot.name(), header(slot, value));
                }
            }
        }
        if (!cookies.isEmpty()) {
            headers.set(HttpHeaders.COOKIE, String.join("; ", cookies));
        }
        String uri = query.isEmpty() ? path : path + '?' + String.join("&", query);
        BodyWriter.Body body = plan.body() == null ? null : BodyWriter.write(plan.body(), arguments);
        return new ServiceRequest(
                plan, uri, headers, body == null ? null : body.contentType(), body == null ? null : body.bytes());
    }

    private String path(JsonObject arguments) {
        StringBuilder path = new StringBuilder();
        Matcher template = TEMPLATE.matcher(plan.path());
        int end = 0;
        while (template.find()) {
            path.append(Encoding.encodeFixed(plan.path().substring(end, template.start())));
            path.append(segment(template.group(1), arguments));
            end = template.end();
        }
        path.append(Encoding.encodeFixed(plan.path().substring(end)));
        for (String segment : path.toString().split("/", -1)) {
            if (DOTS.matcher(segment).matches()) {
                throw ArgumentRefused.of("path", "would be a step to another path");
            }
        }
        return path.toString();
    }

    private String segment(String name, JsonObject arguments) {
        for (Slot slot : plan.slots()) {
            if (slot.in() == Slot.In.PATH && slot.name().equals(name)) {
                Object value = arguments.getValue(slot.argument());
                if (value == null) {
                    throw ArgumentRefused.of(slot.argument(), "is missing");
                }
                return slot.json()
                        ? inPath(slot.argument(), Styles.text(value))
                        : Styles.path(slot, value, text -> inPath(slot.argument(), text));
            }
        }
        throw new IllegalStateException("checked when the tool was made");
    }

    /** A text inside one segment of a path, whatever else the service or a proxy before it decodes. */
    private String inPath(String argument, String text) {
        if (text.isEmpty()) {
            throw ArgumentRefused.of(argument, "is empty, and part of a path");
        }
        String decoded = decoded(text);
        for (String form : List.of(text, decoded, decoded(decoded))) {
            if (form.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
                throw ArgumentRefused.of(argument, "holds a control character");
            }
            if (form.indexOf('\\') >= 0 || (form.indexOf('/') >= 0 && !slashes)) {
                throw ArgumentRefused.of(argument, "holds a slash, and is one step of a path");
            }
            for (String step : form.split("[/;]", -1)) {
                if (DOTS.matcher(step).matches()) {
                    throw ArgumentRefused.of(argument, "would be a step to another path");
                }
            }
        }
        return Encoding.encode(text);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return text;
        }
    }

    private static void query(List<String> query, Slot slot, Object value) {
        List<Styles.Pair> pairs = slot.json()
                ? List.of(new Styles.Pair(slot.name(), Styles.text(value)))
                : Styles.pairs(slot.name(), value, slot.style(), slot.explode());
        for (Styles.Pair pair : pairs) {
            String text = slot.allowReserved() ? Encoding.encodeReserved(pair.value()) : Encoding.encode(pair.value());
            query.add(Encoding.encode(pair.name()).replace("%5B", "[").replace("%5D", "]") + '=' + text);
        }
    }

    private static void cookie(List<String> cookies, Slot slot, Object value) {
        for (Styles.Pair pair : Styles.pairs(slot.name(), value, Slot.Style.FORM, slot.explode() && !slot.json())) {
            cookies.add(Encoding.encode(pair.name()) + '=' + Encoding.encode(pair.value()));
        }
    }

    private static String header(Slot slot, Object value) {
        String text = slot.json() ? Styles.text(value) : Styles.simple(value, slot.explode(), part -> part);
        if (!HEADER_VALUE.matcher(text).matches()) {
            throw ArgumentRefused.of(
                    slot.argument(), "holds a line break or another character that no header can have");
        }
        return text;
    }
}
