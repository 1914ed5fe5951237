package dev.mcpgateway.app.logging;

import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.context.storage.AccessMode;
import io.vertx.core.spi.context.storage.ContextLocal;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.spi.MDCAdapter;

/**
 * The MDC by request: values live in the Vert.x context that a request has for itself and are there again in each of its
 * callbacks. Off Vert.x they live in the thread. On a context that many requests share, putting a value does nothing.
 */
public final class ContextFields implements MDCAdapter, VertxServiceProvider {
    /** Vert.x creates this class as a service before the first context, which is when storage has to be registered. */
    private static final ContextLocal<Fields> FIELDS = ContextLocal.registerLocal(Fields.class);

    private final MDCAdapter byThread = new BasicMDCAdapter();

    private record Fields(Map<String, String> values) {}

    @Override
    public void init(VertxBootstrap builder) {}

    /** Returns what belongs to the current request; not to be changed. */
    Map<String, String> current() {
        ContextInternal context = ContextInternal.current();
        if (context == null) {
            Map<String, String> values = byThread.getCopyOfContextMap();
            return values == null ? Map.of() : values;
        }
        Fields fields = context.isDuplicate() ? FIELDS.get(context, AccessMode.CONCURRENT) : null;
        return fields == null ? Map.of() : fields.values();
    }

    @Override
    public void put(String key, @Nullable String value) {
        ContextInternal context = ContextInternal.current();
        if (context == null) {
            byThread.put(key, value);
        } else if (value == null) {
            remove(key);
        } else {
            Map<String, String> values = new LinkedHashMap<>(current());
            values.put(key, value);
            replace(context, values);
        }
    }

    @Override
    public @Nullable String get(String key) {
        return current().get(key);
    }

    @Override
    public void remove(String key) {
        ContextInternal context = ContextInternal.current();
        if (context == null) {
            byThread.remove(key);
        } else {
            Map<String, String> values = new LinkedHashMap<>(current());
            values.remove(key);
            replace(context, values);
        }
    }

    @Override
    public void clear() {
        setContextMap(Map.of());
    }

    @Override
    public Map<String, String> getCopyOfContextMap() {
        return new LinkedHashMap<>(current());
    }

    @Override
    public void setContextMap(Map<String, String> values) {
        ContextInternal context = ContextInternal.current();
        if (context == null) {
            byThread.setContextMap(values);
        } else {
            replace(context, new LinkedHashMap<>(values));
        }
    }

    private static void replace(ContextInternal context, Map<String, String> values) {
        if (context.isDuplicate()) {
            FIELDS.put(context, AccessMode.CONCURRENT, new Fields(values));
        }
    }

    @Override
    public void pushByKey(String key, String value) {
        byThread.pushByKey(key, value);
    }

    @Override
    public @Nullable String popByKey(String key) {
        return byThread.popByKey(key);
    }

    @Override
    public @Nullable Deque<String> getCopyOfDequeByKey(String key) {
        return byThread.getCopyOfDequeByKey(key);
    }

    @Override
    public void clearDequeByKey(String key) {
        byThread.clearDequeByKey(key);
    }
}
