package dev.mcpgateway.config.load;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of upstreams: what people write, and what can be part of an address and of a tool's name. */
final class UpstreamNames {
    private static final int MAX = 32;
    private static final int HASH = 6;

    private UpstreamNames() {}

    /** Returns the nearest allowed name, the same for the same text each time; empty when nothing is left of it. */
    static String normalize(String written) {
        String name = written.replaceAll("[^A-Za-z0-9_-]+", "-").replaceAll("^[-_]+|-+$", "");
        if (name.length() <= MAX) {
            return name;
        }
        return name.substring(0, MAX - HASH - 1) + "-" + hash(written);
    }

    /** Returns why a name is refused, with one that is not. */
    static String refusal(String written) {
        String name = normalize(written);
        return "is not usable as a name; allowed are letters, digits, _ and -, at most " + MAX
                + ", beginning with a letter or digit"
                + (name.isEmpty() ? "" : ", for example '" + name + "'");
    }

    private static String hash(String written) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(written.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
