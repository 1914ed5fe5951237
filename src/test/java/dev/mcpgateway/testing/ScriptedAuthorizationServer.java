package dev.mcpgateway.testing;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** An OAuth authorization server on loopback, which says and does what a test wants, and a record of what it was asked. */
public final class ScriptedAuthorizationServer {
    private final HttpServer server;
    private final AtomicInteger given = new AtomicInteger();
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    /** The access tokens that are good. */
    public final Set<String> good = ConcurrentHashMap.newKeySet();
    /** The refresh tokens that are good; each once. */
    public final Set<String> renewable = ConcurrentHashMap.newKeySet();

    public final List<Asked> asked = new CopyOnWriteArrayList<>();
    /** Changes what the server says of itself. */
    public volatile Consumer<JsonObject> document = any -> {};
    /** Changes the answers of the token endpoint. */
    public volatile Consumer<JsonObject> answer = any -> {};
    /** Answers the token endpoint in place of the server; null for the server itself. */
    public volatile Consumer<HttpServerRequest> token;

    public volatile int lifeSeconds = 3_600;

    /** A request: its path, its form or JSON, and how the client proved itself. */
    public record Asked(String path, Map<String, String> form, String body, String authorization) {}

    public ScriptedAuthorizationServer(Vertx vertx) throws Exception {
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> handle(request, body)));
        server.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS);
    }

    public String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    public void stop() throws Exception {
        server.close().await(10, TimeUnit.SECONDS);
    }

    /** What was asked at a path. */
    public List<Asked> asked(String path) {
        return asked.stream().filter(one -> one.path().equals(path)).toList();
    }

    /** The person agrees: where the browser is sent back to. */
    public String agree(String authorization) {
        return agree(authorization, url());
    }

    /** The same, with another {@code iss} in the answer; null for none. */
    public String agree(String authorization, String issuer) {
        Map<String, String> query = SignInBrowser.query(authorization);
        String code = "code-" + given.incrementAndGet();
        codes.put(code, query);
        return query.get("redirect_uri") + "?code=" + code + "&state=" + SignInBrowser.encode(query.get("state"))
                + (issuer == null ? "" : "&iss=" + SignInBrowser.encode(issuer));
    }

    private void handle(HttpServerRequest request, Buffer body) {
        String text = body.toString();
        Map<String, String> form = text.startsWith("{") ? Map.of() : SignInBrowser.parameters(text);
        asked.add(new Asked(request.path(), form, text, request.getHeader("authorization")));
        switch (request.path()) {
            case "/.well-known/oauth-authorization-server" -> json(request, 200, metadata());
            case "/register" ->
                json(request, 201, new JsonObject(text).put("client_id", "client-" + given.incrementAndGet()));
            case "/token" -> {
                if (token != null) {
                    token.accept(request);
                } else {
                    token(request, form);
                }
            }
            case "/revoke" -> {
                good.remove(form.get("token"));
                renewable.remove(form.get("token"));
                json(request, 200, new JsonObject());
            }
            default -> request.response().setStatusCode(404).end();
        }
    }

    private JsonObject metadata() {
        JsonObject metadata = new JsonObject()
                .put("issuer", url())
                .put("authorization_endpoint", url() + "/authorize")
                .put("token_endpoint", url() + "/token")
                .put("registration_endpoint", url() + "/register")
                .put("revocation_endpoint", url() + "/revoke")
                .put("token_endpoint_auth_methods_supported", new JsonArray().add("none"))
                .put("authorization_response_iss_parameter_supported", true)
                .put("code_challenge_methods_supported", new JsonArray().add("S256"));
        document.accept(metadata);
        return metadata;
    }

    private void token(HttpServerRequest request, Map<String, String> form) {
        boolean right = "refresh_token".equals(form.get("grant_type"))
                ? renewable.remove(form.get("refresh_token"))
                : isRight(codes.remove(String.valueOf(form.get("code"))), form);
        if (!right) {
            json(request, 400, new JsonObject().put("error", "invalid_grant"));
            return;
        }
        int number = given.incrementAndGet();
        good.add("access-" + number);
        renewable.add("refresh-" + number);
        JsonObject tokens = new JsonObject()
                .put("access_token", "access-" + number)
                .put("token_type", "Bearer")
                .put("expires_in", lifeSeconds)
                .put("refresh_token", "refresh-" + number);
        answer.accept(tokens);
        json(request, 200, tokens);
    }

    private static boolean isRight(Map<String, String> query, Map<String, String> form) {
        return query != null
                && query.get("redirect_uri").equals(form.get("redirect_uri"))
                && query.get("client_id").equals(form.get("client_id"))
                && query.get("resource").equals(form.get("resource"))
                && query.get("code_challenge").equals(challenge(form.get("code_verifier")));
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static void json(HttpServerRequest request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(body.encode());
    }
}
