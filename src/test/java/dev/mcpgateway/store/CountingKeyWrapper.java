package dev.mcpgateway.store;

import dev.mcpgateway.crypto.DataKey;
import dev.mcpgateway.crypto.KeyUnavailable;
import dev.mcpgateway.crypto.KeyWrapper;
import dev.mcpgateway.crypto.LocalKeyWrapper;
import dev.mcpgateway.crypto.ServerKeys;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A place that keeps keys, which says how often it was asked and can be out of reach. */
final class CountingKeyWrapper implements KeyWrapper {

    final AtomicInteger made = new AtomicInteger();
    final AtomicInteger opened = new AtomicInteger();
    final List<DataKey> keys = new CopyOnWriteArrayList<>();
    volatile boolean unreachable;
    private final KeyWrapper place;

    CountingKeyWrapper(ServerKeys keys) {
        this.place = new LocalKeyWrapper(keys);
    }

    @Override
    public String scheme() {
        return "counting";
    }

    @Override
    public Future<Generated> generate(SortedMap<String, String> context) {
        made.incrementAndGet();
        return unreachable ? refused() : place.generate(context).onSuccess(generated -> keys.add(generated.key()));
    }

    @Override
    public Future<DataKey> unwrap(Buffer wrapped, SortedMap<String, String> context) {
        opened.incrementAndGet();
        return unreachable ? refused() : place.unwrap(wrapped, context).onSuccess(keys::add);
    }

    private static <T> Future<T> refused() {
        return Future.failedFuture(new KeyUnavailable("the key service does not answer", null));
    }
}
