package dev.mcpgateway.provider.openapi.call;

import dev.mcpgateway.provider.tool.ToolFailure;

/** Makes the failure of an argument that would leave its place in a request. */
final class ArgumentRefused {
    private ArgumentRefused() {}

    static ToolFailure of(String argument, String why) {
        return new ToolFailure(
                ToolFailure.INVALID_ARGUMENT,
                argument + ": " + why,
                "Nothing was sent. Correct the argument, then call again.");
    }
}
