package dev.mcpgateway.provider.google.document;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDocument;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.filter.Filter;
import org.apache.pdfbox.filter.FilterFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that the streams of a PDF stay small when they are unpacked. The library unpacks a stream into memory as a whole, so
 * each is unpacked here first, into nothing.
 */
final class PdfStreams {
    private static final byte[] STREAM = {'s', 't', 'r', 'e', 'a', 'm'};
    private static final int BLOCK = 64 << 10;

    private final Bounds bounds;

    PdfStreams(Bounds bounds) {
        this.bounds = bounds;
    }

    /** Checks what is unpacked while the file is opened: streams of objects and of references, which are deflated. */
    void checkDeflated(byte[] file) {
        byte[] nothing = new byte[BLOCK];
        for (int at = next(file, 0); at >= 0; at = next(file, at)) {
            checkInflated(file, at, nothing);
        }
    }

    /** Where the next stream begins; -1 if there is none. */
    private static int next(byte[] file, int from) {
        for (int at = from; at <= file.length - STREAM.length; at++) {
            int same = 0;
            while (same < STREAM.length && file[at + same] == STREAM[same]) {
                same++;
            }
            if (same == STREAM.length) {
                int begin = at + same;
                while (begin < file.length && (file[begin] == '\r' || file[begin] == '\n' || file[begin] == ' ')) {
                    begin++;
                }
                return begin;
            }
        }
        return -1;
    }

    /** The header of zlib is skipped as the library skips it, without a look at it. */
    private void checkInflated(byte[] file, int at, byte[] nothing) {
        if (at + 2 >= file.length) {
            return;
        }
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(file, at + 2, file.length - at - 2);
            long size = 0;
            int count;
            while ((count = inflater.inflate(nothing)) > 0) {
                size += count;
                bounds.checkSize(size);
                bounds.checkTime();
            }
        } catch (DataFormatException _) {
            // Not deflated, or at its end.
        }
    }

    /** Checks all streams of an open file, however they are packed and encrypted, but for images, which nobody unpacks. */
    void checkAll(COSDocument document) throws IOException {
        for (var entry : document.getXrefTable().entrySet()) {
            // What has no place of its own is inside a stream of objects, where no stream can be.
            if (entry.getValue() > 0) {
                bounds.checkTime();
                check(document, entry.getKey());
            }
        }
    }

    private void check(COSDocument document, COSObjectKey key) throws IOException {
        COSObject object = document.getObjectFromPool(key);
        if (object.getObject() instanceof COSStream stream
                && !COSName.IMAGE.equals(stream.getCOSName(COSName.SUBTYPE))) {
            unpack(stream);
        }
    }

    private void unpack(COSStream stream) throws IOException {
        List<Filter> filters = new ArrayList<>();
        COSBase named = stream.getFilters();
        if (named instanceof COSName one) {
            filters.add(FilterFactory.INSTANCE.getFilter(one));
        } else if (named instanceof COSArray several) {
            for (int i = 0; i < several.size(); i++) {
                if (several.getObject(i) instanceof COSName one) {
                    filters.add(FilterFactory.INSTANCE.getFilter(one));
                }
            }
        }
        byte @Nullable [] packed = null;
        for (int i = 0; i < filters.size(); i++) {
            Sink sink = new Sink(i == filters.size() - 1);
            try (InputStream in = packed == null ? stream.createRawInputStream() : new ByteArrayInputStream(packed)) {
                filters.get(i).decode(in, sink, stream, i);
            }
            packed = sink.kept.toByteArray();
        }
    }

    /** Counts what is unpacked, and keeps it for the next filter. */
    private final class Sink extends OutputStream {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private final boolean last;
        private long size;

        Sink(boolean last) {
            this.last = last;
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            size += length;
            bounds.checkSize(size);
            bounds.checkTime();
            if (!last) {
                kept.write(bytes, offset, length);
            }
        }
    }
}
