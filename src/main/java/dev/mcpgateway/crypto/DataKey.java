package dev.mcpgateway.crypto;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * An AES-256 key in memory that seals and opens bytes with AES-256-GCM until it is wiped. Good for 2³² values, each with a
 * fresh random 96-bit nonce. Thread-safe.
 */
public final class DataKey {

    /** By how much a sealed value is longer than what was sealed. */
    public static final int OVERHEAD_BYTES = 12 + 16;

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bytes;
    private boolean wiped;

    /**
     * @param bytes 32 random bytes; the caller's copy can be wiped
     */
    public DataKey(byte[] bytes) {
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("a data key has " + KEY_BYTES + " bytes, not " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    /** A new random key, and its bytes for whoever wraps it, who then wipes them. */
    static byte[] random() {
        byte[] bytes = new byte[KEY_BYTES];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /**
     * Nonce, ciphertext and tag.
     *
     * @param associatedData what the value is bound to; not in it
     * @throws KeyUnavailable when the key was wiped
     */
    public byte[] seal(byte[] plaintext, byte[] associatedData) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce);
            cipher.updateAAD(associatedData);
            byte[] sealed = Arrays.copyOf(nonce, OVERHEAD_BYTES + plaintext.length);
            cipher.doFinal(plaintext, 0, plaintext.length, sealed, NONCE_BYTES);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing failed", e);
        }
    }

    /**
     * What was sealed; null when these bytes were not sealed by this key for this associated data.
     *
     * @param sealed nonce, ciphertext and tag, from {@code offset} to the end
     * @throws KeyUnavailable when the key was wiped
     */
    public byte @Nullable [] open(byte[] sealed, int offset, byte[] associatedData) {
        int ciphertext = offset + NONCE_BYTES;
        if (sealed.length - offset < OVERHEAD_BYTES) {
            return null;
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOfRange(sealed, offset, ciphertext));
            cipher.updateAAD(associatedData);
            return cipher.doFinal(sealed, ciphertext, sealed.length - ciphertext);
        } catch (AEADBadTagException _) {
            return null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("opening failed", e);
        }
    }

    /** Overwrites the key; it opens and seals nothing from now on. */
    public synchronized void wipe() {
        wiped = true;
        Arrays.fill(bytes, (byte) 0);
    }

    /** Locked, lest a key be wiped while it is read, and something be sealed under half of it. */
    private synchronized Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        if (wiped) {
            throw new KeyUnavailable("the data key was wiped from memory meanwhile; try again", null);
        }
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(bytes, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    @Override
    public String toString() {
        return "DataKey";
    }
}
