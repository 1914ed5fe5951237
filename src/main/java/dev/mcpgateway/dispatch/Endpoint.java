package dev.mcpgateway.dispatch;

import dev.mcpgateway.provider.Provider;
import java.util.List;

/**
 * One MCP address and the providers behind it.
 *
 * @param path {@code /mcp} for all of them together, {@code /mcp/<provider>} for one alone
 * @param sources the providers in configured order, each with the prefix of its names
 */
public record Endpoint(String path, List<Source> sources) {

    /** The path of the endpoint that has all providers. */
    public static final String ROOT = "/mcp";

    public Endpoint {
        sources = List.copyOf(sources);
    }

    /**
     * A provider as this endpoint shows it.
     *
     * @param prefix what stands before its tool and prompt names; empty for nothing
     */
    public record Source(Provider provider, String prefix) {
        public String name() {
            return provider.name();
        }
    }

    /** Whether a client sees one server as it is, with nothing added or merged. */
    public boolean isSingle() {
        return sources.size() == 1 && sources.getFirst().prefix().isEmpty();
    }
}
