package dev.mcpgateway.provider.aws.credentials;

import dev.mcpgateway.identity.Person;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The person's name in the form of an STS session name: 2 to 64 of letters, digits and {@code _+=,.@-}. */
final class SessionName {
    private static final int MOST = 64;
    private static final int HASH_BYTES = 5;

    private SessionName() {}

    /**
     * The e-mail address, otherwise the subject. Where something has to be replaced or cut, a hash of the person's id follows, so that
     * no two people have one name.
     */
    static String of(Person person) {
        String label = person.label();
        String allowed = label.replaceAll("[^A-Za-z0-9_+=,.@-]", "-");
        if (allowed.equals(label) && label.length() >= 2 && label.length() <= MOST) {
            return label;
        }
        String mark = "-" + hash(person.id());
        return allowed.substring(0, Math.min(allowed.length(), MOST - mark.length())) + mark;
    }

    private static String hash(String id) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
