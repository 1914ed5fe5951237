package dev.mcpgateway.provider.google.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
    private static final String TEXT = "Grüße aus Köln – 12 €";

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "windows-1252"})
    void aTextIsReadInItsCharset(String charset) {
        assertThat(PlainText.decode(Buffer.buffer(TEXT.getBytes(Charset.forName(charset)))))
                .isEqualTo(TEXT);
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheText() {
        assertThat(PlainText.decode(Buffer.buffer("\ufeffname,size"))).isEqualTo("name,size");
    }

    @Test
    void bytesThatAreNoTextAreSaidToBeNone() {
        assertThatThrownBy(() -> PlainText.decode(Buffer.buffer(new byte[] {1, 2, 0, 0, 0, 3, 4})))
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining("not text");
    }

    @Test
    void noCharacterIsCutInTwo() {
        String text = "ab😀cd";
        JsonObject first = TextWindow.on(text, 0, 3).put(new JsonObject());
        JsonObject second =
                TextWindow.on(text, first.getInteger("nextOffset"), 3).put(new JsonObject());

        assertThat(first.getString("text")).isEqualTo("ab");
        assertThat(second.getString("text")).isEqualTo("😀c");
        assertThat(second.getInteger("nextOffset")).isEqualTo(5);
    }

    @Test
    void anOffsetBehindTheEndGivesNothing() {
        assertThat(TextWindow.on("abc", 10, 3).put(new JsonObject())).isEqualTo(new JsonObject().put("text", ""));
    }
}
