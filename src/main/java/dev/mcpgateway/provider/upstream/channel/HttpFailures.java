package dev.mcpgateway.provider.upstream.channel;

import dev.mcpgateway.provider.upstream.channel.UpstreamFailure.Kind;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.proxy.ProxyConnectException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in words what went wrong with a remote upstream. Messages name hosts and settings, never headers or bodies. */
final class HttpFailures {
    private static final int MAX_CHALLENGE = 8 * 1024;

    private final String address;
    private final Duration connect;

    HttpFailures(URI url, Duration connect) {
        this.address = origin(url);
        this.connect = connect;
    }

    /** No connection was made, or it failed before the whole request was written: the upstream cannot have run it. */
    UpstreamFailure unreachable(Throwable cause) {
        return new UpstreamFailure(
                Kind.UNREACHABLE,
                switch (cause) {
                    case UnknownHostException _ -> "the name of " + address + " does not resolve; check its url";
                    case ConnectTimeoutException _ -> noConnectionInTime();
                    case ProxyConnectException _ ->
                        "the HTTP proxy gives no connection to " + address + ": " + reason(cause);
                    case ConnectException _ -> address + " refuses connections; check its url and that it runs";
                    case SSLException _ ->
                        "TLS with " + address + " failed: " + reason(cause) + "; check tls.caFile and tls.certFile";
                    case ConnectionPoolTooBusyException _ -> "too many connections to " + address;
                    default -> "no connection to " + address + ": " + reason(cause);
                });
    }

    UpstreamFailure notConnected() {
        return new UpstreamFailure(Kind.UNREACHABLE, noConnectionInTime());
    }

    UpstreamFailure broken(Throwable cause) {
        return new UpstreamFailure(
                Kind.BROKEN, address + " broke the connection before its answer was complete: " + reason(cause));
    }

    /** An HTTP status that is no success, without a JSON-RPC message. */
    UpstreamFailure refused(HttpClientResponse response) {
        int status = response.statusCode();
        String what = switch (status) {
            case 401 -> "refused the gateway's credentials (401); check its headers, such as Authorization";
            case 403 -> "forbids this to the gateway's credentials (403)";
            case 404 -> "has nothing at that path (404); check its url";
            case 405 -> "does not allow this HTTP method at that path (405)";
            case 407 -> "is behind a proxy that refused the gateway's credentials (407)";
            case 429 -> "limits the rate of requests (429)" + retryAfter(response);
            case 503 -> "is not available (503)" + retryAfter(response);
            default -> {
                if (status >= 300 && status < 400) {
                    yield "redirects to " + location(response) + " (" + status
                            + "), which is not followed; put the final address into its url";
                }
                yield (status >= 500 ? "failed with status " : "refused the request with status ") + status;
            }
        };
        return new UpstreamFailure(Kind.REFUSED, status, address + ' ' + what, challenge(response));
    }

    private static @Nullable String challenge(HttpClientResponse response) {
        if (response.statusCode() != 401 && response.statusCode() != 403) {
            return null;
        }
        String all = String.join(", ", response.headers().getAll("www-authenticate"));
        return all.length() > MAX_CHALLENGE ? "" : all;
    }

    private String noConnectionInTime() {
        return "no connection to " + address + " within " + connect.toMillis() + " ms (deadlines.connect)";
    }

    private static String retryAfter(HttpClientResponse response) {
        String seconds = response.getHeader(HttpHeaders.RETRY_AFTER);
        return seconds != null && seconds.matches("\\d{1,6}") ? "; retry after " + seconds + " s" : "";
    }

    private static String location(HttpClientResponse response) {
        String location = response.getHeader(HttpHeaders.LOCATION);
        try {
            return location == null ? "nowhere" : origin(URI.create(location));
        } catch (IllegalArgumentException _) {
            return "something that is no URI";
        }
    }

    /** The URI without path and query, which may hold a secret. */
    private static String origin(URI uri) {
        if (uri.getHost() == null) {
            return "another path";
        }
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    private static String reason(Throwable cause) {
        @Nullable String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }
}
