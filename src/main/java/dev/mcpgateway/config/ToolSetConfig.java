package dev.mcpgateway.config;

import java.util.List;

/**
 * A part of all tools that has an address of its own.
 *
 * @param name the key in the file, by which the address names the set
 */
public record ToolSetConfig(
        String name,

        @Setting(
                doc =
                        "The tools of the set, each as upstream/tool with the tool's name as the upstream itself gives it; '*'"
                                + " stands for any characters on either side of the slash.")
        List<String> tools) {

    public ToolSetConfig {
        tools = List.copyOf(tools);
    }
}
