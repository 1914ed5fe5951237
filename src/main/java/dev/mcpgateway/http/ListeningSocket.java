package dev.mcpgateway.http;

import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket that a server listens on, known from the connections that it gave. A server that shuts down closes with it every
 * connection on which no request has been read yet, also one whose request is on its way: whoever sent it cannot know whether
 * it was carried out, and a load balancer does not send it again. So the socket is closed alone, and first.
 */
final class ListeningSocket {
    private static final Logger LOG = LoggerFactory.getLogger(ListeningSocket.class);
    /** Longer than a handshake within a data centre takes. */
    private static final long LOOK_MILLIS = 100;

    private static final int MOST_LOOKS = 5;

    private @Nullable Channel socket;

    /** Learns from a connection; on the event loop of the server. */
    void gave(HttpConnection connection) {
        if (socket == null && connection instanceof HttpServerConnection served) {
            socket = served.channelHandlerContext().channel().parent();
        }
    }

    /**
     * Closes the socket: who connects from now on is refused. Connections stay, and are read, those included that the kernel has
     * made and nobody has accepted yet. Where event loops share a socket it is closed for all of them; where nobody ever connected
     * it stays open until the server closes.
     */
    Future<Void> close(Vertx vertx) {
        Channel open = socket;
        if (open == null || !(open.localAddress() instanceof InetSocketAddress address)) {
            return Future.succeededFuture();
        }
        ConnectionRequests requests = new ConnectionRequests(address.getPort());
        return vertx.executeBlocking(requests::ignore)
                .compose(ignored ->
                        Boolean.TRUE.equals(ignored) ? accepted(vertx, requests, MOST_LOOKS) : Future.succeededFuture())
                .onFailure(failure -> LOG.warn("a connection of the last moment may be reset: {}", failure.toString()))
                .eventually(() -> closed(open));
    }

    /** Completes when the server has accepted what the kernel has made; a handshake takes its time, so that one look is too few. */
    private static Future<Void> accepted(Vertx vertx, ConnectionRequests requests, int looks) {
        return vertx.timer(LOOK_MILLIS, TimeUnit.MILLISECONDS)
                .compose(later -> vertx.executeBlocking(() -> requests.waiting() == 0))
                .compose(none -> Boolean.TRUE.equals(none) || looks == 0
                        ? Future.succeededFuture()
                        : accepted(vertx, requests, looks - 1));
    }

    private static Future<Void> closed(Channel open) {
        Promise<Void> closed = Promise.promise();
        open.close().addListener(done -> closed.complete());
        return closed.future();
    }
}
