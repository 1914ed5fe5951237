package dev.mcpgateway.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person's list of tools costs a model.
 *
 * @param tokenizer what it is counted with
 * @param rows providers in the order of the list
 * @param total of those that are known; null when there is nothing to add up
 * @param waiting whether some are still being counted
 */
public record TokensView(
        String tokenizer, List<Row> rows, @Nullable Row total, boolean waiting) {
    public TokensView {
        rows = List.copyOf(rows);
    }

    /**
     * One provider, or all of them.
     *
     * @param tokens of names, descriptions and input schemas
     * @param output tokens of output schemas
     * @param note why there are no numbers; null when there are
     */
    public record Row(
            String name,
            String tools,
            String tokens,
            String output,
            @Nullable String note) {}
}
