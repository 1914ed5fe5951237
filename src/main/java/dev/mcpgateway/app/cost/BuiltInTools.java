package dev.mcpgateway.app.cost;

import dev.mcpgateway.app.ExampleService;
import dev.mcpgateway.config.AwsToolsConfig;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.provider.aws.AwsProvider;
import dev.mcpgateway.provider.google.GoogleProvider;
import dev.mcpgateway.provider.google.api.GoogleTool;
import dev.mcpgateway.provider.tool.ToolDefinition;
import dev.mcpgateway.tokens.ListCost;
import dev.mcpgateway.tokens.Tokenizer;
import dev.mcpgateway.tokens.ToolText;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every tool that comes with the gateway, whatever a configuration switches on; neither an account nor a network is needed to list
 * them. A provider of tools is named here once, and is then in the command, the documentation and the budgets.
 */
public final class BuiltInTools {
    private BuiltInTools() {}

    /** The tools of each provider, by the services that can be switched on and off alone; a provider without any has one. */
    public static Map<String, Map<String, List<ToolDefinition>>> all() {
        Map<String, Map<String, List<ToolDefinition>>> all = new LinkedHashMap<>();
        all.put(GoogleProvider.NAME, google());
        all.put(AwsProvider.NAME, Map.of(AwsProvider.NAME, aws()));
        all.put(ExampleService.NAME, Map.of(ExampleService.NAME, ExampleService.tools()));
        return all;
    }

    private static Map<String, List<ToolDefinition>> google() {
        Map<String, List<ToolDefinition>> services = new LinkedHashMap<>();
        GoogleProvider.all(InstantSource.system())
                .forEach((service, tools) -> services.put(
                        service.label(),
                        tools.stream().map(GoogleTool::definition).toList()));
        return services;
    }

    /** Whether there are more depends on this switch alone. */
    private static List<ToolDefinition> aws() {
        return AwsProvider.definitions(Settings.with(AwsToolsConfig.defaults(), "setEnvironment", true));
    }

    /** What each provider's list costs. */
    public static List<ListCost> costs(Tokenizer tokenizer) {
        List<ListCost> costs = new ArrayList<>();
        all().forEach((provider, services) -> {
            List<ListCost> parts = new ArrayList<>();
            services.forEach((service, tools) -> parts.add(ListCost.of(service, texts(tools), tokenizer)));
            costs.add(parts.size() == 1 ? parts.getFirst() : ListCost.together(provider, parts));
        });
        return List.copyOf(costs);
    }

    private static List<ToolText> texts(List<ToolDefinition> tools) {
        return tools.stream().map(tool -> ToolText.of(tool.toJson())).toList();
    }
}
