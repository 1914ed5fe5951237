package dev.mcpgateway.provider.upstream.channel;

import dev.mcpgateway.config.UpstreamConfig;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;

/** Where an {@link HttpExchange} sends its POST, and who looks after it. */
interface PostTarget {
    UpstreamConfig config();

    HttpFailures failures();

    /** The session that a request sent now belongs to. */
    HttpSession session();

    /**
     * A request that is not sent yet.
     *
     * @param standing whether its stream stands for long
     */
    Future<HttpClientRequest> post(boolean standing);

    void addHeaders(MultiMap headers, HttpSession session, MultiMap outbound);

    /** The exchange begins; until {@link #ended} it can be given up. */
    void began(HttpExchange exchange);

    /** The request is on its way: from now on the upstream may run it. */
    void sent(HttpExchange exchange);

    void ended(HttpExchange exchange);
}
