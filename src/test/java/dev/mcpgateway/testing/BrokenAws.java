package dev.mcpgateway.testing;

import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Addresses at which AWS would be, but is not as it should be. */
public final class BrokenAws implements AutoCloseable {

    private final Closeable server;
    private final int port;
    public final AtomicInteger requests;

    private BrokenAws(Closeable server, int port, AtomicInteger requests) {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        this.server = server;
        this.port = port;
        this.requests = requests;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Nobody listens. */
    public static BrokenAws refusing() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new BrokenAws(() -> {}, socket.getLocalPort(), new AtomicInteger());
        }
    }

    /** Connections are accepted, requests never answered. */
    public static BrokenAws hanging() throws IOException {
        ServerSocket socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        return new BrokenAws(socket, socket.getLocalPort(), new AtomicInteger());
    }

    /** Each request is answered so. */
    public static BrokenAws answering(int status, String body) throws IOException {
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = listen(exchange -> {
            requests.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
            exchange.getResponseHeaders().add("x-amzn-RequestId", "request-1");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        return new BrokenAws(() -> server.stop(0), server.getAddress().getPort(), requests);
    }

    /** Every request is done at {@code target}, but the answer to the next one for this operation is lost. */
    public static BrokenAws losingAnswerOf(String operation, URI target) throws IOException {
        AtomicInteger requests = new AtomicInteger();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpServer server = listen(exchange -> {
            HttpRequest.Builder request = HttpRequest.newBuilder(target)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(
                            exchange.getRequestBody().readAllBytes()));
            for (String name : new String[] {"X-Amz-Target", "Authorization", "X-Amz-Date", "Content-Type"}) {
                request.header(name, exchange.getRequestHeaders().getFirst(name));
            }
            HttpResponse<byte[]> answer;
            try {
                answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (exchange.getRequestHeaders().getFirst("X-Amz-Target").endsWith("." + operation)
                    && requests.getAndIncrement() == 0) {
                exchange.close();
                return;
            }
            answer.headers()
                    .firstValue("x-amz-crc32")
                    .ifPresent(sum -> exchange.getResponseHeaders().add("x-amz-crc32", sum));
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
            exchange.close();
        });
        return new BrokenAws(
                () -> {
                    server.stop(0);
                    client.close();
                },
                server.getAddress().getPort(),
                requests);
    }

    private static HttpServer listen(com.sun.net.httpserver.HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.createContext("/", handler);
        server.start();
        return server;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
