package dev.mcpgateway.tokens;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.knuddels.jtokkit.Encodings;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerTest {
    private static Tokenizer tokenizer;

    @BeforeAll
    static void load() {
        tokenizer = Tokenizer.load();
    }

    /** Counts that tiktoken, where o200k_base comes from, gives for these texts. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hello world                       | 2
            antidisestablishmentarianism      | 6
            2 + 2 = 4                         | 7
            お誕生日おめでとう                  | 8
            """)
    void itCountsAsTheOriginalDoes(String text, int tokens) {
        assertThat(tokenizer.count(text)).isEqualTo(tokens);
    }

    @Test
    void theRanksAreThoseThatWerePublished() throws Exception {
        try (InputStream ranks = Encodings.class.getResourceAsStream("o200k_base.tiktoken")) {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(Objects.requireNonNull(ranks).readAllBytes());
            assertThat(HexFormat.of().formatHex(digest))
                    .as("the digest that tiktoken checks before it uses the file")
                    .isEqualTo("446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d");
        }
    }

    @Test
    void nameDescriptionAndInputSchemaAreCountedWithoutWhatIsForClients() {
        JsonObject plain = new JsonObject("""
                {"name": "echo", "description": "Says it again", "inputSchema": {"type": "object"}}""");
        JsonObject adorned = plain.copy()
                .put("title", "Echo")
                .put("annotations", new JsonObject().put("readOnlyHint", true))
                .put("icons", "data:image/png;base64,AAAA");

        assertThat(ToolText.of(adorned)).isEqualTo(ToolText.of(plain));
        assertThat(tokenizer.cost(ToolText.of(plain)))
                .isEqualTo(new ToolCost(
                        tokenizer.count(
                                "{\"name\":\"echo\",\"description\":\"Says it again\",\"inputSchema\":{\"type\":\"object\"}}"),
                        0));
    }

    @Test
    void anOutputSchemaIsCountedApart() {
        JsonObject tool = new JsonObject("{\"name\":\"echo\",\"inputSchema\":{\"type\":\"object\"}}");
        ToolCost without = tokenizer.cost(ToolText.of(tool));
        ToolCost with = tokenizer.cost(ToolText.of(tool.put("outputSchema", new JsonObject("{\"type\":\"object\"}"))));

        assertThat(with.tokens()).isEqualTo(without.tokens());
        assertThat(with.output()).isEqualTo(tokenizer.count("{\"type\":\"object\"}"));
    }

    @Test
    void whatLooksLikeASpecialTokenIsCountedAsText() {
        assertThat(tokenizer.count("<|endoftext|>")).isGreaterThan(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A", " ", "é", "漢", "1", "-", "\n", "\ud800", "aB", " \n x"})
    void aHostileTextCostsNoMoreTimeThanItsLength(String piece) {
        String text = piece.repeat(1_000_000 / piece.length());

        assertTimeoutPreemptively(
                ofSeconds(20), () -> assertThat(tokenizer.count(text)).isPositive());
    }
}
