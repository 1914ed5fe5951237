package dev.mcpgateway.tokens;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Half of the SHA-256 digest of a tool's bytes: enough that nobody finds two tools with the same. */
record ToolDigest(long first, long second) {

    static ToolDigest of(Buffer tool) {
        try {
            ByteBuffer digest =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(tool.getBytes()));
            return new ToolDigest(digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
