package dev.mcpgateway.provider.google.document;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/** The text of a PDF (ISO 32000-1), page by page. */
public final class PdfText {
    private static final String OPEN_IT = "Ask the person to open it.";
    /** What the library says of a damaged file has pieces of it. Loggers that nobody holds forget that they are off. */
    private static final List<Logger> SILENT =
            List.of(Logger.getLogger("org.apache.pdfbox"), Logger.getLogger("org.apache.fontbox"));

    static {
        // The library makes a raster, and with it a toolkit, while its classes load; no toolkit may look for a screen.
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
        SILENT.forEach(logger -> logger.setLevel(Level.OFF));
        FontMappers.set(new PdfFonts());
    }

    private PdfText() {}

    /**
     * Adds the text to the window, until it is full.
     *
     * @return how many pages the file has
     * @throws Unreadable when it is damaged, encrypted, too large when unpacked, has no text, or takes too long
     */
    public static int read(byte[] file, TextWindow window, Bounds bounds) {
        PdfStreams streams = new PdfStreams(bounds);
        streams.checkDeflated(file);
        try (PDDocument document = Loader.loadPDF(file)) {
            streams.checkAll(document.getDocument());
            return pages(document, window, bounds);
        } catch (InvalidPasswordException _) {
            throw new Unreadable("The PDF is encrypted and opens with a password only.", OPEN_IT);
        } catch (LinkageError _) {
            // Certificates and pictures need libraries that are not here.
            throw new Unreadable("The PDF is encrypted or packed in a way that cannot be read here.", OPEN_IT);
        } catch (Unreadable told) {
            throw told;
        } catch (IOException | RuntimeException | StackOverflowError _) {
            // When a file is not what the standard says, the library falls into anything.
            throw new Unreadable("The PDF is damaged.", OPEN_IT);
        }
    }

    private static int pages(PDDocument document, TextWindow window, Bounds bounds) throws IOException {
        int count = document.getNumberOfPages();
        int last = Math.min(count, bounds.pages());
        boolean any = false;
        for (int page = 1; page <= last && !window.isFull(); page++) {
            PageText text = new PageText(bounds);
            new Stripper(page, bounds).writeText(document, text);
            String written = text.text.toString().strip();
            if (!written.isEmpty()) {
                window.append(any ? "\n\n" : "").append("[page " + page + "]\n").append(written);
                any = true;
            }
        }
        if (!any && last > 0) {
            throw new Unreadable(
                    "The PDF has no text: its " + (last < count ? "first " + last : Integer.toString(last))
                            + " pages are pictures, probably scanned.",
                    "Ask the person to open it; opening it with Google Docs recognizes text.");
        }
        if (last < count && !window.isFull()) {
            window.append("\n\n[pages " + (last + 1) + " to " + count + " are not read]");
        }
        return count;
    }

    /** The text of one page, which may not be larger than a file may unpack to. */
    private static final class PageText extends Writer {
        private final Bounds bounds;
        private final StringBuilder text = new StringBuilder();

        PageText(Bounds bounds) {
            this.bounds = bounds;
        }

        @Override
        public void write(char[] chars, int offset, int length) {
            text.append(chars, offset, length);
            bounds.checkSize(text.length());
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    /** One page, which stops when the time is over. */
    private static final class Stripper extends PDFTextStripper {
        private static final int BYTES_PER_CHARACTER = 256;

        private final Bounds bounds;
        private long characters;

        Stripper(int page, Bounds bounds) {
            this.bounds = bounds;
            setStartPage(page);
            setEndPage(page);
        }

        @Override
        protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
            bounds.checkTime();
            super.processOperator(operator, operands);
        }

        @Override
        protected void processTextPosition(TextPosition text) {
            // The library keeps all of a page before it writes any.
            bounds.checkSize(++characters * BYTES_PER_CHARACTER);
            super.processTextPosition(text);
        }
    }
}
