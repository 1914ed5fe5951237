package dev.mcpgateway.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** STS, S3 and Secrets Manager at one address, answering as they are told; STS gives out credentials of its own making. */
public final class ScriptedAws implements AutoCloseable {
    public static final String ACCOUNT = "111122223333";
    /** Part of every secret that is given out. */
    public static final String CANARY = "canary-5150";

    private static final Pattern CREDENTIAL = Pattern.compile("Credential=([^/]+)/[0-9]+/([^/]+)/([^/]+)/");

    public final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Map<String, Function<Asked, Answer>> script = new ConcurrentHashMap<>();
    private final Map<String, String> arns = new ConcurrentHashMap<>();
    private final AtomicInteger given = new AtomicInteger();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Duration lifetime = Duration.ofHours(1);

    /**
     * A request.
     *
     * @param operation such as {@code AssumeRole}, {@code GetObject}
     * @param signedBy the access key id; empty when it was not signed
     * @param token the session token; empty for none
     * @param parameters of the query and of the form
     */
    public record Asked(
            String operation,
            String signedBy,
            String region,
            String token,
            String path,
            Map<String, String> parameters,
            String range,
            String body) {}

    /** What is answered, after a while. */
    public record Answer(int status, String body, Map<String, String> headers, Duration after) {
        public static Answer of(int status, String body) {
            return new Answer(status, body, Map.of(), Duration.ZERO);
        }

        /** An error as STS and S3 write it. */
        public static Answer error(int status, String code, String message) {
            String error = "<Code>" + code + "</Code><Message>" + message + "</Message>";
            return of(status, "<ErrorResponse><Error>" + error + "</Error>" + error + "</ErrorResponse>");
        }

        /** An error of S3. */
        public static Answer s3Error(int status, String code, String message) {
            return of(status, "<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>");
        }

        public Answer with(String header, String value) {
            Map<String, String> more = new HashMap<>(headers);
            more.put(header, value);
            return new Answer(status, body, more, after);
        }

        public Answer after(Duration wait) {
            return new Answer(status, body, headers, wait);
        }
    }

    public ScriptedAws() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
        on("AssumeRole", this::assumed);
        on("AssumeRoleWithWebIdentity", this::assumed);
        on("GetCallerIdentity", this::identity);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Answers an operation so from now on. */
    public ScriptedAws on(String operation, Function<Asked, Answer> answer) {
        script.put(operation, answer);
        return this;
    }

    public ScriptedAws on(String operation, Answer answer) {
        return on(operation, request -> answer);
    }

    /** How long credentials live that are given out from now on. */
    public void lifetime(Duration duration) {
        lifetime = duration;
    }

    public List<Asked> asked(String operation) {
        return asked.stream()
                .filter(request -> request.operation().equals(operation))
                .toList();
    }

    private Answer assumed(Asked request) {
        String session = request.parameters().get("RoleSessionName");
        String role = request.parameters().get("RoleArn");
        String arn = "arn:aws:sts::" + ACCOUNT + ":assumed-role/" + role.substring(role.lastIndexOf('/') + 1) + "/"
                + session;
        int number = given.incrementAndGet();
        String id = "ASIAGIVEN%012d".formatted(number);
        arns.put(id, arn);
        String operation = request.operation();
        return Answer.of(
                200,
                "<" + operation + "Response><" + operation + "Result><AssumedRoleUser><AssumedRoleId>AROA1:" + session
                        + "</AssumedRoleId><Arn>" + arn + "</Arn></AssumedRoleUser><Credentials><AccessKeyId>" + id
                        + "</AccessKeyId><SecretAccessKey>secret-" + CANARY + number
                        + "</SecretAccessKey><SessionToken>token-" + CANARY + number + "</SessionToken><Expiration>"
                        + Instant.now().plus(lifetime) + "</Expiration></Credentials></" + operation + "Result></"
                        + operation + "Response>");
    }

    private Answer identity(Asked request) {
        String arn = arns.getOrDefault(request.signedBy(), "arn:aws:iam::" + ACCOUNT + ":user/" + request.signedBy());
        return Answer.of(
                200,
                "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>" + arn
                        + "</Arn><UserId>AIDA1</UserId><Account>" + ACCOUNT
                        + "</Account></GetCallerIdentityResult></GetCallerIdentityResponse>");
    }

    private void answer(HttpExchange exchange) throws IOException {
        Asked request = read(exchange);
        asked.add(request);
        Answer answer = script.getOrDefault(
                        request.operation(), unknown -> Answer.s3Error(501, "NotImplemented", unknown.operation()))
                .apply(request);
        try {
            Thread.sleep(answer.after());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        byte[] bytes = answer.body().getBytes(StandardCharsets.ISO_8859_1);
        exchange.getResponseHeaders().add("x-amzn-RequestId", "request-1");
        exchange.getResponseHeaders().add("x-amz-request-id", "request-1");
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static Asked read(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> parameters = new HashMap<>();
        parse(exchange.getRequestURI().getRawQuery(), parameters);
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String path = exchange.getRequestURI().getPath();
        String operation;
        if (target != null) {
            operation = target.substring(target.indexOf('.') + 1);
        } else if (exchange.getRequestMethod().equals("POST")) {
            parse(body, parameters);
            operation = parameters.getOrDefault("Action", "");
        } else {
            operation = path.equals("/")
                    ? "ListBuckets"
                    : parameters.containsKey("list-type") ? "ListObjectsV2" : "GetObject";
        }
        Matcher signed = CREDENTIAL.matcher(header(exchange, "Authorization"));
        boolean known = signed.find();
        return new Asked(
                operation,
                known ? signed.group(1) : "",
                known ? signed.group(2) : "",
                header(exchange, "X-Amz-Security-Token"),
                path,
                Map.copyOf(parameters),
                header(exchange, "Range"),
                body);
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private static void parse(String text, Map<String, String> into) {
        for (String pair : text == null ? new String[0] : text.split("&")) {
            int equals = pair.indexOf('=');
            into.put(
                    URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), StandardCharsets.UTF_8),
                    equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
