package dev.mcpgateway.bench.proxy;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.httpproxy.HttpProxy;

/** {@code BareProxy PORT UPSTREAM_PORT}: a reverse proxy on the loopback interface, one listener a core. */
public final class BareProxy extends VerticleBase {
    /** Above the 5,000 streams of the memory row, so that the pool itself never queues. */
    private static final int UPSTREAM_CONNECTIONS = 20_000;

    private final int port;
    private final int upstreamPort;

    private BareProxy(int port, int upstreamPort) {
        this.port = port;
        this.upstreamPort = upstreamPort;
    }

    public static void main(String[] args) {
        int port = Integer.parseInt(args[0]);
        int upstreamPort = Integer.parseInt(args[1]);
        var options = new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        Vertx.vertx()
                .deployVerticle(() -> new BareProxy(port, upstreamPort), options)
                .onFailure(failure -> {
                    System.err.println("the bare proxy cannot start: " + failure.getMessage());
                    System.exit(1);
                });
    }

    @Override
    public Future<?> start() {
        HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(UPSTREAM_CONNECTIONS));
        HttpProxy proxy = HttpProxy.reverseProxy(client).origin(upstreamPort, "127.0.0.1");
        var options = new HttpServerOptions().setHost("127.0.0.1").setPort(port).setAcceptBacklog(4096);
        return vertx.createHttpServer(options).requestHandler(proxy).listen();
    }
}
