package dev.mcpgateway.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page of an upstream shows.
 *
 * @param cursor where the page begins; empty on the first
 * @param from with how many of what is there left out
 * @param failure why its tools are not known; null when they are
 * @param next the address of the next page; null on the last
 */
public record UpstreamView(
        String name,
        String address,
        String cursor,
        int from,
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
