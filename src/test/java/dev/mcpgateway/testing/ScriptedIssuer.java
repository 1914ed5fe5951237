package dev.mcpgateway.testing;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An OpenID Connect provider that says what a test wants it to say, true or not. */
public final class ScriptedIssuer {
    public static final String CLIENT_ID = "the-gateway";
    public static final String CLIENT_SECRET = "issuer-client-secret";

    private final HttpServer server;
    private final Map<String, JsonObject> codes = new ConcurrentHashMap<>();
    private final KeyPair published = keyPair();
    private final KeyPair unpublished = keyPair();
    public final AtomicInteger refreshes = new AtomicInteger();
    public final AtomicInteger exchanges = new AtomicInteger();
    public final AtomicInteger discoveries = new AtomicInteger();
    /** Changes the claims of the next ID tokens. */
    public volatile Consumer<JsonObject> claims = any -> {};
    /** Makes the ID token out of its claims. */
    public volatile Function<JsonObject, String> idToken = this::signed;
    /** Answers refreshes; null answers with new tokens. */
    public volatile Consumer<HttpServerRequest> refresh;
    /** Changes the answer of the token endpoint. */
    public volatile Consumer<JsonObject> answer = any -> {};
    /** What the discovery document says besides. */
    public volatile Consumer<JsonObject> document = any -> {};

    public volatile JsonObject userInfo = new JsonObject();

    public ScriptedIssuer(Vertx vertx) throws Exception {
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> handle(request, body)));
        server.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS);
    }

    public String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** What the authorization endpoint would do: a code for a person who signed in with this request. */
    public String code(Map<String, String> authorization) {
        String code = "code-" + codes.size() + "-" + System.nanoTime();
        codes.put(
                code,
                new JsonObject()
                        .put("nonce", authorization.get("nonce"))
                        .put("challenge", authorization.get("code_challenge"))
                        .put("redirect", authorization.get("redirect_uri")));
        return code;
    }

    private void handle(HttpServerRequest request, Buffer body) {
        switch (request.path()) {
            case "/.well-known/openid-configuration" -> {
                discoveries.incrementAndGet();
                JsonObject found = new JsonObject()
                        .put("issuer", url())
                        .put("authorization_endpoint", url() + "/authorize")
                        .put("token_endpoint", url() + "/token")
                        .put("userinfo_endpoint", url() + "/userinfo")
                        .put("jwks_uri", url() + "/jwks");
                document.accept(found);
                json(request, 200, found);
            }
            case "/jwks" -> json(request, 200, new JsonObject().put("keys", JsonArray.of(jwk())));
            case "/token" -> token(request, form(body));
            case "/userinfo" -> json(request, 200, userInfo);
            default -> json(request, 404, new JsonObject());
        }
    }

    private void token(HttpServerRequest request, Map<String, String> form) {
        String expected = "Basic "
                + Base64.getEncoder()
                        .encodeToString((CLIENT_ID + ":" + CLIENT_SECRET).getBytes(StandardCharsets.UTF_8));
        if (!expected.equals(request.getHeader("authorization"))) {
            json(request, 401, new JsonObject().put("error", "invalid_client"));
            return;
        }
        if ("refresh_token".equals(form.get("grant_type"))) {
            refreshes.incrementAndGet();
            Consumer<HttpServerRequest> scripted = refresh;
            if (scripted != null) {
                scripted.accept(request);
            } else {
                json(request, 200, tokens());
            }
            return;
        }
        exchanges.incrementAndGet();
        JsonObject granted = codes.remove(form.getOrDefault("code", ""));
        if (granted == null
                || !granted.getString("challenge").equals(challenge(form.getOrDefault("code_verifier", "")))
                || !granted.getString("redirect").equals(form.get("redirect_uri"))) {
            json(request, 400, new JsonObject().put("error", "invalid_grant"));
            return;
        }
        long now = Instant.now().getEpochSecond();
        JsonObject said = new JsonObject()
                .put("iss", url())
                .put("aud", CLIENT_ID)
                .put("sub", "alice-1")
                .put("exp", now + 300)
                .put("iat", now)
                .put("nonce", granted.getString("nonce"))
                .put("email", "alice@example.com")
                .put("email_verified", true)
                .put("hd", "example.com");
        claims.accept(said);
        JsonObject tokens = tokens().put("id_token", idToken.apply(said));
        answer.accept(tokens);
        json(request, 200, tokens);
    }

    private static JsonObject tokens() {
        return new JsonObject()
                .put("access_token", "provider-access-" + System.nanoTime())
                .put("refresh_token", "provider-refresh-" + System.nanoTime())
                .put("token_type", "Bearer")
                .put("expires_in", 3600)
                .put("scope", "openid email");
    }

    /** Signed by the published key. */
    public String signed(JsonObject claims) {
        return rsa(claims, published, "key-1");
    }

    /** Signed by a key that nobody published, under the id of one that is. */
    public String signedByAnother(JsonObject claims) {
        return rsa(claims, unpublished, "key-1");
    }

    /** Signed by a key that nobody knows. */
    public String signedByUnknown(JsonObject claims) {
        return rsa(claims, unpublished, "key-2");
    }

    /** {@code alg: none}. */
    public String unsigned(JsonObject claims) {
        return part(new JsonObject().put("alg", "none").put("typ", "JWT")) + "." + part(claims) + ".";
    }

    /** HS256 with the public key as the secret. */
    public String confused(JsonObject claims) {
        try {
            String input = part(new JsonObject().put("alg", "HS256").put("kid", "key-1")) + "." + part(claims);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(published.getPublic().getEncoded(), "HmacSHA256"));
            return input + "." + base64(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String rsa(JsonObject claims, KeyPair pair, String kid) {
        try {
            String input = part(new JsonObject().put("alg", "RS256").put("kid", kid)) + "." + part(claims);
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private JsonObject jwk() {
        RSAPublicKey key = (RSAPublicKey) published.getPublic();
        return new JsonObject()
                .put("kty", "RSA")
                .put("kid", "key-1")
                .put("use", "sig")
                .put("alg", "RS256")
                .put("n", base64(unsignedBytes(key.getModulus().toByteArray())))
                .put("e", base64(unsignedBytes(key.getPublicExponent().toByteArray())));
    }

    private static byte[] unsignedBytes(byte[] bytes) {
        return bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String challenge(String verifier) {
        try {
            return base64(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, String> form(Buffer body) {
        return SignInBrowser.parameters(body.toString());
    }

    public static void json(HttpServerRequest request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(body.toBuffer());
    }

    private static String part(JsonObject json) {
        return base64(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
