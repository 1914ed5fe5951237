package dev.mcpgateway.dispatch;

import dev.mcpgateway.dispatch.policy.ToolAnnotations;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.Page;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one provider's tools say of themselves, read once from its pages. */
final class ListedTools {
    private final List<Page> pages;
    private final Map<String, ToolAnnotations> byName = new HashMap<>();

    private ListedTools(List<Page> pages) {
        this.pages = pages;
    }

    static ListedTools of(List<Page> pages) {
        ListedTools tools = new ListedTools(List.copyOf(pages));
        for (Page page : pages) {
            JsonSlice items = page.result().get(ListKind.TOOLS.member());
            for (JsonSlice item : items == null ? List.<JsonSlice>of() : items.elements()) {
                String name = item.string("name");
                if (name != null) {
                    ToolAnnotations said = ToolAnnotations.of(item);
                    tools.byName.merge(name, said, ToolAnnotations::and);
                }
            }
        }
        return tools;
    }

    /** Whether it was read from these very pages, which a provider gives as long as they are fresh. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(List<Page> others) {
        if (pages.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < pages.size(); i++) {
            if (pages.get(i) != others.get(i)) {
                return false;
            }
        }
        return true;
    }

    @Nullable
    ToolAnnotations annotations(String tool) {
        return byName.get(tool);
    }
}
