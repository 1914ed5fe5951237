package dev.mcpgateway.oauth.server;

import dev.mcpgateway.oauth.OAuthError;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Set;

/** The routes of the authorization server, for the router of an event loop. */
public final class AuthorizationServer {
    private static final long BODY_BYTES = 64 * 1024;
    private static final Set<String> OPEN = Set.of("/oauth/token", "/oauth/register", "/oauth/revoke");

    private final ServerContext server;

    AuthorizationServer(ServerContext server) {
        this.server = server;
    }

    /** Whether pages of any origin may call this path: no cookie means anything there. */
    public static boolean isOpenToPages(String path) {
        return path.startsWith("/.well-known/") || OPEN.contains(path);
    }

    /** Adds the routes. */
    public void mount(Router router) {
        MetadataRoutes metadata = new MetadataRoutes(server.config());
        router.get(MetadataRoutes.RESOURCE).handler(metadata::resource);
        router.get(MetadataRoutes.RESOURCE + "/*").handler(metadata::resource);
        router.get(MetadataRoutes.SERVER).handler(metadata::server);
        router.get(MetadataRoutes.SERVER + "/*").handler(metadata::server);
        Completion completion = new Completion(server);
        AuthorizeRoute authorize = new AuthorizeRoute(server, completion);
        ConsentRoutes consent = new ConsentRoutes(server, completion);
        TokenRoutes tokens = new TokenRoutes(server);
        router.get("/oauth/authorize").handler(authorize::handle);
        router.get("/oauth/consent/complete").handler(consent::complete);
        post(router, "/oauth/register", new RegisterRoute(server)::handle);
        post(router, "/oauth/token", tokens::token);
        post(router, "/oauth/revoke", tokens::revoke);
        router.post("/oauth/consent")
                .handler(body())
                .handler(consent::consent)
                .failureHandler(context -> PageFailure.show(context, server.pages(), failure(context)));
    }

    private static void post(Router router, String path, io.vertx.core.Handler<RoutingContext> handler) {
        router.post(path)
                .handler(body())
                .handler(handler)
                .failureHandler(context -> JsonAnswer.fail(context.response(), failure(context)));
    }

    private static BodyHandler body() {
        return BodyHandler.create(false).setBodyLimit(BODY_BYTES).setMergeFormAttributes(false);
    }

    private static Throwable failure(RoutingContext context) {
        Throwable failure = context.failure();
        return switch (context.statusCode()) {
            case 413 -> new OAuthError(413, "invalid_request", "the body has at most " + BODY_BYTES + " bytes");
            case 400 -> OAuthError.invalidRequest("the body cannot be read");
            default -> failure == null ? new IllegalStateException("status " + context.statusCode()) : failure;
        };
    }
}
