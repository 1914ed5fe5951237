package dev.mcpgateway.provider.google.drive;

import dev.mcpgateway.config.GoogleToolsConfig;
import dev.mcpgateway.provider.google.api.GoogleCall;
import dev.mcpgateway.provider.google.document.Bounds;
import dev.mcpgateway.provider.google.document.Unreadable;
import dev.mcpgateway.provider.tool.ToolFailure;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.Objects;
import java.util.function.Function;

/** Reads files on a few threads of their own, which end when nothing is left to read. What waits too long is not begun. */
final class DocumentWork {
    private static final String THREADS = "google-documents";

    private DocumentWork() {}

    /** @param work fails with {@link Unreadable} */
    static <T> Future<T> run(GoogleCall call, Function<Bounds, T> work) {
        GoogleToolsConfig.Limits limits = call.limits();
        long latest = System.nanoTime() + limits.callTimeout().toNanos();
        WorkerExecutor threads = call.vertx().createSharedWorkerExecutor(THREADS, limits.documentThreads());
        return threads.executeBlocking(
                        () -> {
                            if (System.nanoTime() - latest > 0) {
                                throw new ToolFailure(
                                        ToolFailure.UPSTREAM_UNAVAILABLE,
                                        "Too many files are being read at the moment.",
                                        "Try again later.");
                            }
                            return work.apply(
                                    Bounds.of(limits.documentPages(), limits.unpackedSize(), limits.documentTime()));
                        },
                        false)
                .map(Objects::requireNonNull)
                .recover(failure -> Future.failedFuture(
                        failure instanceof Unreadable file
                                ? new ToolFailure("drive_api_error", file.getMessage(), file.hint())
                                : failure))
                .onComplete(done -> threads.close());
    }
}
