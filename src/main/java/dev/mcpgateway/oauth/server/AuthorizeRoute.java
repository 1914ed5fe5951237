package dev.mcpgateway.oauth.server;

import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.oauth.BrowserSession;
import dev.mcpgateway.oauth.ConsentView;
import dev.mcpgateway.oauth.OAuthError;
import dev.mcpgateway.oauth.PageAnswer;
import dev.mcpgateway.oauth.PublicUrl;
import dev.mcpgateway.oauth.Resource;
import dev.mcpgateway.oauth.client.OAuthClient;
import dev.mcpgateway.oauth.client.RedirectUris;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /oauth/authorize}: checks what a client asks for, and asks the person, unless they have said yes to it before.
 * Nothing is sent to a redirect URI before it is proven to be the client's.
 */
final class AuthorizeRoute {
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final int MAX_STATE = 1024;
    /** What is sealed has to fit into an address, and into the cookie of the sign-in beside other things. */
    private static final int MAX_SEALED = 2_400;

    private final ServerContext server;
    private final Completion completion;

    AuthorizeRoute(ServerContext server, Completion completion) {
        this.server = server;
        this.completion = completion;
    }

    /** An error that the client is told by a redirect. */
    private static final class Told extends RuntimeException {
        private final String location;

        Told(String location) {
            super(null, null, false, false);
            this.location = location;
        }
    }

    void handle(RoutingContext context) {
        String origin = PublicUrl.origin(server.config().get(), context.request());
        if (!PublicUrl.isProtected(origin)) {
            PageFailure.needsHttps(context, server.pages(), origin);
            return;
        }
        Parameters parameters = new Parameters(context.queryParams());
        Future.succeededFuture(parameters)
                .map(sent -> sent.require("client_id"))
                .compose(server.clients()::find)
                .map(client -> checked(parameters, client, origin))
                .compose(request -> server.sessions()
                        .current(context)
                        .compose(session -> decide(context, parameters, request, session)))
                .onFailure(failure -> {
                    if (failure instanceof Told told) {
                        Completion.redirect(context, told.location);
                    } else {
                        PageFailure.show(context, server.pages(), failure);
                    }
                });
    }

    private AuthorizationRequest checked(Parameters parameters, OAuthClient client, String origin) {
        String redirect = redirectUri(parameters, client);
        String state = null;
        try {
            state = parameters.get("state");
            if (state != null && state.length() > MAX_STATE) {
                state = null;
                throw OAuthError.invalidRequest("state has at most " + MAX_STATE + " characters");
            }
            return request(parameters, client, redirect, state, origin);
        } catch (OAuthError e) {
            throw new Told(AuthorizationRequest.redirect(redirect, origin, state, "error", e.code(), e.description()));
        }
    }

    private static String redirectUri(Parameters parameters, OAuthClient client) {
        String asked = parameters.get("redirect_uri");
        if (asked == null) {
            if (client.redirectUris().size() != 1) {
                throw OAuthError.invalidRequest(
                        "The application did not say where to send you back to (redirect_uri).");
            }
            return client.redirectUris().getFirst();
        }
        if (asked.length() > RedirectUris.MAX_LENGTH || !RedirectUris.matches(client.redirectUris(), asked)) {
            throw OAuthError.invalidRequest("The application asks to send you back to an address that it has not"
                    + " registered. You are not sent there, since it may not be the application's.");
        }
        return asked;
    }

    private AuthorizationRequest request(
            Parameters parameters, OAuthClient client, String redirect, @Nullable String state, String origin) {
        if (!"code".equals(parameters.require("response_type"))) {
            throw new OAuthError(400, "unsupported_response_type", "response_type is code");
        }
        String mode = parameters.get("response_mode");
        if (mode != null && !mode.equals("query")) {
            throw OAuthError.invalidRequest("response_mode is query");
        }
        if (parameters.get("request") != null || parameters.get("request_uri") != null) {
            throw new OAuthError(400, "request_not_supported", "send the parameters themselves, not a request object");
        }
        String challenge = parameters.require("code_challenge");
        if (!"S256".equals(parameters.get("code_challenge_method"))) {
            throw OAuthError.invalidRequest("code_challenge_method is S256");
        }
        if (!CHALLENGE.matcher(challenge).matches()) {
            throw OAuthError.invalidRequest("code_challenge is the base64url of a SHA-256 hash: 43 characters");
        }
        Resource asked = parameters.resource(origin);
        Resource resource = asked == null ? Resource.ALL : asked;
        Set<Scope> scopes = parameters.scopes();
        if (scopes == null) {
            scopes = resource.scopes();
        } else {
            scopes = new HashSet<>(scopes);
            scopes.retainAll(resource.scopes());
            if (scopes.isEmpty()) {
                throw OAuthError.invalidScope("none of these scopes means anything at this resource");
            }
        }
        String host = client.origin() == OAuthClient.Origin.METADATA_DOCUMENT
                ? URI.create(client.id()).getHost()
                : RedirectUris.host(redirect);
        return new AuthorizationRequest(
                origin,
                client.id(),
                client.name(),
                host,
                redirect,
                state,
                challenge,
                resource,
                scopes,
                null,
                server.clock()
                        .instant()
                        .plus(server.config().get().auth().tokens().signIn()));
    }

    private Future<Void> decide(
            RoutingContext context,
            Parameters parameters,
            AuthorizationRequest request,
            @Nullable BrowserSession session) {
        String prompt = parameters.get("prompt");
        Set<String> prompts = prompt == null ? Set.of() : Set.of(prompt.split(" ", -1));
        if (session == null) {
            if (prompts.contains("none")) {
                throw new Told(request.failure("login_required", "nobody is signed in in this browser"));
            }
            ask(context, request, null);
            return Future.succeededFuture();
        }
        if (prompts.contains("consent")) {
            ask(context, request, session);
            return Future.succeededFuture();
        }
        return server.connected()
                .remembers(session.person(), request.approval())
                .compose(remembered -> {
                    if (remembered) {
                        return completion.complete(context, request, session.person());
                    }
                    if (prompts.contains("none")) {
                        throw new Told(request.failure("consent_required", "the person has not consented to this"));
                    }
                    ask(context, request, session);
                    return Future.succeededFuture();
                });
    }

    private void ask(RoutingContext context, AuthorizationRequest request, @Nullable BrowserSession session) {
        String nonce = server.seals()
                .nonce(
                        context,
                        request.issuer(),
                        server.config().get().auth().tokens().signIn());
        AuthorizationRequest seen =
                request.seenBy(session == null ? null : session.person().id());
        String sealed = server.seals().seal(seen, ConsentSeals.Stage.ASKED, nonce);
        if (sealed.length() > MAX_SEALED) {
            throw new Told(request.failure("invalid_request", "redirect_uri and state together are too long"));
        }
        boolean unverified = request.clientId().startsWith("mcpgw_client_");
        PageAnswer.send(
                context,
                200,
                server.pages()
                        .consent(new ConsentView(
                                request.clientName(),
                                request.clientHost(),
                                request.redirectUri(),
                                ScopeWords.of(request.scopes()),
                                sealed,
                                ConsentSeals.csrf(nonce),
                                unverified,
                                session == null ? null : session.person().label())));
    }
}
