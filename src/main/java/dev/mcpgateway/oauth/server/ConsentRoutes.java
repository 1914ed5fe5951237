package dev.mcpgateway.oauth.server;

import dev.mcpgateway.oauth.BrowserSession;
import dev.mcpgateway.oauth.BrowserSessions;
import dev.mcpgateway.oauth.Hash;
import dev.mcpgateway.oauth.PublicUrl;
import dev.mcpgateway.store.StoredRecord;
import dev.mcpgateway.store.VersionConflict;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /oauth/consent}, what the consent page sends, and {@code GET /oauth/consent/complete}, where who had to sign in
 * first comes back to. Both take only what this browser was given.
 */
final class ConsentRoutes {
    private static final String COMPLETE = "/oauth/consent/complete?request=";
    private static final String KIND = "oauth-approval";

    private final ServerContext server;
    private final Completion completion;

    ConsentRoutes(ServerContext server, Completion completion) {
        this.server = server;
        this.completion = completion;
    }

    void consent(RoutingContext context) {
        String origin = PublicUrl.origin(server.config().get(), context.request());
        Parameters form = new Parameters(context.request().formAttributes());
        String nonce = server.seals().knownNonce(context, origin);
        String sentFrom = context.request().getHeader("origin");
        boolean ownPage = sentFrom == null || sentFrom.equalsIgnoreCase(origin);
        AuthorizationRequest request = nonce == null || !ownPage ? null : opened(form, nonce);
        if (request == null || nonce == null) {
            PageFailure.expired(context, server.pages());
            return;
        }
        String decision = form.get("decision");
        if (!"approve".equals(decision)) {
            completion.denied(context, request);
            return;
        }
        server.sessions()
                .current(context)
                .compose(session -> {
                    if (session == null) {
                        signIn(context, request, nonce);
                        return Future.succeededFuture();
                    }
                    return isForAnother(request, session)
                            ? another(context)
                            : completion.approved(context, request, session.person());
                })
                .onFailure(failure -> PageFailure.show(context, server.pages(), failure));
    }

    private @Nullable AuthorizationRequest opened(Parameters form, String nonce) {
        String csrf = form.get("csrf");
        String sealed = form.get("request");
        return csrf == null || sealed == null || !Hash.equal(csrf, ConsentSeals.csrf(nonce))
                ? null
                : server.seals().open(sealed, ConsentSeals.Stage.ASKED, nonce);
    }

    private void signIn(RoutingContext context, AuthorizationRequest request, String nonce) {
        String approved = server.seals().seal(request, ConsentSeals.Stage.APPROVED, nonce);
        Completion.redirect(
                context, BrowserSessions.LOGIN + URLEncoder.encode(COMPLETE + approved, StandardCharsets.UTF_8));
    }

    void complete(RoutingContext context) {
        String origin = PublicUrl.origin(server.config().get(), context.request());
        String nonce = server.seals().knownNonce(context, origin);
        String sealed = context.request().getParam("request");
        AuthorizationRequest request = nonce == null || sealed == null
                ? null
                : server.seals().open(sealed, ConsentSeals.Stage.APPROVED, nonce);
        if (request == null || sealed == null) {
            PageFailure.expired(context, server.pages());
            return;
        }
        server.sessions()
                .current(context)
                .compose(session -> {
                    if (session == null) {
                        PageFailure.expired(context, server.pages());
                        return Future.succeededFuture();
                    }
                    return isForAnother(request, session)
                            ? another(context)
                            : once(sealed, request)
                                    .compose(first -> completion.approved(context, request, session.person()));
                })
                .onFailure(failure -> {
                    if (failure instanceof VersionConflict) {
                        PageFailure.expired(context, server.pages());
                    } else {
                        PageFailure.show(context, server.pages(), failure);
                    }
                });
    }

    /** Whether the consent page named somebody else than who is signed in now. */
    private static boolean isForAnother(AuthorizationRequest request, BrowserSession session) {
        return request.person() != null
                && !request.person().equals(session.person().id());
    }

    private Future<Void> another(RoutingContext context) {
        PageFailure.expired(context, server.pages());
        return Future.succeededFuture();
    }

    /** Fails with a conflict the second time. */
    private Future<StoredRecord> once(String sealed, AuthorizationRequest request) {
        return server.store()
                .put(StoredRecord.create(
                        KIND + "/" + Hash.sha256(sealed),
                        KIND,
                        StoredRecord.GATEWAY,
                        request.expiresAt(),
                        Buffer.buffer("{}")));
    }
}
