package dev.mcpgateway.provider.openapi;

import dev.mcpgateway.config.OpenApiConfig;
import dev.mcpgateway.net.Origin;
import dev.mcpgateway.provider.openapi.document.ApiDocument;
import dev.mcpgateway.provider.openapi.document.DocumentReader;
import dev.mcpgateway.provider.openapi.document.PathOperation;
import dev.mcpgateway.provider.openapi.document.UnreadableDocument;
import dev.mcpgateway.provider.openapi.document.UnusableOperation;
import dev.mcpgateway.provider.openapi.shape.OperationTool;
import dev.mcpgateway.provider.openapi.shape.Selection;
import dev.mcpgateway.provider.openapi.shape.Shaping;
import dev.mcpgateway.provider.openapi.shape.ToolNames;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes tools of the bytes of a document, as one service is configured. Takes its time, so not for an event loop. */
public final class DocumentTools {
    private final OpenApiConfig config;
    private final Shaping shaping;
    private final Selection selection;

    public DocumentTools(OpenApiConfig config) {
        this.config = config;
        this.shaping =
                new Shaping(config.limits().description(), config.limits().schema(), ownHeaders(config));
        this.selection = new Selection(config.include(), config.exclude());
    }

    /** What the gateway says for itself, whoever else claims to be allowed to. */
    private static Set<String> ownHeaders(OpenApiConfig config) {
        Set<String> names = new TreeSet<>();
        for (String name : new String[] {config.identityHeader(), config.auth().header()}) {
            if (name != null) {
                names.add(name.toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    /**
     * Reads a document.
     *
     * @throws UnreadableDocument when it is none that can be used
     */
    public LoadedTools read(Buffer bytes) {
        ApiDocument document = DocumentReader.read(bytes, config.limits().documentBytes());
        List<PathOperation> operations = document.operations();
        List<OperationTool> tools = new ArrayList<>();
        Map<String, String> unusable = new LinkedHashMap<>(document.unknownPaths());
        int unwanted = 0;
        for (Map.Entry<PathOperation, String> named :
                ToolNames.of(operations, config.renamed()).entrySet()) {
            PathOperation operation = named.getKey();
            if (!selection.wants(operation)) {
                unwanted++;
                continue;
            }
            try {
                checkServer(operation, document);
                tools.add(shaping.tool(operation, named.getValue()));
            } catch (UnusableOperation reason) {
                unusable.put(operation.toString(), String.valueOf(reason.getMessage()));
            }
        }
        return new LoadedTools(document.title(), document.server(), tools, unusable, unwanted, document.remarks());
    }

    /** An operation that is served by another origin would be sent credentials that are not for it. */
    private static void checkServer(PathOperation operation, ApiDocument document) {
        String own = operation.server();
        if (own != null && !origin(own).equals(origin(document.server()))) {
            throw new UnusableOperation("it has a server of its own");
        }
    }

    private static String origin(@Nullable String server) {
        try {
            URI uri = URI.create(String.valueOf(server));
            return uri.getHost() == null ? "" : Origin.of(uri);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }
}
