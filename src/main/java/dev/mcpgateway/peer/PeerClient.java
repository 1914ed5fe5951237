package dev.mcpgateway.peer;

import dev.mcpgateway.config.TasksConfig;
import dev.mcpgateway.config.TlsConfig;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends requests to other tasks. Made in the verticle that outlives all who use it. */
public final class PeerClient {
    /** Below the time after which a listener closes idle connections, so that none is used that is about to close. */
    private static final int KEEP_ALIVE_SECONDS = 15;

    private static final String END_OF_CERTIFICATE = "-----END CERTIFICATE-----";

    /** What belongs to a connection, what the token stands for, and what only the first task has to check. */
    private static final Set<String> NOT_PASSED = Set.of(
            "authorization",
            "connection",
            "content-length",
            "cookie",
            "expect",
            "host",
            "keep-alive",
            "origin",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "x-request-id",
            PeerTokens.HEADER);

    private final HttpClient http;
    private final PeerTokens tokens;

    /**
     * @param tls with which every task listens; null for plain HTTP
     * @param silence after how long without a byte an answer is taken for lost
     */
    public PeerClient(Vertx vertx, TasksConfig config, @Nullable TlsConfig tls, PeerTokens tokens, Duration silence) {
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setReadIdleTimeout((int) silence.toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setTcpNoDelay(true)
                .setDecompressionSupported(false);
        if (tls != null) {
            // All tasks have the same certificate; it names the public address, not the private one that is connected
            // to. Who issued it has issued others too, so that one is not trusted.
            options.setSsl(true)
                    .setVerifyHost(false)
                    .setTrustOptions(new PemTrustOptions().addCertValue(ownCertificate(tls.certFile())));
        }
        this.http = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(config.connections()));
        this.tokens = tokens;
    }

    /**
     * A request to another task, ready to be sent with its body.
     *
     * @param request its URI is path and query as they came
     * @param headers the client's
     * @param forwarded of the body that will be sent
     * @return fails with {@link TaskUnreachable} when the task cannot be connected to
     */
    public Future<HttpClientRequest> request(
            Task task, PeerTokens.Request request, MultiMap headers, Forwarded forwarded, Buffer body) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(request.method()))
                .setHost(task.host())
                .setPort(task.port())
                .setSsl(task.tls())
                .setURI(request.uri());
        return http.request(options)
                .recover(failure -> Future.failedFuture(unreachable(failure)))
                .map(made -> {
                    copy(headers, made.headers());
                    made.headers()
                            .set("x-request-id", request.requestId())
                            .set(PeerTokens.HEADER, tokens.seal(task.id(), request, forwarded));
                    if (body.length() > 0) {
                        made.headers().set(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length()));
                    }
                    return made;
                });
    }

    /** The first certificate of the file, which the chain follows. */
    private static Buffer ownCertificate(Path file) {
        try {
            String pem = Files.readString(file, StandardCharsets.US_ASCII);
            int end = pem.indexOf(END_OF_CERTIFICATE);
            return Buffer.buffer(end < 0 ? pem : pem.substring(0, end + END_OF_CERTIFICATE.length()) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("listener.tls.certFile cannot be read: " + e.getMessage(), e);
        }
    }

    private static TaskUnreachable unreachable(Throwable failure) {
        boolean refused = failure instanceof ConnectException
                && !String.valueOf(failure.getMessage()).contains("timed out");
        return new TaskUnreachable("another task cannot be reached: " + failure.getMessage(), refused);
    }

    /** Copies what a message says, without what belongs to the connection or to the first task alone. */
    public static void copy(MultiMap from, MultiMap to) {
        for (Map.Entry<String, String> header : from) {
            if (!NOT_PASSED.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                to.add(header.getKey(), header.getValue());
            }
        }
    }

    /** Closes the connections. */
    public Future<Void> close() {
        return http.close();
    }
}
