package dev.mcpgateway.http;

import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import org.jspecify.annotations.Nullable;

/**
 * The socket that a server listens on, known from the connections that it gave. A server that shuts down closes with it every
 * connection on which no request has been read yet, also one whose request is on its way: whoever sent it cannot know whether
 * it was carried out, and a load balancer does not send it again. So the socket is closed alone, and first.
 */
final class ListeningSocket {
    private @Nullable Channel socket;

    /** Learns from a connection; on the event loop of the server. */
    void gave(HttpConnection connection) {
        if (socket == null && connection instanceof HttpServerConnection served) {
            socket = served.channelHandlerContext().channel().parent();
        }
    }

    /**
     * Closes the socket: who connects from now on is refused. Connections stay, and are read. Where event loops share a socket it
     * is closed for all of them; where nobody ever connected it stays open until the server closes.
     */
    Future<Void> close() {
        Channel open = socket;
        if (open == null) {
            return Future.succeededFuture();
        }
        Promise<Void> closed = Promise.promise();
        open.close().addListener(done -> closed.complete());
        return closed.future();
    }
}
