package dev.mcpgateway.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.config.Settings;
import dev.mcpgateway.config.TokenCountsConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenCountsTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong freeHeap = new AtomicLong(Long.MAX_VALUE);
    private TokenCountsConfig config = Settings.with(TokenCountsConfig.defaults(), "tokenizerKept", LONG);
    private final TokenCounts counts = new TokenCounts(vertx, () -> config, freeHeap::get);

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void eachToolIsCountedAsTheTokenizerDoes() {
        Tokenizer tokenizer = Tokenizer.load();
        List<ToolCost> expected = Stream.of(tool(1), tool(2))
                .map(tool -> tokenizer.cost(ToolText.of(tool.toJsonObject())))
                .toList();

        assertThat(counts.of(List.of(tool(1), tool(2))).await()).isEqualTo(expected);
    }

    @Test
    void whatWasCountedIsKnownWithoutTheTokenizer() {
        List<ToolCost> first = counts.of(List.of(tool(1), tool(2))).await();
        freeHeap.set(0);
        config = Settings.with(config, "tokenizerKept", Duration.ZERO);
        counts.of(List.of(tool(3))).await();
        await().until(() -> !counts.isLoaded().await());

        assertThat(counts.of(List.of(tool(2), tool(1))).await()).containsExactly(first.get(1), first.get(0));
        assertThat(counts.isLoaded().await()).isFalse();
    }

    @Test
    void theTokenizerIsLetGoAfterUse() {
        counts.of(List.of(tool(1))).await();
        assertThat(counts.isLoaded().await()).isTrue();

        config = Settings.with(config, "tokenizerKept", Duration.ofMillis(20));
        counts.of(List.of(tool(2))).await();

        await().until(() -> !counts.isLoaded().await());
    }

    @Test
    void noMoreCountsAreKeptThanConfigured() {
        config = Settings.with(config, "kept", 1);
        counts.of(List.of(tool(1), tool(2))).await();
        config = Settings.with(config, "tokenizerKept", Duration.ZERO);
        counts.of(List.of(tool(3))).await();
        await().until(() -> !counts.isLoaded().await());
        freeHeap.set(0);

        assertThat(counts.of(List.of(tool(3))).await()).hasSize(1);
        assertThatThrownBy(() -> counts.of(List.of(tool(2))).await()).isInstanceOf(NotCounted.class);
    }

    @Test
    void aGatewayWithLittleMemoryLeftDoesNotCount() {
        freeHeap.set(10_000_000);

        assertThatThrownBy(() -> counts.of(List.of(tool(1))).await())
                .isInstanceOf(NotCounted.class)
                .hasMessageContaining("memory");
    }

    @Test
    void aToolOfAnySizeCostsNoMoreThanWhatIsCountedOfIt() {
        config = Settings.with(config, "longest", 1024);
        Buffer huge = new JsonObject()
                .put("name", "huge")
                .put("description", "word ".repeat(1_000_000))
                .toBuffer();

        assertThat(counts.of(List.of(huge)).await().getFirst().tokens()).isBetween(100, 1024);
    }

    @Test
    void theEventLoopGoesOnMeanwhile() {
        List<Buffer> many =
                IntStream.range(0, 300).mapToObj(TokenCountsTest::tool).toList();
        Promise<Boolean> answered = Promise.promise();
        vertx.runOnContext(start -> {
            Future<List<ToolCost>> counting = counts.of(many);
            vertx.setTimer(5, fired -> answered.complete(!counting.isComplete()));
        });

        assertThat(answered.future().await())
                .as("a timer of the same event loop fired before 300 tools were counted")
                .isTrue();
    }

    @Test
    void moreListsThanCanBeCountedSoonAreTurnedAway() {
        List<Future<List<ToolCost>>> all = IntStream.range(0, 200)
                .mapToObj(list -> counts.of(List.of(tool(list))))
                .toList();
        Future.join(all).otherwiseEmpty().await();

        assertThat(all).anyMatch(Future::succeeded);
        assertThat(all.stream().filter(Future::failed).map(Future::cause))
                .isNotEmpty()
                .allMatch(NotCounted.class::isInstance);
    }

    private static Buffer tool(int number) {
        return new JsonObject()
                .put("name", "tool_" + number)
                .put("description", "Does what tool " + number + " does, and nothing else.")
                .put("inputSchema", new JsonObject().put("type", "object"))
                .toBuffer();
    }
}
