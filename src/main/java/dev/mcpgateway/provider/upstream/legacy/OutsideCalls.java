package dev.mcpgateway.provider.upstream.legacy;

import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.upstream.channel.Inbound;

/** Says where that goes which an upstream sends in a client's session and which belongs to no call. */
@FunctionalInterface
public interface OutsideCalls {

    /** Takes nothing. */
    Inbound IGNORED = (message, eventId, retryMillis) -> {};

    /** Takes what arrives outside the calls of this client. */
    Inbound of(Client client);
}
