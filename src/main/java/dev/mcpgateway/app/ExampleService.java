package dev.mcpgateway.app;

import dev.mcpgateway.config.DocumentLocation;
import dev.mcpgateway.config.OpenApiConfig;
import dev.mcpgateway.config.OpenApiFilter;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.example.tasks.TaskService;
import dev.mcpgateway.provider.openapi.DocumentTools;
import dev.mcpgateway.provider.openapi.shape.OperationTool;
import dev.mcpgateway.provider.tool.ToolDefinition;
import java.net.URI;
import java.util.List;

/** The task service as a REST service of the gateway: which of its operations are tools. */
public final class ExampleService {
    /** Its name among services. */
    public static final String NAME = "tasks";

    private static final OpenApiFilter TOOLS = new OpenApiFilter(
            List.of("list_tasks", "create_task", "mark_task_completed", "update_task", "delete_task"),
            List.of(),
            List.of(),
            List.of());

    private ExampleService() {}

    /** The service with its document there. */
    public static OpenApiConfig at(DocumentLocation document) {
        return Settings.with(OpenApiConfig.of(NAME, document), "include", TOOLS);
    }

    /** Its tools, without a running service. */
    public static List<ToolDefinition> tools() {
        OpenApiConfig service = at(DocumentLocation.of(URI.create("http://localhost/openapi.json")));
        return new DocumentTools(service)
                .read(TaskService.document()).tools().stream()
                        .map(OperationTool::definition)
                        .toList();
    }
}
