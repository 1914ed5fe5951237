package dev.mcpgateway.provider.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultWriterTest {
    private static JsonObject written(JsonObject result) {
        ResultWriter writer = new ResultWriter(result);
        Buffer target = Buffer.buffer();
        writer.writeTo(target);
        assertThat(target.length()).isEqualTo(writer.size());
        return new JsonObject(target);
    }

    @Test
    void whatHasNoFileIsWrittenAsJson() {
        JsonObject result = new JsonObject()
                .put("text", "Grüße \"\\\n\u0001 😀")
                .put("list", new JsonArray().add(1).add(2.5).addNull().add(true))
                .put("plain", Map.of("inner", List.of(1L)))
                .putNull("nothing");

        assertThat(written(result)).isEqualTo(new JsonObject(result.encode()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 100_000})
    void aFileIsBase64WithPaddingAndOfTheAlphabetOfMcp(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);

        JsonObject read =
                written(new JsonObject().put("blob", Buffer.buffer(bytes)).put("after", "x"));

        assertThat(read.getString("blob")).isEqualTo(Base64.getEncoder().encodeToString(bytes));
        assertThat(read.getString("after")).isEqualTo("x");
    }

    @Test
    void theTextOfAMessageIsUtf8() {
        Buffer target = Buffer.buffer();
        new ResultWriter(new JsonObject().put("a", "ä")).writeTo(target);

        assertThat(target.toString(StandardCharsets.UTF_8)).isEqualTo("{\"a\":\"ä\"}");
    }
}
