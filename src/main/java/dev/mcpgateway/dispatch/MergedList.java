package dev.mcpgateway.dispatch;

import dev.mcpgateway.dispatch.Lists.SourceItems;
import dev.mcpgateway.dispatch.policy.Access;
import dev.mcpgateway.dispatch.policy.UpstreamAccess;
import dev.mcpgateway.protocol.Era;
import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.Page;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One list out of several providers', encoded once and answered until a provider's pages change. Items keep their bytes; only
 * names get their prefix.
 */
final class MergedList {
    private static final Logger LOG = LoggerFactory.getLogger(MergedList.class);
    /** Most clients read one page only, so this is far above what a model can use. */
    static final int PAGE_SIZE = 1_000;

    private final List<SourceItems> answers;
    private final List<JsonSlice> pages;

    private final Set<String> names;

    private MergedList(List<SourceItems> answers, List<JsonSlice> pages, Set<String> names) {
        this.answers = answers;
        this.pages = pages;
        this.names = Set.copyOf(names);
    }

    /** The names of all items, on whichever page. */
    Set<String> names() {
        return names;
    }

    /** Whether it was made of exactly these answers: the very same pages, which a provider gives as long as they are fresh. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(List<SourceItems> others) {
        for (int i = 0; i < answers.size(); i++) {
            SourceItems mine = answers.get(i);
            SourceItems other = others.get(i);
            if ((mine.failure() == null) != (other.failure() == null)
                    || mine.pages().size() != other.pages().size()) {
                return false;
            }
            for (int j = 0; j < mine.pages().size(); j++) {
                if (mine.pages().get(j) != other.pages().get(j)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The result for a cursor; null is the first page. */
    JsonSlice page(@Nullable String cursor) {
        if (cursor == null) {
            return pages.getFirst();
        }
        try {
            return pages.get(Integer.parseInt(cursor));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw McpError.invalidParams("params.cursor is not one that this list gave");
        }
    }

    /**
     * @param access what those may see for whom the list is
     * @param pageSize how many items a page has at most
     */
    static MergedList of(ListKind kind, Era era, Access access, List<SourceItems> answers, int pageSize) {
        Map<String, String> owners = new HashMap<>();
        List<Buffer> items = items(kind, access, answers, owners);
        int count = Math.max(1, Math.ceilDiv(items.size(), pageSize));
        String tail = tail(era, access, answers);
        List<JsonSlice> pages = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Buffer page = Buffer.buffer("{\"" + kind.member() + "\":[");
            List<Buffer> part = items.subList(i * pageSize, i + 1 < count ? (i + 1) * pageSize : items.size());
            for (int j = 0; j < part.size(); j++) {
                if (j > 0) {
                    page.appendString(",");
                }
                page.appendBuffer(part.get(j));
            }
            page.appendString("]");
            if (i + 1 < count) {
                page.appendString(",\"nextCursor\":\"" + (i + 1) + "\"");
            }
            page.appendString(tail).appendString("}");
            pages.add(JsonSlice.parse(page, JsonLimits.DEFAULT));
        }
        return new MergedList(answers, pages, owners.keySet());
    }

    /** @param owners takes the provider of each name */
    private static List<Buffer> items(
            ListKind kind, Access access, List<SourceItems> answers, Map<String, String> owners) {
        String key = kind == ListKind.RESOURCES ? "uri" : kind == ListKind.RESOURCE_TEMPLATES ? "uriTemplate" : "name";
        boolean prefixed = key.equals("name");
        List<Buffer> items = new ArrayList<>();
        for (SourceItems answer : answers) {
            String prefix = prefixed ? answer.source().prefix() : "";
            UpstreamAccess may = access.at(answer.source().name());
            boolean whole = ShownPages.isWhole(may, kind);
            for (JsonSlice item : answer.items(kind)) {
                JsonSlice name = item.type() == JsonType.OBJECT ? item.get(key) : null;
                if (name == null || name.type() != JsonType.STRING) {
                    LOG.warn(
                            "{} of upstream {} has an item without {}",
                            kind.method(),
                            answer.source().name(),
                            key);
                    continue;
                }
                if (!whole && !ShownPages.shows(may, kind, item)) {
                    continue;
                }
                String publicName = PublicNames.of(prefix, name.asString());
                String owner = owners.putIfAbsent(publicName, answer.source().name());
                if (owner != null) {
                    LOG.warn(
                            "{}: {} of upstream {} is hidden by the same of upstream {}, which is configured first",
                            kind.method(),
                            publicName,
                            answer.source().name(),
                            owner);
                    continue;
                }
                items.add(prefix.isEmpty() ? item.toBuffer() : renamed(item, name, publicName));
            }
        }
        return items;
    }

    /** Tools under the names that they have behind a prefix; those without a name are left out, as they are of the list. */
    static List<Buffer> named(String prefix, List<JsonSlice> tools) {
        List<Buffer> named = new ArrayList<>();
        for (JsonSlice tool : tools) {
            JsonSlice name = tool.is(JsonType.OBJECT) ? tool.get("name") : null;
            if (name != null && name.is(JsonType.STRING)) {
                named.add(
                        prefix.isEmpty()
                                ? tool.toBuffer()
                                : renamed(tool, name, PublicNames.of(prefix, name.asString())));
            }
        }
        return named;
    }

    private static Buffer renamed(JsonSlice item, JsonSlice name, String publicName) {
        Buffer whole = item.toBuffer();
        int offset = item.start();
        return Buffer.buffer(whole.length() + publicName.length())
                .appendBuffer(whole, 0, name.start() - offset)
                .appendString(JsonEdit.quote(publicName))
                .appendBuffer(whole, name.end() - offset, item.end() - name.end());
    }

    /** What follows the items: caching fields of 2026-07-28, and the marks of who is away. */
    private static String tail(Era era, Access access, List<SourceItems> answers) {
        StringBuilder tail = new StringBuilder();
        if (era == Era.MODERN) {
            long ttl = Long.MAX_VALUE;
            boolean shared = access.isOpen() || !answers.isEmpty();
            boolean whole = true;
            for (SourceItems answer : answers) {
                shared &= !access.at(answer.source().name()).isPersonal();
                whole &= answer.failure() == null && !answer.stale();
                for (Page page : answer.pages()) {
                    ttl = Math.min(ttl, ttl(page));
                    JsonSlice scope = page.result().get("cacheScope");
                    shared &= scope != null
                            && scope.type() == JsonType.STRING
                            && scope.asString().equals("public");
                }
            }
            ttl = !whole || ttl == Long.MAX_VALUE ? 0 : ttl;
            tail.append(",\"resultType\":\"complete\",\"ttlMs\":").append(ttl);
            tail.append(",\"cacheScope\":\"")
                    .append(shared ? "public" : "private")
                    .append('"');
        }
        List<String> unavailable = names(answers, answer -> answer.failure() != null);
        List<String> stale = names(answers, SourceItems::stale);
        if (!unavailable.isEmpty() || !stale.isEmpty()) {
            tail.append(",\"_meta\":{");
            tail.append("\"dev.mcpgateway/unavailable\":[")
                    .append(String.join(",", unavailable))
                    .append("],");
            tail.append("\"dev.mcpgateway/stale\":[")
                    .append(String.join(",", stale))
                    .append("]}");
        }
        return tail.toString();
    }

    private static List<String> names(List<SourceItems> answers, java.util.function.Predicate<SourceItems> which) {
        return answers.stream()
                .filter(which)
                .map(answer -> JsonEdit.quote(answer.source().name()))
                .toList();
    }

    private static long ttl(Page page) {
        JsonSlice ttl = page.result().get("ttlMs");
        return ttl == null || !ttl.is(JsonType.NUMBER)
                ? 0
                : Math.max(0, ttl.asLong().orElse(0));
    }
}
