package dev.mcpgateway.oauth.signin.provider;

import dev.mcpgateway.config.ProxySelection;
import dev.mcpgateway.config.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.oauth2.OAuth2FlowType;
import io.vertx.ext.auth.oauth2.Oauth2Credentials;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Somebody who vouches for people. Failed futures carry a {@link ProviderFailure}. Thread-safe. */
public final class IdentityProvider {
    private static final long DEFAULT_LIFE_SECONDS = 3600;
    private static final long MAX_LIFE_SECONDS = 86_400;

    private final ProviderSettings settings;
    private final OidcClient client;
    private final IdTokenRules rules;
    private final Duration timeout;
    private final InstantSource clock;

    /**
     * Nothing is asked until somebody signs in. Connections belong to the context that calls this.
     *
     * @param allowedDomains the organizations whose people may come in; empty for all
     * @param timeout the longest wait for an answer
     */
    public IdentityProvider(
            Vertx vertx,
            ProviderSettings settings,
            List<String> allowedDomains,
            ProxySelection proxy,
            Duration timeout,
            InstantSource clock) {
        this.settings = settings;
        this.client = new OidcClient(vertx, settings, proxy, timeout, clock);
        this.rules = new IdTokenRules(settings, allowedDomains);
        this.timeout = timeout;
        this.clock = clock;
    }

    public ProviderSettings settings() {
        return settings;
    }

    /** Where to send a person; complete at once when the configuration knows the endpoint. */
    public Future<String> authorizationUrl(AuthorizationRequest request) {
        return settings.authorizationEndpoint() != null
                ? Future.succeededFuture(url(settings.authorizationEndpoint().toString(), request))
                : client.discovery().map(found -> url(found.authorizationEndpoint(), request));
    }

    private String url(String endpoint, AuthorizationRequest request) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", settings.clientId());
        parameters.put("redirect_uri", request.redirectUri());
        List<String> scopes = new ArrayList<>(settings.scopes());
        scopes.addAll(request.moreScopes());
        parameters.put("scope", String.join(" ", scopes));
        parameters.put("state", request.state());
        parameters.put("nonce", request.nonce());
        parameters.put("code_challenge", request.challenge());
        parameters.put("code_challenge_method", "S256");
        if (settings.google()) {
            parameters.put("access_type", "offline");
            parameters.put("include_granted_scopes", "true");
            if (request.domains().size() == 1) {
                parameters.put("hd", request.domains().getFirst());
            }
        }
        if (request.askAgain()) {
            parameters.put("prompt", "consent");
        }
        if (request.loginHint() != null) {
            parameters.put("login_hint", request.loginHint());
        }
        return endpoint
                + (endpoint.contains("?") ? "&" : "?")
                + parameters.entrySet().stream()
                        .map(parameter -> parameter.getKey() + "="
                                + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
    }

    /**
     * Exchanges the code of an answer and checks the ID token.
     *
     * @param issuer the answer's {@code iss}; null when it had none
     */
    public Future<SignedIn> exchange(
            String code, String verifier, String redirectUri, String nonce, @Nullable String issuer) {
        return client.with(ready -> {
            // Against mix-up: the answer has to come from whom the person was sent to (RFC 9207).
            if (issuer == null
                    ? ready.discovery().namesIssuer()
                    : !issuer.equals(ready.discovery().issuer())) {
                return refused("the answer does not come from " + settings.label());
            }
            return ready.auth()
                    .authenticate(new Oauth2Credentials()
                            .setFlow(OAuth2FlowType.AUTH_CODE)
                            .setCode(code)
                            .setCodeVerifier(verifier)
                            .setRedirectUri(redirectUri))
                    .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .recover(this::tokenFailure)
                    .compose(user -> signedIn(ready, user, nonce));
        });
    }

    private Future<SignedIn> signedIn(OidcClient.Ready ready, User user, String nonce) {
        if (!(user.principal().getValue("id_token") instanceof String idToken)) {
            return refused(settings.label() + " gave no ID token");
        }
        rules.checkHeader(idToken);
        ProviderTokens answered = tokens(user.principal());
        ProviderTokens tokens = answered.scopes().isEmpty()
                ? new ProviderTokens(
                        answered.accessToken(),
                        answered.expiresAt(),
                        answered.refreshToken(),
                        Set.copyOf(settings.scopes()))
                : answered;
        return claims(ready, user, idToken)
                .compose(claims -> userInfo(ready, user, claims)
                        .map(more -> new SignedIn(
                                rules.person(claims, ready.discovery().issuer(), nonce, more, clock.instant()),
                                tokens)));
    }

    /** The claims of the token, if its signature is the provider's; the library says of any other token just nothing. */
    private Future<JsonObject> claims(OidcClient.Ready ready, User user, String idToken) {
        JsonObject verified = user.attributes().getJsonObject("idToken");
        if (verified != null) {
            return Future.succeededFuture(verified);
        }
        if (!user.attributes().containsKey("missing-kid")) {
            return refused("the ID token of " + settings.label() + " is not signed by it, or not for this client");
        }
        return client.readKeysAgain(ready)
                .recover(failure ->
                        Future.failedFuture(failure instanceof ProviderFailure ? failure : unreachable(failure)))
                .compose(read -> ready.auth().authenticate(new TokenCredentials(idToken)))
                .map(again -> again.attributes().getJsonObject("accessToken"))
                .otherwiseEmpty()
                .compose(claims -> claims == null
                        ? refused("the ID token of " + settings.label() + " is signed by an unknown key")
                        : Future.succeededFuture(claims));
    }

    /** What the userinfo endpoint adds where the ID token names no address (OpenID Connect Core 1.0, section 5.4). */
    private Future<JsonObject> userInfo(OidcClient.Ready ready, User user, JsonObject claims) {
        if (claims.containsKey("email") || ready.discovery().userInfoEndpoint() == null) {
            return Future.succeededFuture(new JsonObject());
        }
        User asked = User.create(
                new JsonObject().put("access_token", user.principal().getString("access_token")));
        return ready.auth()
                .userInfo(asked)
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(unreachable(failure)))
                .map(more -> {
                    if (claims.getValue("sub") == null
                            || !claims.getValue("sub").equals(more.getValue("sub"))) {
                        throw new SignInRefused(
                                SignInRefused.Reason.ID_TOKEN, settings.label() + " answered about somebody else");
                    }
                    return more;
                });
    }

    /** Gets a new access token; {@link GrantRefused} means that the provider ended the grant, anything else does not. */
    public Future<ProviderTokens> refresh(Secret refreshToken) {
        User grant = User.create(new JsonObject().put("refresh_token", refreshToken.reveal()));
        return client.with(ready -> ready.auth()
                .refresh(grant)
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .recover(this::tokenFailure)
                .map(user -> tokens(user.principal())));
    }

    /** Lets go of timers and keys. */
    public void close() {
        client.close();
    }

    private ProviderTokens tokens(JsonObject answer) {
        if (!(answer.getValue("access_token") instanceof String access)) {
            throw new ProviderMisconfigured(settings.label(), "it gave no access token");
        }
        long seconds = DEFAULT_LIFE_SECONDS;
        Object life = answer.getValue("expires_in");
        if (life instanceof Number number) {
            seconds = number.longValue();
        } else if (life instanceof String text && text.matches("[0-9]{1,9}")) {
            seconds = Long.parseLong(text);
        }
        Instant end = clock.instant().plusSeconds(Math.clamp(seconds, 0, MAX_LIFE_SECONDS));
        Object scope = answer.getValue("scope");
        return new ProviderTokens(
                Secret.of(access),
                end,
                answer.getValue("refresh_token") instanceof String refresh && !refresh.isEmpty()
                        ? Secret.of(refresh)
                        : null,
                scope instanceof String text && !text.isBlank()
                        ? Set.copyOf(List.of(text.strip().split(" +")))
                        : Set.of());
    }

    /** The library gives errors of the token endpoint as {@code <error>: <description>}, others as it likes. */
    private <T> Future<T> tokenFailure(Throwable failure) {
        String message = failure.getMessage() == null ? "" : failure.getMessage();
        int colon = message.indexOf(": ");
        String error = colon < 0 ? message : message.substring(0, colon);
        return Future.failedFuture(
                switch (error) {
                    case "invalid_grant" -> new GrantRefused(settings.label());
                    case "invalid_client",
                            "unauthorized_client",
                            "invalid_request",
                            "invalid_scope",
                            "unsupported_grant_type",
                            "redirect_uri_mismatch" -> new ProviderMisconfigured(settings.label(), error);
                    default -> unreachable(failure);
                });
    }

    private ProviderUnreachable unreachable(Throwable failure) {
        return new ProviderUnreachable(settings.label(), OidcClient.reason(failure), failure);
    }

    private static <T> Future<T> refused(String message) {
        return Future.failedFuture(new SignInRefused(SignInRefused.Reason.ID_TOKEN, message));
    }
}
