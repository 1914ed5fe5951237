package dev.mcpgateway.provider.upstream.exchange;

import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.Client;

/** Says whether a request may run twice without harm: by its method, or by what its tool is annotated with. */
@FunctionalInterface
public interface Repeatable {

    boolean isRepeatable(Client client, Message request);
}
