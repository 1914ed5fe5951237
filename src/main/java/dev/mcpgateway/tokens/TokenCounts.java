package dev.mcpgateway.tokens;

import dev.mcpgateway.config.TokenCountsConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The costs of tools, each counted once on a thread of its own. The tokenizer is in memory only while there is something to count.
 * Callable from any event loop; futures complete on the caller's.
 */
public final class TokenCounts {
    private static final Logger LOG = LoggerFactory.getLogger(TokenCounts.class);
    private static final long MIB = 1024 * 1024;
    /** What loading the tokenizer takes for a moment, with room for what else happens meanwhile. */
    private static final long NEEDED = 64 * MIB;
    /** A collection of a heap of this size is hardly noticed; in a larger one the tokenizer hardly is. */
    private static final long SMALL_HEAP = 128 * MIB;
    /** Lists that wait to be counted; more would be counted after nobody waits for them. */
    private static final int MOST_WAITING = 32;

    private final Vertx vertx;
    private final Supplier<TokenCountsConfig> config;
    private final LongSupplier freeHeap;
    private final WorkerExecutor worker;
    private final KnownCosts known = new KnownCosts();
    private final AtomicInteger waiting = new AtomicInteger();
    /** Used by the one thread of {@link #worker} only. */
    private @Nullable Tokenizer tokenizer;

    private volatile long usedAt;

    /** A list and what is known of it. */
    private record Batch(List<Buffer> tools, List<ToolDigest> digests, List<@Nullable ToolCost> costs) {
        boolean isComplete() {
            return !costs.contains(null);
        }

        List<ToolCost> complete() {
            return costs.stream().map(cost -> Objects.requireNonNull(cost)).toList();
        }
    }

    public TokenCounts(Vertx vertx, Supplier<TokenCountsConfig> config) {
        this(vertx, config, TokenCounts::freeHeap);
    }

    /** @param freeHeap how many bytes the heap can still take */
    TokenCounts(Vertx vertx, Supplier<TokenCountsConfig> config, LongSupplier freeHeap) {
        this.vertx = vertx;
        this.config = config;
        this.freeHeap = freeHeap;
        this.worker = vertx.createSharedWorkerExecutor("token-counts", 1);
    }

    /**
     * What each of these tools costs.
     *
     * @param tools as they stand in a list, under the names that the model sees
     * @return fails with {@link NotCounted} when that cannot be said now
     */
    public Future<List<ToolCost>> of(List<Buffer> tools) {
        return vertx.executeBlocking(() -> look(tools), false).compose(looked -> {
            Batch batch = Objects.requireNonNull(looked);
            if (batch.isComplete()) {
                return Future.succeededFuture(batch.complete());
            }
            if (waiting.incrementAndGet() > MOST_WAITING) {
                waiting.decrementAndGet();
                return Future.failedFuture(new NotCounted("too many lists wait to be counted"));
            }
            return worker.executeBlocking(() -> count(batch))
                    .onComplete(done -> {
                        waiting.decrementAndGet();
                        letGoLater();
                    })
                    .map(Objects::requireNonNull);
        });
    }

    private Batch look(List<Buffer> tools) {
        List<ToolDigest> digests = tools.stream().map(ToolDigest::of).toList();
        List<@Nullable ToolCost> costs = new ArrayList<>();
        digests.forEach(digest -> costs.add(known.get(digest)));
        return new Batch(tools, digests, costs);
    }

    private List<ToolCost> count(Batch batch) {
        TokenCountsConfig now = config.get();
        List<ToolCost> costs = new ArrayList<>();
        for (int i = 0; i < batch.tools().size(); i++) {
            ToolDigest digest = batch.digests().get(i);
            ToolCost cost = batch.costs().get(i);
            if (cost == null) {
                // The list before may have had it.
                cost = known.get(digest);
            }
            if (cost == null) {
                cost = tokenizer().cost(ToolText.of(batch.tools().get(i).toJsonObject(), now.longest()));
                known.put(digest, cost, now.kept());
            }
            costs.add(cost);
        }
        usedAt = System.nanoTime();
        return costs;
    }

    private Tokenizer tokenizer() {
        Tokenizer present = tokenizer;
        if (present == null) {
            if (freeHeap.getAsLong() < NEEDED) {
                throw new NotCounted("there is too little memory for it now");
            }
            present = Tokenizer.load();
            tokenizer = present;
            LOG.debug("the tokenizer {} is in memory", Tokenizer.NAME);
        }
        return present;
    }

    private static long freeHeap() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - used(runtime);
    }

    private static long used(Runtime runtime) {
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private void letGoLater() {
        long kept = config.get().tokenizerKept().toMillis();
        vertx.setTimer(Math.max(1, kept), fired -> worker.executeBlocking(() -> letGo(kept)));
    }

    /** Each list sets a timer, and the last one's finds that nothing was counted since. */
    private boolean letGo(long keptMillis) {
        boolean idle = System.nanoTime() - usedAt >= keptMillis * 1_000_000;
        if (tokenizer == null || !idle) {
            return false;
        }
        tokenizer = null;
        LOG.debug("the tokenizer {} is out of memory again", Tokenizer.NAME);
        if (used(Runtime.getRuntime()) < SMALL_HEAP) {
            // Where little happens no collection would come by for hours, and all of it would stay resident.
            System.gc();
        }
        return true;
    }

    /** Whether the tokenizer is in memory. */
    Future<Boolean> isLoaded() {
        return worker.executeBlocking(() -> tokenizer != null).map(Boolean.TRUE::equals);
    }
}
