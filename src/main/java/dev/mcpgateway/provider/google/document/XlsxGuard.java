package dev.mcpgateway.provider.google.document;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.io.IOException;
import java.io.InputStream;
import java.util.Enumeration;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Reads a workbook through once, keeping nothing, before the library reads it: how large it is when unpacked, and what the library
 * would believe, such as a cell in the column of number 300,000,000, for which it would make as many.
 */
final class XlsxGuard {
    private static final int MOST_ENTRIES = 10_000;
    /** XFD, the last column that there is. */
    private static final int MOST_LETTERS = 3;
    /** No number has more digits; the time to read one grows with their square. */
    private static final int MOST_DIGITS = 32_767;

    private final Bounds bounds;
    private final XMLInputFactory xml = new InputFactoryImpl();

    XlsxGuard(Bounds bounds) {
        this.bounds = bounds;
        xml.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        xml.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    }

    /** @throws IOException when it is no archive */
    void check(byte[] file) throws IOException {
        long left = bounds.unpacked();
        int entries = 0;
        // The same reader of archives as the library's, so that both see the same entries.
        try (ZipFile archive = ZipFile.builder()
                .setSeekableByteChannel(new SeekableInMemoryByteChannel(file))
                .get()) {
            for (Enumeration<ZipArchiveEntry> all = archive.getEntries(); all.hasMoreElements(); ) {
                if (++entries > MOST_ENTRIES) {
                    throw implausible();
                }
                Counted content = new Counted(archive.getInputStream(all.nextElement()), left);
                try (content) {
                    check(content);
                    left = content.left;
                }
            }
        }
    }

    private void check(Counted content) throws IOException {
        try {
            XMLStreamReader reader = xml.createXMLStreamReader(content);
            boolean number = false;
            int digits = 0;
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        number = reader.getLocalName().equals("v");
                        digits = 0;
                        if (reader.getLocalName().equals("c")) {
                            checkPlace(reader.getAttributeValue(null, "r"));
                        }
                    }
                    case XMLStreamConstants.END_ELEMENT -> number = false;
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                        digits += reader.getTextLength();
                        if (number && digits > MOST_DIGITS) {
                            throw implausible();
                        }
                    }
                    default -> {
                        // Nothing else is believed.
                    }
                }
            }
        } catch (XMLStreamException _) {
            // A picture, say; or the library will say what is wrong.
            content.skipToEnd();
        }
    }

    private static void checkPlace(@Nullable String place) {
        if (place == null) {
            return;
        }
        int letters = 0;
        for (int i = 0; i < place.length(); i++) {
            if (Character.isLetter(place.charAt(i)) && ++letters > MOST_LETTERS) {
                throw implausible();
            }
        }
    }

    private static Unreadable implausible() {
        return new Unreadable("The workbook is damaged.", "Ask the person to open and save it.");
    }

    /** What is unpacked, counted while it is read. */
    private final class Counted extends InputStream {
        private final InputStream in;
        private long left;

        Counted(InputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = in.read(target, offset, length);
            if (count > 0) {
                left -= count;
                bounds.checkSize(bounds.unpacked() - left);
                bounds.checkTime();
            }
            return count;
        }

        void skipToEnd() throws IOException {
            byte[] nothing = new byte[8 << 10];
            while (read(nothing, 0, nothing.length) >= 0) {
                // Counted above.
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
