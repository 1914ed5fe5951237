package dev.mcpgateway.provider.upstream.catalog;

import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.Page;
import dev.mcpgateway.provider.upstream.exchange.FreshPage;
import dev.mcpgateway.provider.upstream.exchange.ListChanges;
import dev.mcpgateway.provider.upstream.exchange.SingleFlight;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one upstream's lists. A page is asked for once however many want it, kept for as long as the upstream says (or
 * the configuration, when it says nothing), and forgotten when the upstream says that the list has changed. While the upstream
 * is away, its last pages are answered with a mark; without any, its absence is an error.
 */
public final class Catalog implements ListChanges {
    /** Parts differ by what clients declare, so a client that declares ever new things must not fill the memory. */
    private static final int MOST_PAGES = 2_000;
    /** How long last pages are answered before an upstream that is away is asked again. */
    private static final Duration AWAY = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final long ttlMillis;
    private final Map<Key, Slot> slots = new ConcurrentHashMap<>();

    public Catalog(Vertx vertx, UpstreamConfig config) {
        this.vertx = vertx;
        this.ttlMillis = config.catalogTtl().toMillis();
    }

    private record Key(
            CatalogPart part, ListKind kind, @Nullable String cursor) {}

    private static final class Slot {
        private final SingleFlight<Page> fetching;
        private volatile @Nullable Kept kept;
        private final AtomicInteger changes = new AtomicInteger();

        Slot(Vertx vertx) {
            this.fetching = new SingleFlight<>(vertx);
        }
    }

    /** A page, ready to be given out, and until when. */
    private static final class Kept {
        private final Page page;
        private final Future<Page> answer;
        private final long until;
        private volatile @Nullable Map<String, ToolTraits> tools;

        Kept(Page page, long until) {
            this.page = page;
            this.answer = Future.succeededFuture(page);
            this.until = until;
        }

        boolean isFresh() {
            return System.nanoTime() - until < 0;
        }

        Map<String, ToolTraits> tools() {
            Map<String, ToolTraits> known = tools;
            if (known == null) {
                known = ToolTraits.of(page.result());
                tools = known;
            }
            return known;
        }
    }

    /** A page, kept or fetched. */
    public Future<Page> page(
            CatalogPart part, ListKind kind, @Nullable String cursor, Supplier<Future<FreshPage>> fetch) {
        Slot slot = slots.get(new Key(part, kind, cursor));
        Kept kept = slot == null ? null : slot.kept;
        if (kept != null && kept.isFresh()) {
            return kept.answer;
        }
        Slot fetched = slot == null ? slot(new Key(part.compact(), kind, cursor)) : slot;
        return fetched.fetching.run(() -> fetch(fetched, fetch));
    }

    private Future<Page> fetch(Slot slot, Supplier<Future<FreshPage>> fetch) {
        int changes = slot.changes.get();
        return fetch.get()
                .map(fresh -> {
                    Page page = new Page(fresh.result(), fresh.nextCursor(), false);
                    long ttl = fresh.ttlMillis() < 0 ? ttlMillis : fresh.ttlMillis();
                    // What changed while it was on its way may be older than the change.
                    slot.kept =
                            new Kept(page, in(slot.changes.get() == changes ? Duration.ofMillis(ttl) : Duration.ZERO));
                    return page;
                })
                .recover(failure -> {
                    Kept last = slot.kept;
                    if (last == null || !isAway(failure)) {
                        return Future.failedFuture(failure);
                    }
                    Page stale = new Page(last.page.result(), last.page.nextCursor(), true);
                    slot.kept = new Kept(stale, in(AWAY));
                    return Future.succeededFuture(stale);
                });
    }

    private static long in(Duration duration) {
        // Sums of nanoTime may overflow and still compare well, as long as they are less than 292 years apart.
        return System.nanoTime()
                + Math.min(duration.toMillis(), Duration.ofDays(365).toMillis()) * 1_000_000;
    }

    private static boolean isAway(Throwable failure) {
        return failure instanceof McpError error
                && switch (error.code()) {
                    case ErrorCode.UPSTREAM_UNAVAILABLE,
                            ErrorCode.UPSTREAM_TIMED_OUT,
                            ErrorCode.OVERLOADED,
                            ErrorCode.SESSION_LOST -> true;
                    default -> false;
                };
    }

    private Slot slot(Key key) {
        if (slots.size() >= MOST_PAGES) {
            slots.values().removeIf(slot -> {
                Kept kept = slot.kept;
                return kept != null && !kept.isFresh();
            });
            if (slots.size() >= MOST_PAGES) {
                slots.clear();
            }
        }
        return slots.computeIfAbsent(key, absent -> new Slot(vertx));
    }

    /** Makes the pages of these lists be asked for again; until the upstream answers they serve as its last ones. */
    @Override
    public void changed(Set<ListKind> kinds) {
        slots.forEach((key, slot) -> {
            if (kinds.contains(key.kind())) {
                slot.changes.incrementAndGet();
                Kept kept = slot.kept;
                if (kept != null) {
                    slot.kept = new Kept(kept.page, System.nanoTime());
                }
            }
        });
    }

    /** Forgets what was kept for one session alone. */
    public void forget(String session) {
        slots.keySet().removeIf(key -> session.equals(key.part().session()));
    }

    /** Whether the tools of this part were ever listed. */
    public boolean hasTools(CatalogPart part) {
        Slot first = slots.get(new Key(part, ListKind.TOOLS, null));
        return first != null && first.kept != null;
    }

    /** What is known of a tool from the pages that are kept, fresh or not; null when none has it. */
    public @Nullable ToolTraits tool(CatalogPart part, String name) {
        String cursor = null;
        for (int pages = 0; pages < MOST_PAGES; pages++) {
            Slot slot = slots.get(new Key(part, ListKind.TOOLS, cursor));
            Kept kept = slot == null ? null : slot.kept;
            if (kept == null) {
                return null;
            }
            ToolTraits traits = kept.tools().get(name);
            cursor = kept.page.nextCursor();
            if (traits != null || cursor == null) {
                return traits;
            }
        }
        return null;
    }
}
