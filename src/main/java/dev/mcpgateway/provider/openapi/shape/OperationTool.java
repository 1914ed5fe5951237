package dev.mcpgateway.provider.openapi.shape;

import dev.mcpgateway.provider.tool.ToolDefinition;

/**
 * The tool that an operation becomes, without what it takes to call it.
 *
 * @param wrapped whether the answer is the property {@code result} of the structured content, being no object itself
 */
public record OperationTool(ToolDefinition definition, RequestPlan request, boolean wrapped) {}
