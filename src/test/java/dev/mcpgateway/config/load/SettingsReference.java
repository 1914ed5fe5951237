package dev.mcpgateway.config.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.ScalarType;
import dev.mcpgateway.config.Setting;
import dev.mcpgateway.config.SettingKey;
import dev.mcpgateway.config.SettingType;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.config.UpstreamConfig;
import java.util.List;

/** Writes down the table of settings: as a JSON Schema for editors, and as tables for people. */
final class SettingsReference {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String VARIABLE = ".*\\$\\{.*";

    private SettingsReference() {}

    static String schema() throws Exception {
        ObjectNode schema = JSON.createObjectNode()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", "Configuration of MCP Gateway");
        schema.setAll(section(GatewayConfig.class));
        return JSON.writeValueAsString(schema) + "\n";
    }

    private static ObjectNode section(Class<? extends Record> type) {
        ObjectNode schema = JSON.createObjectNode();
        schema.putArray("type").add("object").add("null");
        schema.put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JSON.createArrayNode();
        for (SettingKey key : Settings.keys(type)) {
            if (key.type() instanceof SettingType.Choice choice) {
                schema.put("type", "object");
                choice(schema, properties, choice);
            } else {
                properties.set(key.name(), key(key));
                if (key.required()) {
                    required.add(key.name());
                }
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema;
    }

    private static void choice(ObjectNode schema, ObjectNode properties, SettingType.Choice choice) {
        ArrayNode oneOf = schema.putArray("oneOf");
        for (Class<? extends Record> chosen : choice.types()) {
            ObjectNode branch = oneOf.addObject();
            ArrayNode required = branch.putArray("required");
            ObjectNode forbidden = branch.putObject("properties");
            for (SettingKey key : Settings.keys(chosen)) {
                properties.set(key.name(), key(key));
                if (key.required()) {
                    required.add(key.name());
                }
            }
            for (Class<? extends Record> other : choice.types()) {
                if (other != chosen) {
                    Settings.keys(other).forEach(key -> forbidden.put(key.name(), false));
                }
            }
        }
    }

    private static ObjectNode key(SettingKey key) {
        Setting setting = key.setting();
        ObjectNode schema = switch (key.type()) {
            case SettingType.Value value -> value(value, setting);
            case SettingType.Texts _ -> {
                ObjectNode list = JSON.createObjectNode();
                list.putArray("type").add("array").add("null");
                list.set("items", text());
                yield list;
            }
            case SettingType.Secrets _ -> {
                ObjectNode map = JSON.createObjectNode();
                map.putArray("type").add("object").add("null");
                map.set("additionalProperties", text());
                yield map;
            }
            case SettingType.Section section -> section(section.type());
            case SettingType.NamedSections sections -> {
                ObjectNode map = JSON.createObjectNode();
                map.putArray("type").add("object").add("null");
                map.putObject("propertyNames").put("pattern", "^" + UpstreamConfig.NAME.pattern() + "$");
                map.set("additionalProperties", section(sections.type()));
                yield map;
            }
            case SettingType.Choice _ -> throw new IllegalStateException(key.name());
        };
        if (key.optional() && schema.get("anyOf") instanceof ArrayNode forms) {
            forms.addObject().put("type", "null");
        }
        schema.put("description", description(setting));
        if (!setting.value().isEmpty()) {
            schema.set("default", defaultValue(key));
        }
        return schema;
    }

    private static ObjectNode value(SettingType.Value value, Setting setting) {
        ObjectNode schema = JSON.createObjectNode();
        ArrayNode anyOf = schema.putArray("anyOf");
        ObjectNode plain = anyOf.addObject();
        switch (value.scalar()) {
            case BOOLEAN -> plain.put("type", "boolean");
            case INTEGER -> {
                plain.put("type", "integer");
                if (!setting.min().isEmpty()) {
                    plain.put("minimum", Integer.parseInt(setting.min()));
                }
                if (!setting.max().isEmpty()) {
                    plain.put("maximum", Integer.parseInt(setting.max()));
                }
            }
            case SIZE -> {
                plain.putArray("type").add("string").add("integer");
                plain.put("pattern", "^[0-9]{1,15}(B|KiB|MiB|GiB)?$");
            }
            case DURATION -> plain.put("type", "string").put("pattern", "^[0-9]{1,15}(ms|s|m|h|d)$");
            case HTTP_URL -> plain.put("type", "string").put("pattern", "^https?://.");
            case CHOICE -> {
                ArrayNode words = plain.putArray("enum");
                ScalarType.words(value.javaType()).forEach(words::add);
            }
            case TEXT, SECRET, PATH, DOCUMENT, PROXY -> {
                plain.put("type", "string");
                if (!setting.pattern().isEmpty()) {
                    plain.put("pattern", "^(" + setting.pattern() + ")$");
                }
            }
        }
        anyOf.addObject().put("type", "string").put("pattern", VARIABLE);
        return schema;
    }

    private static ObjectNode text() {
        ObjectNode text = JSON.createObjectNode();
        text.putArray("type").add("string").add("number").add("boolean");
        return text;
    }

    private static com.fasterxml.jackson.databind.JsonNode defaultValue(SettingKey key) {
        if (key.type() instanceof SettingType.Texts) {
            return JSON.valueToTree(Settings.defaultTexts(key));
        }
        Object value = Settings.defaultValue(key);
        return value instanceof Boolean || value instanceof Integer
                ? JSON.valueToTree(value)
                : JSON.valueToTree(key.setting().value());
    }

    private static String description(Setting setting) {
        StringBuilder text = new StringBuilder(setting.doc());
        String range = range(setting);
        if (!range.isEmpty()) {
            text.append(" Allowed: ").append(range).append('.');
        }
        if (!setting.env().isEmpty()) {
            text.append(" Environment: ").append(setting.env()).append('.');
        }
        if (setting.restart()) {
            text.append(" A change takes effect with the next start.");
        }
        return text.toString();
    }

    private static String range(Setting setting) {
        if (setting.max().isEmpty()) {
            return setting.min().isEmpty() ? "" : "at least " + setting.min();
        }
        return (setting.min().isEmpty() ? "at most " : setting.min() + " to ") + setting.max();
    }

    /** Returns a table for each section, in the order of the records. */
    static String tables() {
        StringBuilder text = new StringBuilder();
        for (SettingKey key : Settings.keys(GatewayConfig.class)) {
            switch (key.type()) {
                case SettingType.Section section ->
                    table(text, key.name(), key.setting().doc(), section.type());
                case SettingType.NamedSections sections ->
                    table(text, key.name() + ".<name>", key.setting().doc(), sections.type());
                default -> throw new IllegalStateException(key.name());
            }
        }
        return text.toString();
    }

    private static void table(StringBuilder text, String path, String doc, Class<? extends Record> section) {
        text.append("### `").append(path).append("`\n\n").append(doc).append("\n\n");
        text.append("| Key | Takes | Default | Environment | Meaning |\n|---|---|---|---|---|\n");
        rows(text, "", Settings.keys(section));
        text.append('\n');
    }

    private static void rows(StringBuilder text, String prefix, List<SettingKey> keys) {
        for (SettingKey key : keys) {
            Setting setting = key.setting();
            switch (key.type()) {
                case SettingType.Section nested -> rows(text, prefix + key.name() + '.', Settings.keys(nested.type()));
                case SettingType.NamedSections nested ->
                    rows(text, prefix + key.name() + ".<name>.", Settings.keys(nested.type()));
                case SettingType.Choice choice ->
                    choice.types().forEach(type -> rows(text, prefix, Settings.keys(type)));
                default -> {
                    String range = range(setting);
                    text.append("| `").append(prefix).append(key.name()).append("` | ");
                    text.append(takes(key))
                            .append(range.isEmpty() ? "" : ", " + range)
                            .append(" | ");
                    text.append(key.required() ? required(prefix, key) : code(setting.value()))
                            .append(" | ");
                    text.append(code(setting.env())).append(" | ");
                    text.append(setting.doc().replace("|", "\\|"));
                    text.append(setting.restart() ? " *Restart.*" : "").append(" |\n");
                }
            }
        }
    }

    private static String required(String prefix, SettingKey key) {
        if (!prefix.isEmpty()) {
            return "required, with the section";
        }
        return key.name().equals("document") ? "required" : "`url` or `command` is required";
    }

    private static String takes(SettingKey key) {
        return switch (key.type()) {
            case SettingType.Value value ->
                switch (value.scalar()) {
                    case BOOLEAN -> "`true`, `false`";
                    case INTEGER -> "number";
                    case SIZE -> "size";
                    case DURATION -> "time";
                    case TEXT, SECRET -> "text";
                    case HTTP_URL -> "address";
                    case PATH -> "path";
                    case DOCUMENT -> "path or address";
                    case PROXY -> "proxy";
                    case CHOICE -> "`" + String.join("`, `", ScalarType.words(value.javaType())) + "`";
                };
            case SettingType.Texts _ -> "list";
            case SettingType.Secrets _ -> "texts by name";
            case SettingType.Section _, SettingType.NamedSections _, SettingType.Choice _ ->
                throw new IllegalStateException(key.name());
        };
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + text + "`";
    }
}
