package dev.mcpgateway.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextPartTest {

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "ISO-8859-1"})
    void partsOfAnySizeMakeUpTheWholeText(String charset) throws Exception {
        String text = charset.startsWith("UTF") ? "Grüße, 日本語, 🦊 und mehr\n".repeat(20) : "Grüße\n".repeat(50);
        byte[] all = text.getBytes(Charset.forName(charset));
        for (int most : new int[] {16, 17, 19, 64, 1000}) {
            StringBuilder read = new StringBuilder();
            int offset = 0;
            while (offset < all.length) {
                byte[] bytes = Arrays.copyOfRange(all, offset, Math.min(all.length, offset + most));
                TextPart part = TextPart.of(bytes, charset, null, offset == 0, offset + bytes.length == all.length);
                read.append(part.text());
                offset += part.bytes();
            }
            assertThat(read).as("%s bytes at a time", most).hasToString(text);
        }
    }

    @Test
    void theBeginningOfACharacterThatWasCutIsLeftOut() throws Exception {
        byte[] fox = "🦊 fox".getBytes(StandardCharsets.UTF_8);

        TextPart part = TextPart.of(Arrays.copyOfRange(fox, 2, fox.length), null, null, false, true);

        assertThat(part.text()).isEqualTo(" fox");
        assertThat(part.from()).isEqualTo(2);
    }

    @Test
    void theCharacterSetIsThatOfTheMarkTheTypeOrTheCaller() throws Exception {
        byte[] marked = "\ufeffhallo".getBytes(StandardCharsets.UTF_16LE);
        assertThat(TextPart.of(marked, null, null, true, true))
                .extracting(TextPart::text, TextPart::charset)
                .containsExactly("hallo", StandardCharsets.UTF_16LE);
        assertThat(TextPart.of(marked, "utf-16", null, true, true).charset()).isEqualTo(StandardCharsets.UTF_16LE);
        byte[] western = "Grüße".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(TextPart.of(western, null, "text/csv; charset=iso-8859-1", true, true)
                        .text())
                .isEqualTo("Grüße");
        assertThat(TextPart.of(western, null, null, true, true))
                .extracting(TextPart::text, part -> part.charset().name())
                .containsExactly("Grüße", "windows-1252");
    }

    @Test
    void binaryIsNoText() throws Exception {
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        image.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13});
        byte[] noise = new byte[500];
        new Random(7).nextBytes(noise);
        image.write(noise);

        assertThatThrownBy(() -> TextPart.of(image.toByteArray(), null, "text/plain", true, true))
                .hasMessageContaining("no text");
        assertThatThrownBy(() -> TextPart.of(image.toByteArray(), "utf-8", null, true, true))
                .hasMessageContaining("no text in UTF-8");
    }

    @Test
    void aCharacterSetThatNobodyKnowsIsNamed() {
        assertThatThrownBy(() -> TextPart.of(new byte[] {'a'}, "klingon\n", null, true, true))
                .hasMessageContaining("'klingon?'");
    }
}
