package dev.mcpgateway.transport;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.dispatch.Endpoints;
import dev.mcpgateway.dispatch.policy.Selections;
import dev.mcpgateway.peer.Peers;
import dev.mcpgateway.session.Sessions;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** What the transports of all event loops share. */
public final class TransportContext {
    private final Vertx vertx;
    private final Supplier<GatewayConfig> config;
    private final Endpoints endpoints;
    private final Sessions sessions;
    private final Peers peers;
    private final Selections selections;
    private final RequestObserver observer;
    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger activeConnections = new AtomicInteger();
    private final PersonStreams personStreams = new PersonStreams();
    private final AtomicInteger sockets = new AtomicInteger();
    private final PersonStreams personSockets = new PersonStreams();
    private final SseCalls sseCalls = new SseCalls();
    private final CallsHere callsHere = new CallsHere();
    private final Map<String, OpenedStream> openedStreams = new ConcurrentHashMap<>();

    /**
     * @param config the configuration as it is now; a reload swaps it
     * @param selections what people have switched off
     * @param observer learns how each request ended
     */
    public TransportContext(
            Vertx vertx,
            Supplier<GatewayConfig> config,
            Endpoints endpoints,
            Sessions sessions,
            Peers peers,
            Selections selections,
            RequestObserver observer) {
        this.vertx = vertx;
        this.config = config;
        this.endpoints = endpoints;
        this.sessions = sessions;
        this.peers = peers;
        this.selections = selections;
        this.observer = observer;
    }

    Vertx vertx() {
        return vertx;
    }

    Supplier<GatewayConfig> config() {
        return config;
    }

    Endpoints endpoints() {
        return endpoints;
    }

    Sessions sessions() {
        return sessions;
    }

    /** The other tasks. */
    Peers peers() {
        return peers;
    }

    /** What people have switched off. */
    Selections selections() {
        return selections;
    }

    RequestObserver observer() {
        return observer;
    }

    /** Connections of clients that are open, counted by the listeners of all event loops. */
    public AtomicInteger connections() {
        return connections;
    }

    /** Connections of clients on which a request is being answered, an open stream included. */
    public AtomicInteger activeConnections() {
        return activeConnections;
    }

    PersonStreams personStreams() {
        return personStreams;
    }

    /** The WebSockets of each person. */
    PersonStreams personSockets() {
        return personSockets;
    }

    /** The WebSockets of all event loops. */
    AtomicInteger sockets() {
        return sockets;
    }

    /** How many WebSockets of clients are open. */
    public int openSockets() {
        return sockets.get();
    }

    AtomicInteger streams() {
        return streams;
    }

    /** How many streams to clients are open. */
    public int openStreams() {
        return streams.get();
    }

    CallsHere callsHere() {
        return callsHere;
    }

    SseCalls sseCalls() {
        return sseCalls;
    }

    /** HTTP+SSE streams without a session yet, by the session id that they will have. */
    Map<String, OpenedStream> openedStreams() {
        return openedStreams;
    }
}
