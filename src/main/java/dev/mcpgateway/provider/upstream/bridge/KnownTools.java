package dev.mcpgateway.provider.upstream.bridge;

import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.upstream.catalog.ToolTraits;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** What the catalog knows of the tools that a client sees. */
public interface KnownTools {

    /** Whether they were ever listed. */
    boolean areKnown(Client client);

    /** What is known of one; null when nothing is. */
    @Nullable
    ToolTraits traits(Client client, String tool);

    /** Lists them; completes also when they cannot be listed, which the call then finds out for itself. */
    Future<Void> list(Client client);

    /** Lists them although they are known. */
    Future<Void> listAgain(Client client);
}
