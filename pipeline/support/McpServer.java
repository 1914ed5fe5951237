import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The smallest MCP server (2025-11-25) with one tool, for checks of the pipeline that shall need nothing but a JDK:
 * {@code java McpServer.java} speaks on stdin and stdout, {@code java McpServer.java PORT [TOKEN [DELAY_MILLIS]]} on
 * 127.0.0.1, where {@code /health} answers too.
 */
final class McpServer {
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*(\"[^\"]*\"|-?\\d+)");
    private static final Pattern METHOD = Pattern.compile("\"method\"\\s*:\\s*\"([^\"]*)\"");
    private static final Pattern TEXT = Pattern.compile("\"text\"\\s*:\\s*(\"(?:[^\"\\\\]|\\\\.)*\")");
    private static final Pattern NAME = Pattern.compile("\"name\"\\s*:\\s*\"echo\"");

    public static void main(String[] arguments) throws IOException {
        if (arguments.length > 0) {
            listen(Integer.parseInt(arguments[0]), Arrays.copyOfRange(arguments, 1, arguments.length));
            return;
        }
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String answer = answer(line);
            if (answer != null) {
                System.out.print(answer + "\n");
                System.out.flush();
            }
        }
    }

    private static void listen(int port, String[] options) throws IOException {
        String token = options.length > 0 ? options[0] : "";
        long delay = options.length > 1 ? Long.parseLong(options[1]) : 0;
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/health", exchange -> respond(exchange, 200, "{\"status\":\"up\"}"));
        server.createContext("/mcp", exchange -> {
            String sent = exchange.getRequestHeaders().getFirst("Authorization");
            if (!token.isEmpty() && !("Bearer " + token).equals(sent)) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer resource_metadata=\"http://127.0.0.1/\"");
                respond(exchange, 401, "{}");
                return;
            }
            String answer = answer(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            try {
                Thread.sleep(delay);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            respond(exchange, answer == null ? 202 : 200, answer == null ? "" : answer);
        });
        server.start();
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** The answer to a message; null for a notification. */
    private static String answer(String message) {
        Matcher id = ID.matcher(message);
        Matcher method = METHOD.matcher(message);
        if (!id.find() || !method.find()) {
            return null;
        }
        String outcome =
                switch (method.group(1)) {
                    case "initialize" ->
                        result("{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
                                + "\"serverInfo\":{\"name\":\"pipeline\",\"version\":\"1\"}}");
                    case "ping" -> result("{}");
                    case "tools/list" ->
                        result("{\"tools\":[{\"name\":\"echo\",\"description\":\"Says the text again.\",\"inputSchema\":"
                                + "{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}}},"
                                + "\"annotations\":{\"readOnlyHint\":true}}]}");
                    case "tools/call" -> NAME.matcher(message).find() ? echo(message) : error(-32602, "unknown tool");
                    default -> error(-32601, "unknown method");
                };
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id.group(1) + "," + outcome + "}";
    }

    private static String echo(String message) {
        Matcher text = TEXT.matcher(message);
        return result("{\"content\":[{\"type\":\"text\",\"text\":" + (text.find() ? text.group(1) : "\"\"") + "}]}");
    }

    private static String result(String json) {
        return "\"result\":" + json;
    }

    private static String error(int code, String message) {
        return "\"error\":{\"code\":" + code + ",\"message\":\"" + message + "\"}";
    }
}
