package dev.mcpgateway.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page of an upstream shows.
 *
 * @param failure why its tools are not known; null when they are
 * @param next the address of the next page; null on the last
 */
public record UpstreamView(
        String name,
        String address,
        List<Tool> tools,
        @Nullable String failure,
        @Nullable String next) {
    public UpstreamView {
        tools = List.copyOf(tools);
    }

    /**
     * A tool as its upstream describes it; hostile text.
     *
     * @param readOnly whether it says that it only reads
     */
    public record Tool(String name, String description, boolean readOnly) {}
}
