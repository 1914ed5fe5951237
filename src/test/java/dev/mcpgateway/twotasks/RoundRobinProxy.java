package dev.mcpgateway.twotasks;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Connections to one port go to the ports behind it in turn; one that cannot be connected to is passed over. */
final class RoundRobinProxy implements AutoCloseable {
    private final NetServer server;
    private final NetClient client;
    private final List<Integer> behind = new CopyOnWriteArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    RoundRobinProxy(Vertx vertx, int... ports) throws Exception {
        for (int port : ports) {
            behind.add(port);
        }
        client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(2_000));
        server = vertx.createNetServer().connectHandler(this::accept);
        server.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS);
    }

    int port() {
        return server.actualPort();
    }

    /** Sends no new connections there. */
    void leaveOut(int port) {
        behind.remove(Integer.valueOf(port));
    }

    private void accept(NetSocket socket) {
        socket.pause();
        List<Integer> inTurn = new ArrayList<>(behind);
        if (!inTurn.isEmpty()) {
            Collections.rotate(inTurn, next.getAndIncrement() % inTurn.size());
        }
        connect(socket, inTurn);
    }

    private void connect(NetSocket socket, List<Integer> inTurn) {
        if (inTurn.isEmpty()) {
            socket.close();
            return;
        }
        int port = inTurn.getFirst();
        client.connect(port, "127.0.0.1")
                .onFailure(refused -> connect(socket, inTurn.subList(1, inTurn.size())))
                .onSuccess(task -> {
                    task.pipeTo(socket).onFailure(broken -> socket.close());
                    socket.pipeTo(task).onFailure(broken -> task.close());
                });
    }

    @Override
    public void close() {
        server.close();
        client.close();
    }
}
