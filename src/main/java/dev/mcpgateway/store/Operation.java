package dev.mcpgateway.store;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** One request to an {@link EmbeddedStore} on its way through the store's thread. */
final class Operation<T> {

    /** What to do with the file; a {@link VersionConflict} is an outcome, every other exception a broken file. */
    interface Work<T> {
        T run(StoreFile file, Instant now);
    }

    private final Work<T> work;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private Runnable outcome = () -> {};

    Operation(Work<T> work) {
        this.work = work;
    }

    CompletableFuture<T> answer() {
        return answer;
    }

    /** Does the work and keeps the outcome until it is on the disk. */
    void run(StoreFile file, Instant now) {
        try {
            T result = work.run(file, now);
            outcome = () -> answer.complete(result);
        } catch (VersionConflict conflict) {
            outcome = () -> answer.completeExceptionally(conflict);
        }
    }

    /** What was done is on the disk. */
    void acknowledge() {
        outcome.run();
    }

    void fail(StoreException failure) {
        answer.completeExceptionally(failure);
    }
}
