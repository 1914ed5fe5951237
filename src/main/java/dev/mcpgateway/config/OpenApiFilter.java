package dev.mcpgateway.config;

import java.util.List;

/** Some operations of an OpenAPI document. */
public record OpenApiFilter(
        @Setting(doc = "Operation ids; '*' stands for any characters.")
        List<String> operations,

        @Setting(doc = "Tags; '*' stands for any characters.")
        List<String> tags,

        @Setting(doc = "Methods, such as GET.") List<String> methods,

        @Setting(doc = "Paths as the document writes them, such as /tasks/*; '*' stands for any characters.")
        List<String> paths) {

    public OpenApiFilter {
        operations = List.copyOf(operations);
        tags = List.copyOf(tags);
        methods = List.copyOf(methods);
        paths = List.copyOf(paths);
    }
}
