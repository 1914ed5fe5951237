package dev.mcpgateway.oauth.server;

import dev.mcpgateway.audit.AuditAction;
import dev.mcpgateway.audit.AuditEvent;
import dev.mcpgateway.audit.AuditOutcome;
import dev.mcpgateway.oauth.OAuthError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** {@code POST /oauth/register} (RFC 7591). Open to everybody, so there is a limit, and what nobody uses is forgotten. */
final class RegisterRoute {
    private final ServerContext server;

    RegisterRoute(ServerContext server) {
        this.server = server;
    }

    void handle(RoutingContext context) {
        int wait = server.registrationLimit().take();
        if (wait > 0) {
            context.response().putHeader("retry-after", Integer.toString(wait));
            JsonAnswer.fail(
                    context.response(),
                    new OAuthError(
                            429,
                            "too_many_requests",
                            "more clients register than auth.clients.registrationsPerMinute allows; try again in "
                                    + wait + " s"));
            return;
        }
        try {
            if (!server.config().get().auth().clients().registration()) {
                throw new OAuthError(
                        403,
                        "access_denied",
                        "registration is switched off (auth.clients.registration); ask the operator for a client id");
            }
            server.registration()
                    .register(metadata(context))
                    .onSuccess(registered -> {
                        server.audit()
                                .record(AuditEvent.of(AuditAction.CLIENT_REGISTERED, AuditOutcome.SUCCESS)
                                        .client(registered.getString("client_id"))
                                        .request(context.response().headers().get("x-request-id"))
                                        .detail("name", registered.getString("client_name")));
                        JsonAnswer.send(context.response(), 201, registered);
                    })
                    .onFailure(failure -> JsonAnswer.fail(context.response(), failure));
        } catch (OAuthError e) {
            JsonAnswer.fail(context.response(), e);
        }
    }

    private static JsonObject metadata(RoutingContext context) {
        try {
            Buffer body = context.body().buffer();
            if (body != null) {
                return new JsonObject(body);
            }
        } catch (DecodeException | ClassCastException e) {
            // Said below.
        }
        throw new OAuthError(400, "invalid_client_metadata", "the body is a JSON object of client metadata");
    }
}
