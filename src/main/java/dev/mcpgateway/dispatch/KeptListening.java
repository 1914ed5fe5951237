package dev.mcpgateway.dispatch;

import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.Listening;
import dev.mcpgateway.provider.Provider;
import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.PushedEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to one provider for as long as somebody wants it: a stream that ends is opened again after the last event, with a
 * growing pause while the provider is away.
 */
public final class KeptListening {
    private static final Logger LOG = LoggerFactory.getLogger(KeptListening.class);
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;

    private final Vertx vertx;
    private final Context context;
    private final Provider provider;
    private final Client client;
    private final @Nullable JsonSlice filter;
    private final Push push;
    private volatile @Nullable String lastEventId;
    private @Nullable Listening listening;
    private long pause = FIRST_PAUSE_MILLIS;
    private long timer = -1;
    private boolean closed;

    private KeptListening(
            Vertx vertx,
            Provider provider,
            Client client,
            @Nullable JsonSlice filter,
            @Nullable String lastEventId,
            Push push) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.provider = provider;
        this.client = client;
        this.filter = filter;
        this.lastEventId = lastEventId;
        this.push = new Remembering(push);
    }

    /**
     * Starts listening; the returned object exists at once and is closed on the same event loop.
     *
     * @param filter see {@link Provider#listen}
     * @param opened completes with the first opened stream, fails when the first try failed (others follow)
     */
    public static KeptListening open(
            Vertx vertx,
            Provider provider,
            Client client,
            @Nullable JsonSlice filter,
            @Nullable String lastEventId,
            Push push,
            io.vertx.core.@Nullable Promise<Listening> opened) {
        KeptListening kept = new KeptListening(vertx, provider, client, filter, lastEventId, push);
        Future<Listening> first = kept.listen();
        if (opened != null) {
            first.onComplete(opened);
        }
        return kept;
    }

    private Future<Listening> listen() {
        timer = -1;
        return provider.listen(client, filter, lastEventId, push)
                .onSuccess(stream -> context.runOnContext(now -> opened(stream)))
                .onFailure(failure -> context.runOnContext(now -> again(failure)));
    }

    private void opened(Listening stream) {
        if (closed) {
            stream.close();
            return;
        }
        listening = stream;
        stream.ended()
                .onComplete(ended -> context.runOnContext(now -> {
                    if (ended.succeeded()) {
                        pause = FIRST_PAUSE_MILLIS;
                    }
                    again(ended.cause());
                }));
    }

    private void again(@Nullable Throwable failure) {
        listening = null;
        if (closed || timer != -1) {
            return;
        }
        if (failure != null) {
            LOG.debug(
                    "upstream {}: the stream is opened again in {} ms: {}",
                    provider.name(),
                    pause,
                    failure.getMessage());
        }
        long jitter = ThreadLocalRandom.current().nextLong(pause / 2 + 1);
        timer = vertx.setTimer(pause / 2 + jitter + 1, now -> listen());
        pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
    }

    /** Stops listening; idempotent, from any thread. */
    public void close() {
        context.runOnContext(now -> {
            closed = true;
            if (timer != -1) {
                vertx.cancelTimer(timer);
            }
            if (listening != null) {
                listening.close();
                listening = null;
            }
        });
    }

    /** Keeps the provider's last event id, and takes an event as a sign of health. */
    private final class Remembering implements Push {
        private final Push next;

        Remembering(Push next) {
            this.next = next;
        }

        @Override
        public void begin() {
            next.begin();
        }

        @Override
        public void send(PushedEvent event) {
            String id = event.eventId();
            if (id != null) {
                lastEventId = id.substring(event.provider().length() + 1);
            }
            pause = FIRST_PAUSE_MILLIS;
            next.send(event);
        }

        @Override
        public boolean writeQueueFull() {
            return next.writeQueueFull();
        }

        @Override
        public void onDrain(Runnable handler) {
            next.onDrain(handler);
        }
    }
}
