package dev.mcpgateway.dispatch;

import dev.mcpgateway.dispatch.policy.Access;
import dev.mcpgateway.dispatch.policy.ToolAnnotations;
import dev.mcpgateway.dispatch.policy.UpstreamAccess;
import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.Page;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a single provider without what the callers may not see. What is left keeps its bytes, and a page is cut once for
 * as long as the provider answers the same one.
 */
final class ShownPages {
    private static final int MOST_PAGES = 1_000;

    private final Access access;
    private final Map<Key, Cut> last = new ConcurrentHashMap<>();

    ShownPages(Access access) {
        this.access = access;
    }

    private record Key(ListKind kind, @Nullable String cursor) {}

    private record Cut(Page page, JsonSlice result) {}

    /** The result to answer in place of the page's. */
    @SuppressWarnings("ReferenceEquality") // a provider gives the very same page as long as it is fresh
    JsonSlice of(Endpoint.Source source, ListKind kind, @Nullable String cursor, Page page) {
        UpstreamAccess may = access.at(source.name());
        if (!may.isPersonal() && isWhole(may, kind)) {
            return page.result();
        }
        Key key = new Key(kind, cursor);
        Cut known = last.get(key);
        if (known != null && (known.page() == page || known.page().result().sameBytes(page.result()))) {
            return known.result();
        }
        JsonSlice shown = isWhole(may, kind) ? page.result() : cut(may, kind, page.result());
        JsonSlice result = may.isPersonal() ? personal(shown) : shown;
        if (last.size() >= MOST_PAGES) {
            last.clear();
        }
        last.put(key, new Cut(page, result));
        return result;
    }

    /** Whether all of a list is shown, whatever is in it. */
    static boolean isWhole(UpstreamAccess may, ListKind kind) {
        return kind == ListKind.TOOLS ? may.allTools() : may.rest().isShown();
    }

    /** Whether an item of a list is shown. */
    static boolean shows(UpstreamAccess may, ListKind kind, JsonSlice item) {
        if (kind != ListKind.TOOLS) {
            return may.rest().isShown();
        }
        String name = item.string("name");
        return name != null && may.tool(name, ToolAnnotations.of(item)).isShown();
    }

    private static JsonSlice cut(UpstreamAccess may, ListKind kind, JsonSlice result) {
        JsonSlice items = result.get(kind.member());
        if (items == null || !items.is(JsonType.ARRAY)) {
            return result;
        }
        List<JsonSlice> all = items.elements();
        List<JsonSlice> shown =
                all.stream().filter(item -> shows(may, kind, item)).toList();
        if (shown.size() == all.size()) {
            return result;
        }
        Buffer array = Buffer.buffer(items.length()).appendString("[");
        for (int i = 0; i < shown.size(); i++) {
            if (i > 0) {
                array.appendString(",");
            }
            shown.get(i).appendTo(array);
        }
        Buffer edited =
                JsonEdit.of(result).replace(items, array.appendString("]")).apply();
        return JsonSlice.parse(edited, JsonLimits.DEFAULT);
    }

    /** The same result, not to be kept for others: {@code cacheScope} is {@code private} where the era has it. */
    static JsonSlice personal(JsonSlice result) {
        JsonSlice scope = result.get("cacheScope");
        if (scope == null || "\"private\"".equals(scope.toString())) {
            return result;
        }
        return JsonSlice.parse(JsonEdit.of(result).replace(scope, "\"private\"").apply(), JsonLimits.DEFAULT);
    }
}
