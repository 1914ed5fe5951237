package dev.mcpgateway.crypto;

import dev.mcpgateway.config.Secret;
import java.nio.file.Path;
import java.util.List;
import javax.crypto.SecretKey;

/**
 * The secrets that all tasks of a gateway share, the newest first: it seals, and every one opens, so that they can be
 * rotated one task after the other. Each purpose has keys of its own; what was sealed for one opens for no other.
 */
public final class ServerKeys {

    private final List<ServerKey> keys;

    private ServerKeys(List<ServerKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * The keys that these secrets stand for.
     *
     * @param secrets the newest first; at least one
     */
    public static ServerKeys of(List<Secret> secrets) {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("there is no secret to derive keys from");
        }
        return new ServerKeys(
                secrets.stream().map(secret -> ServerKey.of(secret.reveal())).toList());
    }

    /** The key of the file in that directory, as {@link ServerKey#loadOrCreate}. Blocks. */
    public static ServerKeys ofFile(Path dataDir) {
        return new ServerKeys(List.of(ServerKey.loadOrCreate(dataDir)));
    }

    /** A key that no other task has and that is gone with this object. */
    public static ServerKeys ephemeral() {
        return new ServerKeys(List.of(ServerKey.ephemeral()));
    }

    /**
     * The AES-256 keys of a purpose, the newest first.
     *
     * @param purpose a constant that names one use, such as {@code mcp-gateway/request-state}
     */
    public List<SecretKey> derive(String purpose) {
        return keys.stream().map(key -> key.derive(purpose)).toList();
    }

    /** A box of a purpose, which seals with the newest key and opens with each. */
    public AeadBox box(String purpose) {
        return new AeadBox(derive(purpose));
    }
}
