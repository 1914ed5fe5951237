package dev.mcpgateway.crypto;

import io.vertx.core.buffer.Buffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals bytes into a token that only a holder of the same key can read, and that opens only where it belongs.
 * AES-256-GCM with a fresh random 96-bit nonce; a token is the base64url of {@code format, nonce, ciphertext, tag}.
 * One key is good for 2³² tokens. Of several keys the first seals and each opens. Thread-safe.
 */
public final class AeadBox {

    private static final byte FORMAT = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int OVERHEAD_BYTES = 1 + NONCE_BYTES + TAG_BITS / 8;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final List<SecretKey> keys;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param key an AES key of 256 bits that serves nothing else, as from {@link ServerKey#derive}
     */
    public AeadBox(SecretKey key) {
        this(List.of(key));
    }

    /**
     * @param keys the one that seals first, then those that still open; at least one
     */
    public AeadBox(List<SecretKey> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("a box needs a key");
        }
        this.keys = List.copyOf(keys);
    }

    /**
     * Seals a plaintext.
     *
     * @param associatedData what the token is bound to, such as the principal and the request; not in the token
     */
    public String seal(Buffer plaintext, Buffer associatedData) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(keys.getFirst(), Cipher.ENCRYPT_MODE, nonce, associatedData)
                    .doFinal(plaintext.getBytes());
            return ENCODER.encodeToString(Buffer.buffer(OVERHEAD_BYTES + plaintext.length())
                    .appendByte(FORMAT)
                    .appendBytes(nonce)
                    .appendBytes(sealed)
                    .getBytes());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing failed", e);
        }
    }

    /**
     * Opens a token.
     *
     * @param token whatever a client sent
     * @param associatedData the same as when it was sealed
     * @throws UnopenableToken when the token is truncated, edited or made up, was sealed with another key, or is bound
     *     to something else; which of these it was stays unsaid
     */
    public Buffer open(String token, Buffer associatedData) {
        byte[] bytes = decode(token);
        for (SecretKey key : keys) {
            Buffer opened = open(key, bytes, associatedData);
            if (opened != null) {
                return opened;
            }
        }
        throw new UnopenableToken();
    }

    /**
     * The same content in a token of the first key; null when the token is of that key already.
     *
     * @throws UnopenableToken as {@link #open}
     */
    @Nullable
    String renewed(String token, Buffer associatedData) {
        return open(keys.getFirst(), decode(token), associatedData) != null
                ? null
                : seal(open(token, associatedData), associatedData);
    }

    private static byte[] decode(String token) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            // The decoder ignores padding and the unused bits of the last character: one token has one form only.
            if (bytes.length < OVERHEAD_BYTES
                    || bytes[0] != FORMAT
                    || !ENCODER.encodeToString(bytes).equals(token)) {
                throw new UnopenableToken();
            }
            return bytes;
        } catch (IllegalArgumentException e) {
            throw new UnopenableToken();
        }
    }

    private static @Nullable Buffer open(SecretKey key, byte[] bytes, Buffer associatedData) {
        try {
            byte[] nonce = Buffer.buffer(bytes).getBytes(1, 1 + NONCE_BYTES);
            return Buffer.buffer(cipher(key, Cipher.DECRYPT_MODE, nonce, associatedData)
                    .doFinal(bytes, 1 + NONCE_BYTES, bytes.length - 1 - NONCE_BYTES));
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    private static Cipher cipher(SecretKey key, int mode, byte[] nonce, Buffer associatedData)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(new byte[] {FORMAT});
        cipher.updateAAD(associatedData.getBytes());
        return cipher;
    }
}
