import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What bench/image puts beside a container, in its network: {@code upstream PORT} is an MCP server whose tool answers after
 * {@code millis}, {@code calls URL N} makes N calls from ten clients, {@code stop URL STREAMS CALLS} opens streams, has calls in
 * flight, says "ready", and counts how both end. Needs nothing but a JDK.
 */
final class ImageLoad {
    private static final int CLIENTS = 10;
    private static final int CALL_MILLIS = 5_000;
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*(\"[^\"]*\"|-?\\d+)");
    private static final Pattern METHOD = Pattern.compile("\"method\"\\s*:\\s*\"([^\"]*)\"");
    private static final Pattern MILLIS = Pattern.compile("\"millis\"\\s*:\\s*(\\d+)");

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(20))
            .build();

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "upstream" -> upstream(Integer.parseInt(arguments[1]));
            case "calls" -> calls(URI.create(arguments[1]), Integer.parseInt(arguments[2]));
            case "stop" ->
                stop(URI.create(arguments[1]), Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void upstream(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/mcp", ImageLoad::answer);
        server.start();
        System.out.println("ready");
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String message = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Matcher id = ID.matcher(message);
        Matcher method = METHOD.matcher(message);
        if (!exchange.getRequestMethod().equals("POST") || !id.find() || !method.find()) {
            exchange.sendResponseHeaders(exchange.getRequestMethod().equals("POST") ? 202 : 405, -1);
            exchange.close();
            return;
        }
        String outcome = switch (method.group(1)) {
            case "initialize" ->
                "\"result\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
                        + "\"serverInfo\":{\"name\":\"load\",\"version\":\"1\"}}";
            case "tools/list" ->
                "\"result\":{\"tools\":[{\"name\":\"wait\",\"inputSchema\":{\"type\":\"object\"},"
                        + "\"annotations\":{\"readOnlyHint\":true}}]}";
            case "tools/call" -> waited(message);
            default -> "\"error\":{\"code\":-32601,\"message\":\"unknown method\"}";
        };
        byte[] bytes = ("{\"jsonrpc\":\"2.0\",\"id\":" + id.group(1) + "," + outcome + "}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String waited(String message) {
        Matcher millis = MILLIS.matcher(message);
        try {
            Thread.sleep(millis.find() ? Long.parseLong(millis.group(1)) : 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"waited\"}]}";
    }

    private static void calls(URI url, int number) throws Exception {
        AtomicInteger left = new AtomicInteger(number);
        AtomicInteger answered = new AtomicInteger();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.submit(() -> {
                    String session = initialize(url);
                    while (left.getAndDecrement() > 0) {
                        if (isAnswer(HTTP.send(call(url, session, 0), HttpResponse.BodyHandlers.ofString()))) {
                            answered.incrementAndGet();
                        }
                    }
                    return null;
                });
            }
        }
        System.out.println("answered " + answered + " of " + number);
    }

    private static void stop(URI url, int streams, int calls) throws Exception {
        CountDownLatch open = new CountDownLatch(streams);
        AtomicInteger ended = new AtomicInteger();
        AtomicInteger answered = new AtomicInteger();
        List<String> sessions = new ArrayList<>();
        try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < streams; i++) {
                // A session's next stream ends the one before.
                String session = initialize(url);
                sessions.add(session);
                all.submit(() -> {
                    HttpResponse<InputStream> stream = HTTP.send(
                            request(url, session).header("Accept", "text/event-stream").GET().build(),
                            HttpResponse.BodyHandlers.ofInputStream());
                    if (stream.statusCode() == 200) {
                        open.countDown();
                        // Fails when the connection is cut instead of ended.
                        stream.body().readAllBytes();
                        ended.incrementAndGet();
                    }
                    return null;
                });
            }
            open.await();
            List<CompletableFuture<Void>> flying = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                flying.add(HTTP.sendAsync(
                                call(url, sessions.get(i % sessions.size()), CALL_MILLIS),
                                HttpResponse.BodyHandlers.ofString())
                        .thenAccept(answer -> {
                            if (isAnswer(answer)) {
                                answered.incrementAndGet();
                            }
                        }));
            }
            Thread.sleep(CALL_MILLIS / 5);
            System.out.println("ready");
            CompletableFuture.allOf(flying.toArray(CompletableFuture[]::new))
                    .exceptionally(cut -> null)
                    .join();
        }
        System.out.println("streams ended " + ended + " of " + streams);
        System.out.println("calls answered " + answered + " of " + calls);
    }

    private static boolean isAnswer(HttpResponse<String> answer) {
        return answer.statusCode() == 200 && answer.body().contains("\"waited\"");
    }

    private static String initialize(URI url) throws Exception {
        HttpResponse<String> answer = HTTP.send(
                post(request(url, null), "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
                        + "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                        + "\"clientInfo\":{\"name\":\"load\",\"version\":\"1\"}}}"),
                HttpResponse.BodyHandlers.ofString());
        return answer.headers()
                .firstValue("mcp-session-id")
                .orElseThrow(() -> new IllegalStateException("initialize: " + answer.statusCode() + " " + answer.body()));
    }

    private static HttpRequest call(URI url, String session, int millis) {
        return post(
                request(url, session),
                "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"wait\",\"arguments\":{\"millis\":"
                        + millis + "}}}");
    }

    private static HttpRequest post(HttpRequest.Builder request, String message) {
        return request.header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(message))
                .build();
    }

    private static HttpRequest.Builder request(URI url, String session) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url);
        return session == null
                ? request
                : request.header("Mcp-Session-Id", session).header("MCP-Protocol-Version", "2025-11-25");
    }
}
