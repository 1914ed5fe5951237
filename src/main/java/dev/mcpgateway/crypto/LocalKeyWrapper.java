package dev.mcpgateway.crypto;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Wraps data keys under a key that is derived from the secrets of the gateway: the newest wraps, each opens. */
public final class LocalKeyWrapper implements KeyWrapper {

    private static final String PURPOSE = "mcp-gateway/data-keys";

    private final AeadBox box;

    public LocalKeyWrapper(ServerKeys keys) {
        this.box = keys.box(PURPOSE);
    }

    @Override
    public String scheme() {
        return "local";
    }

    @Override
    public Future<Generated> generate(SortedMap<String, String> context) {
        byte[] bytes = DataKey.random();
        Buffer wrapped = Buffer.buffer(box.seal(Buffer.buffer(bytes), bound(context)));
        DataKey key = new DataKey(bytes);
        Arrays.fill(bytes, (byte) 0);
        return Future.succeededFuture(new Generated(key, wrapped));
    }

    @Override
    public Future<DataKey> unwrap(Buffer wrapped, SortedMap<String, String> context) {
        try {
            byte[] bytes = box.open(wrapped.toString(), bound(context)).getBytes();
            DataKey key = new DataKey(bytes);
            Arrays.fill(bytes, (byte) 0);
            return Future.succeededFuture(key);
        } catch (UnopenableToken e) {
            return Future.failedFuture(new UnopenableKey(
                    "it was edited, or wrapped under a secret that this gateway no longer has: a replaced"
                            + " SESSION_SECRET or key file",
                    e));
        }
    }

    @Override
    public @Nullable Buffer renewed(Buffer wrapped, SortedMap<String, String> context) {
        String renewed = box.renewed(wrapped.toString(), bound(context));
        return renewed == null ? null : Buffer.buffer(renewed);
    }

    /** Each text behind its length, so that no two contexts look the same. */
    private static Buffer bound(SortedMap<String, String> context) {
        Buffer bound = Buffer.buffer();
        context.forEach((name, value) -> {
            for (String text : new String[] {name, value}) {
                Buffer bytes = Buffer.buffer(text);
                bound.appendInt(bytes.length()).appendBuffer(bytes);
            }
        });
        return bound;
    }
}
