package dev.mcpgateway.provider.upstream.channel;

import static dev.mcpgateway.provider.upstream.channel.ChannelHarness.outbound;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.mcpgateway.config.ProxySelection;
import dev.mcpgateway.config.UpstreamConfig;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A channel over Streamable HTTP and small servers to connect it to. */
abstract class StreamableHttpTest {
    static final String CALL = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"x\"}}";
    static final String RESULT = "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"unknown\":1e400}}";
    static final String PROGRESS = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}";

    @RegisterExtension
    final ChannelHarness harness = new ChannelHarness();

    final RecordingInbound inbound = new RecordingInbound();

    final List<HttpServer> servers = new CopyOnWriteArrayList<>();

    UpstreamFailure failureOf(Channel channel) {
        return harness.failure(() -> channel.request(outbound(CALL), inbound));
    }

    Channel channelTo(Handler<HttpServerRequest> server) {
        return channel(UpstreamConfig.http("up", serve(server)));
    }

    Channel channel(UpstreamConfig config) {
        return factory(config).streamableHttp();
    }

    ChannelFactory factory(UpstreamConfig config) {
        return new ChannelFactory(harness.vertx, config, ProxySelection.none());
    }

    UpstreamConfig limited(URI url) {
        return UpstreamConfig.http("up", url).withLimits(new UpstreamConfig.Limits(10, 10, 1 << 20, 1 << 20));
    }

    URI serve(Handler<HttpServerRequest> handler) {
        return serve(0, handler);
    }

    URI serve(int port, Handler<HttpServerRequest> handler) {
        HttpServer server = harness.vertx
                .createHttpServer()
                .requestHandler(handler)
                .listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, SECONDS)
                .join();
        servers.add(server);
        return URI.create("http://127.0.0.1:" + server.actualPort() + "/mcp");
    }

    static Future<Void> json(HttpServerRequest request, int status, String body) {
        return request.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json; charset=utf-8")
                .end(body);
    }

    static HttpServerResponse events(HttpServerRequest request, String... events) {
        HttpServerResponse response =
                request.response().setChunked(true).putHeader("content-type", "text/event-stream; charset=utf-8");
        response.write(String.join("", events));
        return response;
    }

    /** Sends without end, at most 1 GiB, for as long as somebody reads. */
    void flood(HttpServerRequest request, String type, String head) {
        HttpServerResponse response = request.response().setChunked(true).putHeader("content-type", type);
        response.write(head);
        Buffer chunk = Buffer.buffer("x".repeat(1 << 20));
        AtomicInteger sent = new AtomicInteger();
        Runnable more = new Runnable() {
            @Override
            public void run() {
                while (!response.closed() && sent.get() < 1024 && !response.writeQueueFull()) {
                    sent.incrementAndGet();
                    response.write(chunk);
                }
            }
        };
        response.exceptionHandler(_ -> {});
        response.drainHandler(_ -> more.run());
        more.run();
    }
}
