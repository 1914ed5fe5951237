package dev.mcpgateway.provider.openapi;

import dev.mcpgateway.provider.openapi.shape.OperationTool;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a document has become.
 *
 * @param title of the service; null when the document has none
 * @param server the address that the document names; null for none
 * @param tools of the operations that the configuration wants
 * @param unusable why an operation has become no tool, by its method and path
 * @param unwanted how many operations the configuration leaves out
 * @param remarks where the document breaks the specification
 */
public record LoadedTools(
        @Nullable String title,
        @Nullable String server,
        List<OperationTool> tools,
        Map<String, String> unusable,
        int unwanted,
        List<String> remarks) {

    public LoadedTools {
        tools = List.copyOf(tools);
        unusable = Map.copyOf(unusable);
        remarks = List.copyOf(remarks);
    }
}
