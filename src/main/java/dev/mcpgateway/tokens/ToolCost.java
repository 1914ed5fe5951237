package dev.mcpgateway.tokens;

/**
 * What a tool or a list of tools costs.
 *
 * @param tokens of names, descriptions and input schemas, which every model is shown
 * @param output tokens of output schemas, which only some clients show to a model
 */
public record ToolCost(int tokens, int output) {
    /** Of no tool. */
    public static final ToolCost NONE = new ToolCost(0, 0);

    /** Both together. */
    public ToolCost plus(ToolCost other) {
        return new ToolCost(tokens + other.tokens, output + other.output);
    }
}
