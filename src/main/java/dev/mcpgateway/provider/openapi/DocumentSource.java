package dev.mcpgateway.provider.openapi;

import dev.mcpgateway.config.OpenApiConfig;
import dev.mcpgateway.config.ProxySelection;
import dev.mcpgateway.provider.openapi.call.ServiceClient;
import dev.mcpgateway.provider.openapi.document.UnreadableDocument;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Gets the bytes of a document from its file or address. No credentials are sent for it, and no redirect is followed. */
public final class DocumentSource {
    private final Vertx vertx;
    private final OpenApiConfig config;
    private final ProxySelection proxies;

    /** @param proxies on the way to an address */
    public DocumentSource(Vertx vertx, OpenApiConfig config, ProxySelection proxies) {
        this.vertx = vertx;
        this.config = config;
        this.proxies = proxies;
    }

    /** Fails with {@link UnreadableDocument} when it is too large or not there, otherwise as the network does. */
    public Future<Buffer> read() {
        URI url = config.document().url();
        Path file = config.document().file();
        if (url != null) {
            return fetch(url);
        }
        return vertx.fileSystem()
                .props(String.valueOf(file))
                .compose(props -> props.size() > config.limits().documentBytes()
                        ? Future.failedFuture(tooLarge())
                        : vertx.fileSystem().readFile(String.valueOf(file)));
    }

    private Future<Buffer> fetch(URI url) {
        HttpClientAgent client = vertx.httpClientBuilder()
                .with(ServiceClient.options(config, url, proxies).setKeepAlive(false))
                .build();
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(ServiceClient.host(url))
                .setPort(ServiceClient.port(url))
                .setSsl("https".equalsIgnoreCase(url.getScheme()))
                .setFollowRedirects(false)
                .setURI(url.getRawQuery() == null ? path : path + '?' + url.getRawQuery())
                .putHeader(HttpHeaders.ACCEPT, "application/json, application/yaml;q=0.9, */*;q=0.5")
                .putHeader(HttpHeaders.USER_AGENT, "mcp-gateway");
        return client.request(options)
                .compose(request -> request.send())
                .compose(this::body)
                .timeout(config.timeouts().document().toMillis(), TimeUnit.MILLISECONDS)
                .eventually(() -> client.close());
    }

    private Future<Buffer> body(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            return Future.failedFuture(new UnreadableDocument("its address answers HTTP " + response.statusCode()));
        }
        Promise<Buffer> done = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(done::tryFail);
        response.handler(chunk -> {
            if (body.length() + chunk.length() > config.limits().documentBytes()) {
                done.tryFail(tooLarge());
                response.request().reset();
            } else {
                body.appendBuffer(chunk);
            }
        });
        response.endHandler(end -> done.tryComplete(body));
        return done.future();
    }

    private UnreadableDocument tooLarge() {
        return new UnreadableDocument("it is larger than openapi." + config.name() + ".limits.documentBytes, "
                + config.limits().documentBytes() + " bytes");
    }
}
