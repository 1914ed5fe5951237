package dev.mcpgateway.transport;

import dev.mcpgateway.dispatch.Dispatcher;
import dev.mcpgateway.dispatch.Endpoint;
import dev.mcpgateway.identity.Principal;
import java.util.Objects;

/** A stream of HTTP+SSE whose session is still to be initialized. */
record OpenedStream(Principal principal, Dispatcher dispatcher, EventStream stream) {

    /** Whether a message comes from who opened the stream, by a token for it. */
    boolean isOf(Principal caller) {
        return caller.id().equals(principal.id())
                && Objects.equals(caller.clientId(), principal.clientId())
                && caller.mayUse(path(dispatcher.endpoint().path()));
    }

    /** Where the streams of an endpoint are opened, which is what tokens for them name. */
    static String path(String endpoint) {
        return HttpSse.STREAM_PATH + endpoint.substring(Endpoint.ROOT.length());
    }
}
