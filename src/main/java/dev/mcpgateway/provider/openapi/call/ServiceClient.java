package dev.mcpgateway.provider.openapi.call;

import dev.mcpgateway.config.OpenApiConfig;
import dev.mcpgateway.config.ProxySelection;
import dev.mcpgateway.config.ProxyServer;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.net.Origin;
import dev.mcpgateway.provider.tool.ToolCall;
import dev.mcpgateway.provider.upstream.credentials.Credentials;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one service. It speaks to the origin that was configured and to no other, whatever a service answers.
 * Callable from any event loop; closes with the context that made it.
 */
public final class ServiceClient {
    /** Below the 5 s after which common servers close an idle connection without having announced it. */
    private static final int KEEP_ALIVE_SECONDS = 4;

    private static final int MAX_REDIRECTS = 3;
    private static final String ANYTHING = "application/json, text/plain;q=0.9, */*;q=0.5";

    private final Vertx vertx;
    private final OpenApiConfig config;
    private final URI base;
    private final ServiceIdentity identity;
    private final CallObserver observer;
    private final HttpClientAgent client;

    /**
     * @param base the service's address
     * @param personal the token about the caller, for {@code auth.kind: person}
     */
    public ServiceClient(
            Vertx vertx,
            OpenApiConfig config,
            URI base,
            ProxySelection proxies,
            Credentials personal,
            CallObserver observer) {
        this.vertx = vertx;
        this.config = config;
        this.base = base;
        this.identity = new ServiceIdentity(config, personal);
        this.observer = observer;
        this.client = vertx.httpClientBuilder()
                .with(options(config, base, proxies))
                .with(new PoolOptions().setHttp1MaxSize(config.limits().concurrentCalls()))
                .build();
    }

    /** How a client of this service connects. */
    public static HttpClientOptions options(OpenApiConfig config, URI target, ProxySelection proxies) {
        int connectMillis = Math.toIntExact(config.timeouts().connect().toMillis());
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout(connectMillis)
                .setSslHandshakeTimeout(connectMillis)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setTcpKeepAlive(true)
                .setMetricsName(config.name());
        ProxyServer proxy = proxies.select(target);
        if (proxy != null) {
            ProxyOptions through = new ProxyOptions()
                    .setType(ProxyType.HTTP)
                    .setHost(proxy.host())
                    .setPort(proxy.port());
            if (proxy.username() != null) {
                through.setUsername(proxy.username())
                        .setPassword(
                                proxy.password() == null ? "" : proxy.password().reveal());
            }
            options.setProxyOptions(through);
        }
        return options;
    }

    OpenApiConfig config() {
        return config;
    }

    /** Completes when a request of this person can be made; fails with what to tell the model when it cannot. */
    Future<Void> ready(Person person) {
        return identity.ready(person);
    }

    /** Sends a request once. Fails for nothing that a service or a network does. */
    Future<Attempt> send(ServiceRequest request, ToolCall call, long timeoutMillis) {
        String path = base.getRawPath() == null ? "" : base.getRawPath().replaceAll("/+$", "");
        long begin = System.nanoTime();
        return send(request, identity.addTo(path + request.uri()), call, timeoutMillis, 0)
                .onSuccess(attempt -> observe(attempt, System.nanoTime() - begin));
    }

    private void observe(Attempt attempt, long nanos) {
        String name = config.name();
        switch (attempt) {
            case Attempt.Answered answer ->
                observer.attempted(name, CallObserver.Outcome.ANSWERED, answer.status(), nanos);
            case Attempt.TooLarge large ->
                observer.attempted(name, CallObserver.Outcome.TOO_LARGE, large.status(), nanos);
            case Attempt.NotSent _ -> observer.attempted(name, CallObserver.Outcome.NOT_SENT, 0, nanos);
            case Attempt.Lost lost ->
                observer.attempted(
                        name, lost.timedOut() ? CallObserver.Outcome.TIMED_OUT : CallObserver.Outcome.LOST, 0, nanos);
        }
    }

    private Future<Attempt> send(ServiceRequest request, String uri, ToolCall call, long timeoutMillis, int redirects) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(request.plan().method()))
                .setHost(host(base))
                .setPort(port(base))
                .setSsl("https".equalsIgnoreCase(base.getScheme()))
                .setFollowRedirects(false)
                .setURI(uri);
        Promise<Attempt> outcome = Promise.promise();
        client.request(options)
                .onFailure(failure -> outcome.tryComplete(new Attempt.NotSent()))
                .onSuccess(http -> {
                    if (call.isCancelled()) {
                        http.reset();
                        outcome.tryComplete(new Attempt.NotSent());
                        return;
                    }
                    call.onCancel(() -> http.reset());
                    long timer = vertx.setTimer(timeoutMillis, fired -> {
                        outcome.tryComplete(new Attempt.Lost(true));
                        http.reset();
                    });
                    outcome.future().onComplete(done -> vertx.cancelTimer(timer));
                    exchange(http, request, call, outcome);
                });
        return outcome.future().compose(attempt -> {
            String next = redirects < MAX_REDIRECTS ? redirect(request, attempt) : null;
            return next == null
                    ? Future.succeededFuture(attempt)
                    : send(request, next, call, timeoutMillis, redirects + 1);
        });
    }

    private void exchange(HttpClientRequest http, ServiceRequest request, ToolCall call, Promise<Attempt> outcome) {
        MultiMap headers = http.headers();
        headers.set(HttpHeaders.USER_AGENT, "mcp-gateway");
        headers.set(HttpHeaders.ACCEPT, ANYTHING);
        headers.set("X-Request-Id", call.requestId());
        // Not setAll, which clears what is there, the credentials for a proxy among it.
        request.headers().forEach(headers::set);
        identity.addTo(headers, call.person());
        Future<HttpClientResponse> response;
        if (request.body() == null) {
            response = http.send();
        } else {
            headers.set(HttpHeaders.CONTENT_TYPE, String.valueOf(request.contentType()));
            response = http.send(request.body());
        }
        Consumer<Throwable> lost = failure -> outcome.tryComplete(new Attempt.Lost(false));
        response.onFailure(lost::accept).onSuccess(answer -> {
            Buffer body = Buffer.buffer();
            answer.exceptionHandler(lost::accept);
            answer.handler(chunk -> {
                if (body.length() + chunk.length() > config.limits().responseBytes()) {
                    outcome.tryComplete(new Attempt.TooLarge(answer.statusCode()));
                    http.reset();
                } else {
                    body.appendBuffer(chunk);
                }
            });
            answer.endHandler(
                    end -> outcome.tryComplete(new Attempt.Answered(answer.statusCode(), answer.headers(), body)));
        });
    }

    /** Where else an answer says to ask, when that is the same origin and asking there is the same request. */
    private @Nullable String redirect(ServiceRequest request, Attempt attempt) {
        if (!(attempt instanceof Attempt.Answered answer)) {
            return null;
        }
        boolean same = answer.status() == 307 || answer.status() == 308;
        boolean safe = request.plan().isSafe() && answer.status() >= 301 && answer.status() <= 303;
        String location = answer.headers().get(HttpHeaders.LOCATION);
        if (location == null || !(same || safe)) {
            return null;
        }
        try {
            URI target = base.resolve("/").resolve(location);
            boolean isHere = Origin.of(target).equals(Origin.of(base)) && target.getRawPath() != null;
            return isHere
                    ? identity.addTo(
                            target.getRawQuery() == null
                                    ? target.getRawPath()
                                    : target.getRawPath() + '?' + target.getRawQuery())
                    : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    public Future<Void> close() {
        return client.close();
    }

    /** The port of an address. */
    public static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    /** The host of an address, an IPv6 address without its brackets. */
    public static String host(URI uri) {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
