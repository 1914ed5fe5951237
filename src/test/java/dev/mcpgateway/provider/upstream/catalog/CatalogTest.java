package dev.mcpgateway.provider.upstream.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.protocol.Era;
import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.Page;
import dev.mcpgateway.provider.upstream.exchange.FreshPage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class CatalogTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final AtomicInteger fetched = new AtomicInteger();
    private final CatalogPart everyone = part("{}");
    private Vertx vertx;
    private Catalog catalog;

    @BeforeEach
    void create(Vertx shared) {
        vertx = shared;
        catalog = catalog(HOUR);
    }

    private Catalog catalog(Duration ttl) {
        return new Catalog(
                vertx,
                UpstreamConfig.http("up", URI.create("http://127.0.0.1/")).withTtl(ttl, HOUR));
    }

    private static CatalogPart part(String capabilities) {
        return new CatalogPart(null, null, json(capabilities), Era.LEGACY);
    }

    private static JsonSlice json(String text) {
        return JsonSlice.parse(Buffer.buffer(text), JsonLimits.DEFAULT);
    }

    private Future<FreshPage> fetch(long ttlMillis) {
        int number = fetched.incrementAndGet();
        return Future.succeededFuture(new FreshPage(json("{\"n\":" + number + "}"), null, ttlMillis));
    }

    private Page page(CatalogPart part, ListKind kind, long ttlMillis) {
        return get(catalog.page(part, kind, null, () -> fetch(ttlMillis)));
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        } catch (Exception e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new AssertionError(e);
        }
    }

    @Test
    void aPageIsKeptAsLongAsTheConfigurationSaysWhenTheServerDoesNot() {
        Page first = page(everyone, ListKind.TOOLS, -1);

        assertThat(page(part("{}"), ListKind.TOOLS, -1)).isSameAs(first);
        catalog = catalog(Duration.ZERO);
        assertThat(page(everyone, ListKind.TOOLS, -1)).isNotSameAs(page(everyone, ListKind.TOOLS, -1));
    }

    @Test
    void theServersOwnTimeComesFirst() {
        page(everyone, ListKind.TOOLS, 0);
        page(everyone, ListKind.TOOLS, 0);

        assertThat(fetched).hasValue(2);
    }

    @Test
    void clientsThatCanDoOtherThingsSeeOtherPages() {
        page(everyone, ListKind.TOOLS, -1);
        page(part("{\"sampling\":{}}"), ListKind.TOOLS, -1);
        page(new CatalogPart(null, null, json("{}"), Era.MODERN), ListKind.TOOLS, -1);
        page(new CatalogPart(null, "session", json("{}"), Era.LEGACY), ListKind.TOOLS, -1);
        page(everyone, ListKind.PROMPTS, -1);

        assertThat(fetched).hasValue(5);
    }

    @Test
    void whoAsksAtOnceGetsTheSamePage() {
        Promise<FreshPage> slow = Promise.promise();
        List<Future<Page>> asked = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            asked.add(catalog.page(everyone, ListKind.TOOLS, null, () -> {
                fetched.incrementAndGet();
                return slow.future();
            }));
        }

        slow.complete(new FreshPage(json("{}"), null, -1));

        assertThat(fetched).hasValue(1);
        assertThat(get(asked.get(0))).isSameAs(get(asked.get(2)));
    }

    @Test
    void aChangedListIsAskedForAgainAndOthersAreNot() {
        page(everyone, ListKind.TOOLS, -1);
        page(everyone, ListKind.PROMPTS, -1);

        catalog.changed(Set.of(ListKind.TOOLS));
        page(everyone, ListKind.TOOLS, -1);
        page(everyone, ListKind.PROMPTS, -1);

        assertThat(fetched).hasValue(3);
    }

    @Test
    void whatChangesWhileItIsFetchedIsNotKept() {
        Promise<FreshPage> slow = Promise.promise();
        Future<Page> first = catalog.page(everyone, ListKind.TOOLS, null, slow::future);
        catalog.changed(Set.of(ListKind.TOOLS));
        slow.complete(new FreshPage(json("{}"), null, -1));
        get(first);

        page(everyone, ListKind.TOOLS, -1);

        assertThat(fetched).hasValue(1);
    }

    @Test
    void theLastPageOfAServerThatIsAwayIsAnsweredWithAMark() {
        page(everyone, ListKind.TOOLS, 0);

        Page stale = get(catalog.page(
                everyone, ListKind.TOOLS, null, () -> Future.failedFuture(McpError.upstreamUnavailable("away"))));
        Page again = get(catalog.page(everyone, ListKind.TOOLS, null, () -> {
            throw new AssertionError("asked again at once");
        }));

        assertThat(stale.stale()).isTrue();
        assertThat(stale.result().toString()).isEqualTo("{\"n\":1}");
        assertThat(again.stale()).isTrue();
    }

    @Test
    void aServerThatIsAwayAndWasNeverSeenIsAnError() {
        assertThatThrownBy(() -> get(catalog.page(
                        everyone,
                        ListKind.TOOLS,
                        null,
                        () -> Future.failedFuture(McpError.upstreamUnavailable("away")))))
                .isInstanceOf(McpError.class)
                .hasMessage("away");
    }

    @Test
    void theServersOwnErrorsAreNotHiddenByOldPages() {
        page(everyone, ListKind.TOOLS, 0);

        assertThatThrownBy(() -> get(catalog.page(
                        everyone,
                        ListKind.TOOLS,
                        null,
                        () -> Future.failedFuture(new McpError(ErrorCode.INTERNAL_ERROR, "broken", 200)))))
                .hasMessage("broken");
    }

    @Test
    void whatIsKeptForOneSessionIsForgottenWithIt() {
        CatalogPart own = new CatalogPart(null, "session", json("{}"), Era.LEGACY);
        page(own, ListKind.TOOLS, -1);
        page(everyone, ListKind.TOOLS, -1);

        catalog.forget("session");
        page(own, ListKind.TOOLS, -1);
        page(everyone, ListKind.TOOLS, -1);

        assertThat(fetched).hasValue(3);
    }

    @Test
    void clientsThatDeclareEverNewThingsDoNotFillTheMemory() {
        for (int i = 0; i < 2_100; i++) {
            page(part("{\"n\":" + i + "}"), ListKind.TOOLS, -1);
        }
        fetched.set(0);
        page(part("{\"n\":0}"), ListKind.TOOLS, -1);

        assertThat(fetched).hasValue(1);
    }

    @Test
    void toolsAreFoundOnAllPages() {
        get(catalog.page(
                everyone,
                ListKind.TOOLS,
                null,
                () -> Future.succeededFuture(new FreshPage(
                        json(
                                "{\"tools\":[{\"name\":\"a\",\"annotations\":{\"readOnlyHint\":true}},{\"odd\":1},"
                                        + "{\"name\":\"x\",\"inputSchema\":{\"properties\":{\"n\":{\"type\":\"number\",\"x-mcp-header\":\"N\"}}}}]}"),
                        "next",
                        0))));
        get(catalog.page(
                everyone,
                ListKind.TOOLS,
                "next",
                () -> Future.succeededFuture(new FreshPage(
                        json(
                                "{\"tools\":[{\"name\":\"b\",\"annotations\":{\"idempotentHint\":true}},{\"name\":\"c\","
                                        + "\"inputSchema\":{\"properties\":{\"r\":{\"type\":\"string\",\"x-mcp-header\":\"R\"}}}}]}"),
                        null,
                        0))));

        assertThat(catalog.hasTools(everyone)).isTrue();
        assertThat(catalog.tool(everyone, "a").repeatable()).isTrue();
        assertThat(catalog.tool(everyone, "b").repeatable()).isTrue();
        assertThat(catalog.tool(everyone, "c").repeatable()).isFalse();
        assertThat(catalog.tool(everyone, "c").headers().headers(json("{\"r\":\"v\"}")))
                .containsEntry("Mcp-Param-R", "v");
        assertThat(catalog.tool(everyone, "x").headers()).isNull();
        assertThat(catalog.tool(everyone, "unknown")).isNull();
        assertThat(catalog.hasTools(part("{\"other\":1}"))).isFalse();
    }
}
