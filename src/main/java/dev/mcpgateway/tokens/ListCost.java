package dev.mcpgateway.tokens;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a list of tools costs.
 *
 * @param name whose list it is
 * @param tools the tools that belong to no part
 * @param parts lists that together with {@code tools} make this one
 * @param problem why the list is not known; null when it is
 */
public record ListCost(
        String name,
        List<NamedCost> tools,
        List<ListCost> parts,
        @Nullable String problem) {

    public ListCost {
        tools = List.copyOf(tools);
        parts = List.copyOf(parts);
    }

    /** One tool of a list. */
    public record NamedCost(String name, ToolCost cost) {}

    /** A list of these tools. */
    public static ListCost of(String name, List<ToolText> tools, Tokenizer tokenizer) {
        List<NamedCost> costs = tools.stream()
                .map(tool -> new NamedCost(tool.name(), tokenizer.cost(tool)))
                .toList();
        return new ListCost(name, costs, List.of(), null);
    }

    /** Several lists as one. */
    public static ListCost together(String name, List<ListCost> parts) {
        return new ListCost(name, List.of(), parts, null);
    }

    /** A list that nobody knows. */
    public static ListCost unknown(String name, String problem) {
        return new ListCost(name, List.of(), List.of(), problem);
    }

    /** All tools, those of parts as well. */
    public List<NamedCost> all() {
        return Stream.concat(tools.stream(), parts.stream().flatMap(part -> part.all().stream()))
                .toList();
    }

    /** The sum over all tools. */
    public ToolCost total() {
        return all().stream().map(NamedCost::cost).reduce(ToolCost.NONE, ToolCost::plus);
    }

    /** The tools with the most tokens, the heaviest first. */
    public List<NamedCost> heaviest(int most) {
        return all().stream()
                .sorted(Comparator.comparingInt((NamedCost tool) -> tool.cost().tokens())
                        .reversed()
                        .thenComparing(NamedCost::name))
                .limit(most)
                .toList();
    }

    /** Whether it and all parts are known. */
    public boolean isKnown() {
        return problem == null && parts.stream().allMatch(ListCost::isKnown);
    }
}
