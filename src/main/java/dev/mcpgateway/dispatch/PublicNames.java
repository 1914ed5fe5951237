package dev.mcpgateway.dispatch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The names that clients see. They depend on the configuration alone, never on which upstream happens to be up, so each task
 * gives the same ones.
 */
public final class PublicNames {

    /** Clients drop longer names. */
    public static final int MAX_LENGTH = 64;

    private static final int HASH_LENGTH = 8;

    private PublicNames() {}

    /** The public name of a provider's own name: prefixed, and cut with a stable hash when it becomes too long. */
    public static String of(String prefix, String name) {
        if (prefix.isEmpty()) {
            return name;
        }
        String whole = prefix + name;
        if (whole.length() <= MAX_LENGTH) {
            return whole;
        }
        return whole.substring(0, MAX_LENGTH - HASH_LENGTH - 1) + "_" + hash(whole);
    }

    /** Whether the name may be a cut one, which only the list can turn back into the provider's own. */
    static boolean mayBeCut(String publicName) {
        return publicName.length() == MAX_LENGTH && publicName.charAt(MAX_LENGTH - HASH_LENGTH - 1) == '_';
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
