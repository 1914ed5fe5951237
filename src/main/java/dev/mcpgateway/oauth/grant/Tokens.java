package dev.mcpgateway.oauth.grant;

import dev.mcpgateway.crypto.ServerKeys;
import dev.mcpgateway.oauth.Hash;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * How tokens look: a prefix, the id of the grant, 256 bits, and a tag under the server's keys. The tag is no protection of the
 * token, whose hash the grant's record has; it tells what was made here from what somebody made up, so that the latter costs no
 * look into the store and revokes nothing. Thread-safe.
 */
public final class Tokens {
    private static final int ID_BYTES = 16;
    private static final int SECRET_BYTES = 32;
    private static final int TAG_BYTES = 12;
    private static final int ID_CHARS = 22;
    private static final int SECRET_CHARS = 43;
    private static final int TAG_CHARS = 16;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final List<SecretKey> tagKeys;
    private final List<SecretKey> successorKeys;

    /** A token that was made here. */
    record Known(TokenKind kind, String grantId) {}

    public Tokens(ServerKeys keys) {
        this.tagKeys = keys.derive("mcp-gateway/token-tag");
        this.successorKeys = keys.derive("mcp-gateway/token-successor");
    }

    static String newGrantId() {
        return Hash.random(ID_BYTES);
    }

    /** A new token. */
    String random(TokenKind kind, String grantId) {
        return tagged(kind, grantId, Hash.random(SECRET_BYTES), tagKeys.getFirst());
    }

    /**
     * What comes after a refresh token that was used: always the same, so that a client that lost the answer gets it again from
     * any task. One for each key of the server, the newest first.
     */
    List<String> successors(TokenKind kind, String used) {
        String grantId = used.substring(TokenKind.REFRESH.prefix().length()).substring(0, ID_CHARS);
        List<String> successors = new ArrayList<>();
        for (int i = 0; i < successorKeys.size(); i++) {
            successors.add(tagged(kind, grantId, derive(successorKeys.get(i), kind, used), tagKeys.get(i)));
        }
        return successors;
    }

    /** What a text is, if it is a token that was made here. */
    @Nullable
    Known parse(String text) {
        for (TokenKind kind : TokenKind.values()) {
            int start = kind.prefix().length();
            if (text.startsWith(kind.prefix()) && text.length() == start + ID_CHARS + SECRET_CHARS + TAG_CHARS) {
                int tagAt = text.length() - TAG_CHARS;
                byte[] tag = text.substring(tagAt).getBytes(StandardCharsets.ISO_8859_1);
                String tagged = text.substring(0, tagAt);
                boolean ours = tagKeys.stream()
                        .anyMatch(key ->
                                MessageDigest.isEqual(tag(key, tagged).getBytes(StandardCharsets.ISO_8859_1), tag));
                return ours ? new Known(kind, text.substring(start, start + ID_CHARS)) : null;
            }
        }
        return null;
    }

    private static String tagged(TokenKind kind, String grantId, String secret, SecretKey key) {
        String untagged = kind.prefix() + grantId + secret;
        return untagged + tag(key, untagged);
    }

    private static String tag(SecretKey key, String untagged) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            byte[] tag = mac.doFinal(untagged.getBytes(StandardCharsets.UTF_8));
            return ENCODER.encodeToString(Arrays.copyOf(tag, TAG_BYTES));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HmacSHA256", e);
        }
    }

    private static String derive(SecretKey key, TokenKind kind, String used) {
        try {
            byte[] secret = KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(used.getBytes(StandardCharsets.UTF_8))
                            .addSalt(key)
                            .thenExpand(kind.prefix().getBytes(StandardCharsets.UTF_8), SECRET_BYTES));
            return ENCODER.encodeToString(secret);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform from 25 on has HKDF-SHA256", e);
        }
    }
}
