package dev.mcpgateway.oauth.server;

import dev.mcpgateway.audit.AuditAction;
import dev.mcpgateway.audit.AuditEvent;
import dev.mcpgateway.audit.AuditOutcome;
import dev.mcpgateway.identity.Person;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/** The end of an authorization: the consent is remembered, and the browser goes back to the client. */
final class Completion {
    private final ServerContext server;

    Completion(ServerContext server) {
        this.server = server;
    }

    /** Remembers what the person has just approved, and sends a code. */
    Future<Void> approved(RoutingContext context, AuthorizationRequest request, Person person) {
        return server.connected()
                .remember(person, request.approval())
                .onSuccess(remembered -> audit(context, request, person, AuditOutcome.SUCCESS))
                .compose(remembered -> complete(context, request, person));
    }

    /** Sends a code for what the person has approved before. */
    Future<Void> complete(RoutingContext context, AuthorizationRequest request, Person person) {
        return server.codes()
                .issue(person, request.approval(), request.redirectUri(), request.challenge())
                .map(code -> {
                    server.registered().used(request.clientId());
                    redirect(context, request.success(code));
                    return null;
                });
    }

    /** Tells the client that the person does not want it. */
    void denied(RoutingContext context, AuthorizationRequest request) {
        server.audit()
                .record(AuditEvent.of(AuditAction.CONSENT, AuditOutcome.DENIED)
                        .client(request.clientId())
                        .request(context.response().headers().get("x-request-id")));
        redirect(context, request.failure("access_denied", "the person did not consent"));
    }

    private void audit(RoutingContext context, AuthorizationRequest request, Person person, AuditOutcome outcome) {
        server.audit()
                .record(AuditEvent.of(AuditAction.CONSENT, outcome)
                        .by(person)
                        .client(request.clientId())
                        .request(context.response().headers().get("x-request-id"))
                        .detail("resource", request.resource().path())
                        .detail("scopes", TokenAnswer.scope(request.scopes())));
    }

    static void redirect(RoutingContext context, String location) {
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        boolean post = context.request().method().equals(HttpMethod.POST);
        context.response()
                .setStatusCode(post ? 303 : 302)
                .putHeader("location", location)
                .putHeader("cache-control", "no-store")
                .putHeader("referrer-policy", "no-referrer")
                .end();
    }
}
