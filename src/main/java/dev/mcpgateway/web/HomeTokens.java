package dev.mcpgateway.web;

import dev.mcpgateway.config.TokenCountsConfig;
import dev.mcpgateway.dispatch.Dispatcher;
import dev.mcpgateway.dispatch.Endpoint;
import dev.mcpgateway.dispatch.Endpoints;
import dev.mcpgateway.dispatch.ShownTools;
import dev.mcpgateway.dispatch.policy.Selection;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.protocol.NotConnected;
import dev.mcpgateway.tokens.NotCounted;
import dev.mcpgateway.tokens.TokenCounts;
import dev.mcpgateway.tokens.Tokenizer;
import dev.mcpgateway.tokens.ToolCost;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What each provider's part of a person's list costs, as far as it is known within the time that a page may wait. */
final class HomeTokens {
    private final Supplier<TokenCountsConfig> config;
    private final Endpoints endpoints;
    private final TokenCounts counts;

    HomeTokens(Supplier<TokenCountsConfig> config, Endpoints endpoints, TokenCounts counts) {
        this.config = config;
        this.endpoints = endpoints;
        this.counts = counts;
    }

    /** A provider's part; null costs with a note when it is not known. */
    private record Part(
            String provider,
            @Nullable List<ToolCost> costs,
            @Nullable String note,
            boolean waiting) {}

    /**
     * Never fails, and completes within {@code tokenCounts.pageWait}; null when the configuration does not want it.
     *
     * @param selection what the person has switched off costs nothing
     */
    Future<@Nullable TokensView> of(Person person, Selection selection) {
        if (!config.get().enabled()) {
            return Future.succeededFuture(null);
        }
        Dispatcher all = endpoints.at(Endpoint.ROOT, UpstreamTools.principal(person), selection);
        List<Future<Part>> parts = all == null
                ? List.of()
                : all.tools(UpstreamTools.client(person)).stream()
                        .map(this::part)
                        .toList();
        return Future.all(parts)
                .map(done -> view(parts.stream().map(Future::result).toList()));
    }

    /** What is not known in time goes on being asked and counted for the next time. */
    private Future<Part> part(ShownTools shown) {
        String name = shown.provider();
        return shown.tools()
                .compose(counts::of)
                .timeout(Math.max(1, config.get().pageWait().toMillis()), TimeUnit.MILLISECONDS)
                .map(costs -> new Part(name, costs, null, false))
                .otherwise(failure -> new Part(name, null, note(failure), failure instanceof TimeoutException));
    }

    private static String note(Throwable failure) {
        return switch (failure) {
            case TimeoutException _ -> "being counted";
            case NotConnected _ -> "wants an account of yours";
            case NotCounted _ -> "cannot be counted now";
            default -> "does not answer";
        };
    }

    private static TokensView view(List<Part> parts) {
        List<TokensView.Row> rows = parts.stream().map(HomeTokens::row).toList();
        List<List<ToolCost>> known =
                parts.stream().map(Part::costs).flatMap(Stream::ofNullable).toList();
        TokensView.Row total = known.isEmpty()
                ? null
                : row("Together", known.stream().flatMap(List::stream).toList());
        return new TokensView(Tokenizer.NAME, rows, total, parts.stream().anyMatch(Part::waiting));
    }

    private static TokensView.Row row(Part part) {
        List<ToolCost> costs = part.costs();
        return costs == null
                ? new TokensView.Row(part.provider(), "", "", "", part.note())
                : row(part.provider(), costs);
    }

    private static TokensView.Row row(String name, List<ToolCost> costs) {
        ToolCost total = costs.stream().reduce(ToolCost.NONE, ToolCost::plus);
        return new TokensView.Row(name, number(costs.size()), number(total.tokens()), number(total.output()), null);
    }

    private static String number(int count) {
        return String.format(Locale.ENGLISH, "%,d", count);
    }
}
