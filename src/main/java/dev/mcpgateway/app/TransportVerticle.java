package dev.mcpgateway.app;

import dev.mcpgateway.app.metrics.EventLoopLag;
import dev.mcpgateway.config.DrainConfig;
import dev.mcpgateway.http.PublicListener;
import dev.mcpgateway.transport.TransportContext;
import dev.mcpgateway.transport.Transports;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event loop's share of the public listener and of the open streams; stops first, by draining. */
final class TransportVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(TransportVerticle.class);
    /** What the stores and processes below need of the budget after the last call has ended. */
    private static final long RESERVE_MILLIS = 1_000;

    private final GatewayContext gateway;
    private final TransportContext transport;
    private final Admission admission;
    private final AtomicInteger port;
    private @Nullable Transports transports;
    private @Nullable PublicListener listener;

    /** @param port takes the port that is listened on */
    TransportVerticle(GatewayContext gateway, TransportContext transport, Admission admission, AtomicInteger port) {
        this.gateway = gateway;
        this.transport = transport;
        this.admission = admission;
        this.port = port;
    }

    @Override
    public Future<?> start() {
        Transports here = new Transports(transport);
        PublicListener open =
                new PublicListener(vertx, gateway.current(), here, admission.authenticator(), admission.routes());
        admission
                .onRevoked()
                .accept(revocation -> context.runOnContext(now -> here.endStreamsOf(revocation::concerns)));
        transports = here;
        listener = open;
        gateway.lifecycle().onLeave(() -> context.runOnContext(now -> leave(open, here)));
        EventLoopLag.measure(vertx, gateway.registry());
        return open.listen().onSuccess(port::set);
    }

    /** Whom a load balancer no longer sends here finds another task at once; the signal, and the drain, come later. */
    private void leave(PublicListener listening, Transports here) {
        listening.announceDrain();
        here.endStreamsWithin(gateway.config().get().drain().lameDuck().toMillis());
    }

    /**
     * Keeps accepting for the lame-duck time, then refuses new connections, tells every open stream to reconnect, still reads what
     * was sent in the last moment, and lets what is in flight end within the budget.
     */
    @Override
    public Future<?> stop() {
        Transports here = transports;
        PublicListener listening = listener;
        if (here == null || listening == null) {
            return Future.succeededFuture();
        }
        DrainConfig drain = gateway.config().get().drain();
        long lameDuck = drain.lameDuck().toMillis();
        long settle = drain.settle().toMillis();
        long end =
                System.nanoTime() + drain.budget().minusMillis(RESERVE_MILLIS).toNanos();
        gateway.lifecycle().drain();
        listening.announceDrain();
        LOG.info("Draining: {} requests in flight, accepting for {} ms more", here.inFlight(), lameDuck);
        return later(lameDuck)
                .compose(over -> onThisLoop(listening.stopAccepting()))
                .compose(refusing -> {
                    LOG.info(
                            "Draining: ending streams, refusing new connections, {} requests in flight",
                            here.inFlight());
                    here.endStreams();
                    return later(settle);
                })
                .compose(settled ->
                        finish(here, listening, Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()))));
    }

    private static Future<?> finish(Transports here, PublicListener listening, long budget) {
        // A stream that was asked for in the last moment is one more to tell.
        here.endStreams();
        Future<Integer> answered = here.drain(budget);
        return Future.join(answered, listening.close(budget + RESERVE_MILLIS)).transform(closed -> {
            here.close();
            int left = answered.succeeded() ? answered.result() : 0;
            if (left > 0) {
                LOG.warn("Draining: {} requests were answered with \"outcome unknown\"", left);
            }
            LOG.info("Draining: the listener is closed");
            return Future.succeededFuture();
        });
    }

    private Future<?> later(long millis) {
        return vertx.timer(Math.max(1, millis), TimeUnit.MILLISECONDS);
    }

    private Future<Void> onThisLoop(Future<Void> elsewhere) {
        Promise<Void> here = Promise.promise();
        elsewhere.onComplete(done -> context.runOnContext(now -> here.complete()));
        return here.future();
    }
}
