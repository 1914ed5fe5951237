package dev.mcpgateway.provider.upstream.channel;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.Message;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A Vert.x instance and one of its event loops, from which a test uses channels as the gateway does. */
final class ChannelHarness implements AfterEachCallback {
    final Vertx vertx = Vertx.vertx();
    final Context eventLoop = ((VertxInternal) vertx).createEventLoopContext();

    /** Runs an action on the event loop and waits for what it promises. */
    <T> T await(Supplier<Future<T>> action) {
        try {
            return start(action).toCompletionStage().toCompletableFuture().get(20, SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new AssertionError(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs an action on the event loop and waits for the failure of what it promises. */
    UpstreamFailure failure(Supplier<? extends Future<?>> action) {
        try {
            Object result = await(() -> action.get().map(r -> (Object) r));
            throw new AssertionError("expected a failure, not " + result);
        } catch (UpstreamFailure failure) {
            return failure;
        }
    }

    /** Runs an action on the event loop. */
    <T> Future<T> start(Supplier<Future<T>> action) {
        Promise<T> promise = Promise.promise();
        eventLoop.runOnContext(_ -> {
            try {
                action.get().onComplete(promise);
            } catch (RuntimeException e) {
                promise.fail(e);
            }
        });
        return promise.future();
    }

    static Message message(String json) {
        return Message.parse(Buffer.buffer(json), JsonLimits.DEFAULT);
    }

    static Outbound outbound(String json) {
        return new Outbound(message(json), HttpHeaders.headers());
    }

    static Outbound headersOnly() {
        return new Outbound(null, HttpHeaders.headers());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, SECONDS)
                .join();
    }
}
