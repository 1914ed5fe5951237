package dev.mcpgateway.provider.openapi.call;

import dev.mcpgateway.provider.openapi.shape.RequestPlan;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A request as arguments make it, without the service's credentials.
 *
 * @param uri the encoded path below the service's address, with the query
 * @param headers without those of the body and the credentials
 * @param contentType null without a body
 */
record ServiceRequest(
        RequestPlan plan,
        String uri,
        MultiMap headers,
        @Nullable String contentType,
        @Nullable Buffer body) {}
