package dev.mcpgateway.provider.google.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpgateway.testing.TestFiles;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.apache.pdfbox.cos.COSName;
import org.junit.jupiter.api.Test;

class PdfTextTest {
    private static final Bounds BOUNDS = Bounds.of(100, 8 << 20, Duration.ofMinutes(1));

    private static JsonObject read(byte[] file, int offset, int most, Bounds bounds) {
        TextWindow window = new TextWindow(offset, most);
        int pages = PdfText.read(file, window, bounds);
        return window.put(new JsonObject().put("pages", pages));
    }

    private static JsonObject read(byte[] file) {
        return read(file, 0, 10_000, BOUNDS);
    }

    @Test
    void eachPageHasItsNumber() {
        JsonObject read = read(TestFiles.pdf("Quarterly report", "", "The end"));

        assertThat(read.getString("text")).isEqualTo("[page 1]\nQuarterly report\n\n[page 3]\nThe end");
        assertThat(read.getInteger("pages")).isEqualTo(3);
    }

    @Test
    void aLongTextIsReadOnWhereItWasCut() {
        byte[] file = TestFiles.pdf("first page", "second page", "third page");
        String whole = read(file).getString("text");
        StringBuilder together = new StringBuilder();

        JsonObject part = read(file, 0, 7, BOUNDS);
        together.append(part.getString("text"));
        while (part.getInteger("nextOffset") != null) {
            part = read(file, part.getInteger("nextOffset"), 7, BOUNDS);
            together.append(part.getString("text"));
        }

        assertThat(together.toString()).isEqualTo(whole);
    }

    @Test
    void pagesBeyondTheBoundAreSaidToBeLeftOut() {
        Bounds two = Bounds.of(2, 8 << 20, Duration.ofMinutes(1));

        assertThat(read(TestFiles.pdf("a", "b", "c", "d"), 0, 1000, two).getString("text"))
                .endsWith("[page 2]\nb\n\n[pages 3 to 4 are not read]");
    }

    @Test
    void aPdfWithAPasswordIsSaidToHaveOne() {
        assertThatThrownBy(() -> read(TestFiles.encryptedPdf("secret", "hidden")))
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining("password");
    }

    @Test
    void aPdfThatOpensWithoutItsPasswordIsRead() {
        assertThat(read(TestFiles.encryptedPdf("", "readable")).getString("text"))
                .contains("readable");
    }

    @Test
    void aScanIsSaidToHaveNoText() {
        assertThatThrownBy(() -> read(TestFiles.pdf("", "")))
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining("probably scanned");
    }

    @Test
    void whatIsNoPdfIsDamaged() {
        assertThatThrownBy(() -> read(TestFiles.bytes("%PDF-1.7 and nothing more")))
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void brokenBytesGiveTextOrASentenceAndNeverAnythingElse() {
        byte[] good = TestFiles.pdf("page one", "page two");
        Random random = new Random(42);
        for (int i = 0; i < 300; i++) {
            byte[] broken = good.clone();
            for (int j = 0; j < 20; j++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            byte[] file = i % 2 == 0 ? broken : Arrays.copyOf(broken, random.nextInt(broken.length));
            try {
                assertThat(read(file).getString("text")).isNotNull();
            } catch (Unreadable told) {
                assertThat(told).hasMessageStartingWith("The ");
            }
        }
    }

    @Test
    void aStreamThatUnpacksToTooMuchIsRefusedHoweverItIsPacked() {
        int size = 9 << 20;

        for (byte[] bomb : new byte[][] {
            TestFiles.pdfThatUnpacksTo(size, null, COSName.FLATE_DECODE),
            TestFiles.pdfThatUnpacksTo(size, null, COSName.ASCII_HEX_DECODE, COSName.FLATE_DECODE),
            TestFiles.pdfThatUnpacksTo(size, "", COSName.FLATE_DECODE),
            TestFiles.pdfThatUnpacksTo(size, null, COSName.RUN_LENGTH_DECODE)
        }) {
            assertThat(bomb.length).isLessThan(size / 4);
            assertThatThrownBy(() -> read(bomb))
                    .isInstanceOf(Unreadable.class)
                    .hasMessageContaining("unpacks to more than");
        }
    }

    @Test
    void whatTakesTooLongIsGivenUp() {
        byte[] file = TestFiles.pdf("text");

        assertThatThrownBy(() -> read(file, 0, 100, Bounds.of(100, 8 << 20, Duration.ZERO)))
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining("too long");
    }
}
