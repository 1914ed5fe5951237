package dev.mcpgateway.http;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.transport.api.OpenApiDocument;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.util.function.Supplier;

/** The OpenAPI document of the HTTP API, which needs no token: it says how to get one. */
final class DescribedApi {
    private DescribedApi() {}

    static void mount(Router router, Supplier<GatewayConfig> config) {
        Buffer document = OpenApiDocument.read();
        router.route(OpenApiDocument.PATH).handler(context -> {
            if (!config.get().api().enabled()) {
                context.next();
            } else if (context.request().method().equals(HttpMethod.GET)) {
                context.response()
                        .putHeader("content-type", "application/json")
                        .putHeader("cache-control", "max-age=300")
                        .end(document);
            } else {
                context.response()
                        .putHeader("allow", "GET, OPTIONS")
                        .setStatusCode(405)
                        .end();
            }
        });
    }
}
