package dev.mcpgateway.http;

import io.vertx.ext.web.Router;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What the listener serves besides the transports.
 *
 * @param mount adds the routes to the router of an event loop
 * @param openToPages the paths that pages of any origin may call, because no cookie means anything there
 */
public record PublicRoutes(Consumer<Router> mount, Predicate<String> openToPages) {

    /** Where nobody signs in there is nothing else. */
    public static final PublicRoutes NONE = new PublicRoutes(router -> {}, path -> false);
}
