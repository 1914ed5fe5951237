package dev.mcpgateway.crypto;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One secret of a gateway, from which the key of each purpose is derived, so that what was sealed for one
 * purpose opens for no other. It encrypts nothing itself.
 */
public final class ServerKey {

    /** The name of the key file in the data directory: 32 bytes, mode 0600. */
    public static final String FILE_NAME = "server.key";

    private static final int KEY_BYTES = 32;
    private static final byte[] SALT = "mcp-gateway server key".getBytes(StandardCharsets.UTF_8);

    private final SecretKey secret;

    /** The key that a text stands for, which should be random and have at least {@value #KEY_BYTES} bytes. */
    static ServerKey of(String secret) {
        return new ServerKey(secret.getBytes(StandardCharsets.UTF_8));
    }

    private ServerKey(byte[] secret) {
        this.secret = new SecretKeySpec(secret, "Generic");
    }

    /**
     * Reads the key of that data directory, after making both when there are none. Two processes that start at once get
     * the same key. Blocks.
     *
     * @throws UnusableKeyFile when the file cannot be read or created, has another size, or may be read by others
     */
    public static ServerKey loadOrCreate(Path dataDir) {
        Path file = dataDir.resolve(FILE_NAME);
        try {
            if (!Files.exists(file)) {
                create(dataDir, file);
            }
            PrivateFile.requirePrivate(file);
            byte[] secret = Files.readAllBytes(file);
            if (secret.length != KEY_BYTES) {
                throw new UnusableKeyFile(
                        file + " has " + secret.length + " bytes where a key has " + KEY_BYTES
                                + ". Restore it, or delete it to make a new key: what the old one sealed is lost.",
                        null);
            }
            ServerKey key = new ServerKey(secret);
            Arrays.fill(secret, (byte) 0);
            return key;
        } catch (IOException e) {
            throw new UnusableKeyFile("the server key cannot be used: " + PrivateFile.reason(e), e);
        }
    }

    /** A key that nobody else has and that is gone with this object. */
    public static ServerKey ephemeral() {
        return new ServerKey(random());
    }

    /**
     * The AES-256 key of a purpose, by HKDF-SHA256.
     *
     * @param purpose a constant that names one use, such as {@code request-state}
     */
    public SecretKey derive(String purpose) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "AES",
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(secret)
                                    .addSalt(SALT)
                                    .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), KEY_BYTES));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform from 25 on has HKDF-SHA256", e);
        }
    }

    /** The whole file comes into being at once, so that nobody ever reads half a key. */
    private static void create(Path dataDir, Path file) throws IOException {
        PrivateFile.createDirectory(dataDir);
        Path complete = Files.createTempFile(dataDir, FILE_NAME, ".new");
        try {
            Files.write(complete, random());
            PrivateFile.sync(complete);
            Files.createLink(file, complete);
        } catch (FileAlreadyExistsException e) {
            // Another process was faster: its key is the key.
        } finally {
            Files.deleteIfExists(complete);
        }
        PrivateFile.sync(dataDir);
    }

    private static byte[] random() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
