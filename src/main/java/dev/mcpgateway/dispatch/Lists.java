package dev.mcpgateway.dispatch;

import dev.mcpgateway.dispatch.policy.Access;
import dev.mcpgateway.dispatch.policy.ToolAnnotations;
import dev.mcpgateway.dispatch.policy.UpstreamAccess;
import dev.mcpgateway.protocol.Era;
import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.protocol.NotConnected;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.Page;
import dev.mcpgateway.provider.Reply;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The four lists. One provider's pages pass as they are; those of several become one list in configured order. A provider that
 * is away and was never seen is named in the result, and when none answers the list fails: an empty list never means that
 * something is broken.
 */
final class Lists {
    private static final Logger LOG = LoggerFactory.getLogger(Lists.class);
    /** A provider whose cursor never ends must not keep a client waiting for ever. */
    private static final int MAX_PAGES = 1_000;

    private final Endpoint endpoint;
    private final Access access;
    private final Map<Slot, MergedList> lastMerged = new ConcurrentHashMap<>();
    private final ShownPages shownPages;
    private final Map<String, ListedTools> lastTools = new ConcurrentHashMap<>();

    /** @param access what those may see for whom the lists are */
    Lists(Endpoint endpoint, Access access) {
        this.endpoint = endpoint;
        this.access = access;
        this.shownPages = new ShownPages(access);
    }

    Future<Reply> answer(Call call, ListKind kind) {
        JsonSlice params = call.message().params();
        JsonSlice cursor = params == null ? null : params.get("cursor");
        if (cursor != null && cursor.type() != JsonType.STRING) {
            return Future.failedFuture(McpError.invalidParams("params.cursor must be a string"));
        }
        String cursorText = cursor == null ? null : cursor.asString();
        if (endpoint.isSingle() && isAsked(endpoint.sources().getFirst(), kind)) {
            Endpoint.Source only = endpoint.sources().getFirst();
            return only.provider()
                    .page(call.client(), kind, cursorText)
                    .map(page -> reply(call, shownPages.of(only, kind, cursorText, page)));
        }
        return collect(call.client(), kind).map(answers -> {
            MergedList merged = merged(kind, call.client().version().era(), answers, false);
            return reply(call, merged.page(cursorText));
        });
    }

    /** The same list without pages. */
    Future<Reply> whole(Call call, ListKind kind) {
        return collect(call.client(), kind).map(answers -> {
            MergedList merged = merged(kind, call.client().version().era(), answers, true);
            return reply(call, merged.page(null));
        });
    }

    /** The names of everything in a list, as it shows them. */
    Future<Set<String>> names(Client client, ListKind kind) {
        return collect(client, kind)
                .map(answers ->
                        merged(kind, client.version().era(), answers, true).names());
    }

    private static Reply reply(Call call, JsonSlice result) {
        return Reply.result(Messages.resultMessage(call.message().requireId(), result.toBuffer()));
    }

    /** What each provider has to say to this list, in configured order. */
    Future<List<SourceItems>> collect(Client client, ListKind kind) {
        List<Future<SourceItems>> asked = new ArrayList<>();
        for (Endpoint.Source source : endpoint.sources()) {
            asked.add(items(source, client, kind));
        }
        return Future.join(asked).otherwiseEmpty().compose(joined -> {
            List<SourceItems> all = asked.stream().map(Future::result).toList();
            if (all.isEmpty()) {
                // Where there is nothing, or nothing that somebody may use, nothing is broken.
                return Future.succeededFuture(all);
            }
            if (all.stream().allMatch(items -> items.failure() != null)) {
                return Future.failedFuture(Objects.requireNonNull(all.getFirst().failure()));
            }
            return Future.succeededFuture(all);
        });
    }

    /** All pages of one provider; never fails, the failure is part of the answer. */
    Future<SourceItems> items(Endpoint.Source source, Client client, ListKind kind) {
        if (!isAsked(source, kind)) {
            return Future.succeededFuture(new SourceItems(source, List.of(), null));
        }
        return pages(source, client, kind, null, new ArrayList<>())
                .map(pages -> new SourceItems(source, pages, null))
                .recover(failure -> {
                    if (failure instanceof McpError error && error.code() == ErrorCode.METHOD_NOT_FOUND) {
                        return Future.succeededFuture(new SourceItems(source, List.of(), null));
                    }
                    if (!(failure instanceof NotConnected)) {
                        LOG.warn("{} of upstream {}: {}", kind.method(), source.name(), failure.getMessage());
                    }
                    return Future.succeededFuture(new SourceItems(source, List.of(), failure));
                });
    }

    private Future<List<Page>> pages(
            Endpoint.Source source, Client client, ListKind kind, @Nullable String cursor, List<Page> sofar) {
        return source.provider().page(client, kind, cursor).compose(page -> {
            sofar.add(page);
            String next = page.nextCursor();
            if (next == null) {
                return Future.succeededFuture(sofar);
            }
            if (sofar.size() == MAX_PAGES) {
                LOG.warn("{} of upstream {} has more than {} pages", kind.method(), source.name(), MAX_PAGES);
                return Future.succeededFuture(sofar);
            }
            return pages(source, client, kind, next, sofar);
        });
    }

    /** Whether there may be anything to show in a list of this provider. */
    private boolean isAsked(Endpoint.Source source, ListKind kind) {
        UpstreamAccess may = access.at(source.name());
        return kind == ListKind.TOOLS ? may.anyTool() : may.rest().isShown();
    }

    /** The items of a provider that are shown. */
    List<JsonSlice> shown(SourceItems items, ListKind kind) {
        UpstreamAccess may = access.at(items.source().name());
        List<JsonSlice> all = items.items(kind);
        return ShownPages.isWhole(may, kind)
                ? all
                : all.stream().filter(item -> ShownPages.shows(may, kind, item)).toList();
    }

    /** The tools of each provider as the list shows them. */
    List<ShownTools> tools(Client client) {
        return endpoint.sources().stream()
                .map(source -> new ShownTools(
                        source.name(),
                        items(source, client, ListKind.TOOLS)
                                .compose(items -> items.failure() == null
                                        ? Future.succeededFuture(
                                                MergedList.named(source.prefix(), shown(items, ListKind.TOOLS)))
                                        : Future.failedFuture(items.failure()))))
                .toList();
    }

    /** What a provider says of a tool; null when it does not list it, or does not answer. */
    Future<@Nullable ToolAnnotations> annotations(Endpoint.Source source, Client client, String tool) {
        return items(source, client, ListKind.TOOLS).map(items -> {
            if (items.failure() != null) {
                return null;
            }
            ListedTools known = lastTools.get(source.name());
            if (known == null || !known.isOf(items.pages())) {
                known = ListedTools.of(items.pages());
                lastTools.put(source.name(), known);
            }
            return known.annotations(tool);
        });
    }

    /** The merged list of these pages; the same object as long as the providers answer the same pages. */
    private MergedList merged(ListKind kind, Era era, List<SourceItems> answers, boolean whole) {
        return lastMerged.compute(
                new Slot(kind, era, whole),
                (slot, last) -> last != null && last.isOf(answers)
                        ? last
                        : MergedList.of(kind, era, access, answers, whole ? Integer.MAX_VALUE : MergedList.PAGE_SIZE));
    }

    private record Slot(ListKind kind, Era era, boolean whole) {}

    /**
     * One provider's part of a list.
     *
     * @param pages its pages; empty when it has no such list
     * @param failure why it did not answer
     */
    record SourceItems(
            Endpoint.Source source,
            List<Page> pages,
            @Nullable Throwable failure) {
        List<JsonSlice> items(ListKind kind) {
            List<JsonSlice> items = new ArrayList<>();
            for (Page page : pages) {
                JsonSlice array = page.result().get(kind.member());
                if (array != null && array.type() == JsonType.ARRAY) {
                    items.addAll(array.elements());
                }
            }
            return items;
        }

        boolean stale() {
            return pages.stream().anyMatch(Page::stale);
        }
    }
}
