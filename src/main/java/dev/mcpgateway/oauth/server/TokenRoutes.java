package dev.mcpgateway.oauth.server;

import dev.mcpgateway.audit.AuditAction;
import dev.mcpgateway.audit.AuditEvent;
import dev.mcpgateway.audit.AuditOutcome;
import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.oauth.OAuthError;
import dev.mcpgateway.oauth.PublicUrl;
import dev.mcpgateway.oauth.Resource;
import dev.mcpgateway.oauth.client.OAuthClient;
import dev.mcpgateway.oauth.grant.Codes;
import dev.mcpgateway.oauth.grant.Issued;
import dev.mcpgateway.oauth.grant.Refresh;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code POST /oauth/token} (RFC 6749, section 3.2) and {@code POST /oauth/revoke} (RFC 7009). */
final class TokenRoutes {
    private final ServerContext server;
    private final ClientAuthentication authentication;

    TokenRoutes(ServerContext server) {
        this.server = server;
        this.authentication = new ClientAuthentication(server.clients());
    }

    void token(RoutingContext context) {
        authenticated(context, client -> {
                    Parameters form = new Parameters(context.request().formAttributes());
                    String grant = form.require("grant_type");
                    return switch (grant) {
                        case "authorization_code" -> code(context, form, client);
                        case "refresh_token" -> refresh(context, form, client);
                        default ->
                            throw new OAuthError(
                                    400, "unsupported_grant_type", "grant_type is authorization_code or refresh_token");
                    };
                })
                .onSuccess(issued -> JsonAnswer.send(context.response(), 200, TokenAnswer.of(issued)))
                .onFailure(failure -> JsonAnswer.fail(context.response(), failure));
    }

    private <T> Future<T> authenticated(RoutingContext context, Function<OAuthClient, Future<T>> next) {
        return Future.succeededFuture(context)
                .compose(sent -> {
                    String origin = PublicUrl.origin(server.config().get(), context.request());
                    if (!PublicUrl.isProtected(origin)) {
                        throw OAuthError.invalidRequest("no tokens are given out over plain HTTP; use HTTPS");
                    }
                    return authentication.of(
                            context.request(), new Parameters(context.request().formAttributes()));
                })
                .onFailure(failure -> {
                    if (failure instanceof OAuthError error
                            && error.status() == 401
                            && context.request().getHeader("authorization") != null) {
                        context.response().putHeader("www-authenticate", "Basic realm=\"MCP Gateway\"");
                    }
                })
                .compose(next);
    }

    private Future<Issued> code(RoutingContext context, Parameters form, OAuthClient client) {
        return server.codes()
                .exchange(new Codes.Exchange(
                        form.require("code"),
                        client.id(),
                        form.get("redirect_uri"),
                        form.require("code_verifier"),
                        resource(context, form)))
                .onComplete(done -> audit(context, client, AuditAction.TOKEN_ISSUED, done.cause()));
    }

    private Future<Issued> refresh(RoutingContext context, Parameters form, OAuthClient client) {
        Set<Scope> scopes = form.scopes();
        return server.refresh()
                .refresh(new Refresh.Asked(form.require("refresh_token"), client.id(), resource(context, form), scopes))
                .onSuccess(issued -> server.registered().used(client.id()))
                .onComplete(done -> audit(context, client, AuditAction.TOKEN_REFRESHED, done.cause()));
    }

    private @Nullable Resource resource(RoutingContext context, Parameters form) {
        return form.resource(PublicUrl.origin(server.config().get(), context.request()));
    }

    void revoke(RoutingContext context) {
        authenticated(context, client -> {
                    String token = new Parameters(context.request().formAttributes()).require("token");
                    return server.grants().of(token).compose(found -> {
                        // Whose token it is not learns nothing (section 2.2), and ends nothing.
                        if (found.isEmpty() || !client.id().equals(found.get().clientId())) {
                            return Future.<Void>succeededFuture();
                        }
                        return server.grants()
                                .revoke(List.of(found.get().id()))
                                .onComplete(done -> audit(context, client, AuditAction.TOKEN_REVOKED, done.cause()));
                    });
                })
                .onSuccess(done -> JsonAnswer.send(context.response(), 200, new JsonObject()))
                .onFailure(failure -> JsonAnswer.fail(context.response(), failure));
    }

    private void audit(RoutingContext context, OAuthClient client, AuditAction action, @Nullable Throwable failure) {
        boolean refused = failure instanceof OAuthError;
        server.audit()
                .record(AuditEvent.of(
                                action,
                                failure == null
                                        ? AuditOutcome.SUCCESS
                                        : refused ? AuditOutcome.DENIED : AuditOutcome.FAILED)
                        .client(client.id())
                        .request(context.response().headers().get("x-request-id"))
                        .detail("reason", failure instanceof OAuthError error ? error.description() : null));
    }
}
