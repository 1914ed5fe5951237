package dev.mcpgateway.provider.upstream.credentials;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;

/** A key pair on the curve P-256, which signs as {@code ES256} (RFC 7518, section 3.4). */
final class SigningKey {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
    private static final int COORDINATE_BYTES = 32;

    private final Instant created;
    private final PrivateKey secret;
    private final ECPublicKey open;
    private final String id;

    private SigningKey(Instant created, PrivateKey secret, ECPublicKey open) {
        this.created = created;
        this.secret = secret;
        this.open = open;
        this.id = thumbprint(open);
    }

    /** A new one; takes a while, so not for an event loop. */
    static SigningKey generate(Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            return new SigningKey(now, pair.getPrivate(), (ECPublicKey) pair.getPublic());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform makes no P-256 keys", e);
        }
    }

    static SigningKey fromJson(JsonObject json) {
        try {
            KeyFactory factory = KeyFactory.getInstance("EC");
            return new SigningKey(
                    Instant.ofEpochMilli(json.getLong("created")),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(json.getBinary("private"))),
                    (ECPublicKey) factory.generatePublic(new X509EncodedKeySpec(json.getBinary("public"))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a stored signing key is unusable", e);
        }
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("created", created.toEpochMilli())
                .put("private", secret.getEncoded())
                .put("public", open.getEncoded());
    }

    Instant created() {
        return created;
    }

    /** The public key as a JSON Web Key (RFC 7517). */
    JsonObject jwk() {
        return new JsonObject()
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("use", "sig")
                .put("alg", "ES256")
                .put("kid", id)
                .put("x", coordinate(open.getW().getAffineX()))
                .put("y", coordinate(open.getW().getAffineY()));
    }

    /** A JSON Web Signature of these claims, in its compact form (RFC 7515). */
    String sign(JsonObject claims) {
        JsonObject header =
                new JsonObject().put("alg", "ES256").put("typ", "JWT").put("kid", id);
        String content = encode(header) + "." + encode(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(secret);
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + BASE64URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform cannot sign with ES256", e);
        }
    }

    private static String encode(JsonObject json) {
        return BASE64URL.encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    /** RFC 7638: the digest of the members that make the key, in their order. */
    private static String thumbprint(ECPublicKey key) {
        String members = "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\""
                + coordinate(key.getW().getAffineX()) + "\",\"y\":\""
                + coordinate(key.getW().getAffineY()) + "\"}";
        try {
            return BASE64URL.encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(members.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static String coordinate(BigInteger number) {
        byte[] bytes = new byte[COORDINATE_BYTES];
        byte[] minimal = number.toByteArray();
        int from = Math.max(0, minimal.length - COORDINATE_BYTES);
        int length = minimal.length - from;
        System.arraycopy(minimal, from, bytes, COORDINATE_BYTES - length, length);
        return BASE64URL.encodeToString(bytes);
    }
}
