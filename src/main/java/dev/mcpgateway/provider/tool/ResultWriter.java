package dev.mcpgateway.provider.tool;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a result as JSON. A buffer in it becomes Base64 (RFC 4648, section 4) while it is written: a file has no text of its own
 * at any time, and the message is as large as it has to be from the beginning.
 */
final class ResultWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonObject result;
    private final int size;

    ResultWriter(JsonObject result) {
        this.result = result;
        Count count = new Count();
        write(count, false);
        this.size = Math.toIntExact(count.bytes + count.files);
    }

    /** How many bytes it writes. */
    int size() {
        return size;
    }

    void writeTo(Buffer target) {
        write(
                new OutputStream() {
                    @Override
                    public void write(int one) {
                        target.appendByte((byte) one);
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) {
                        target.appendBytes(bytes, offset, length);
                    }
                },
                true);
    }

    /** Counts what is written, and the files apart, which are not written for that. */
    private static final class Count extends OutputStream {
        private long bytes;
        private long files;

        @Override
        public void write(int one) {
            bytes++;
        }

        @Override
        public void write(byte[] some, int offset, int length) {
            bytes += length;
        }
    }

    private void write(OutputStream out, boolean withFiles) {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            write(json, result, withFiles ? null : (Count) out);
        } catch (IOException failure) {
            throw new UncheckedIOException("memory cannot be written to", failure);
        }
    }

    /** @param count takes the sizes of files instead of writing them; null to write them */
    private static void write(JsonGenerator json, @Nullable Object value, @Nullable Count count) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case String text -> json.writeString(text);
            case JsonObject object -> object(json, object.getMap(), count);
            case Map<?, ?> map -> object(json, map, count);
            case JsonArray array -> array(json, array.getList(), count);
            case List<?> list -> array(json, list, count);
            case Buffer file -> file(json, file, count);
            default -> json.writeRawValue(Json.encode(value));
        }
    }

    private static void object(JsonGenerator json, Map<?, ?> members, @Nullable Count count) throws IOException {
        json.writeStartObject();
        for (Map.Entry<?, ?> member : members.entrySet()) {
            json.writeFieldName(String.valueOf(member.getKey()));
            write(json, member.getValue(), count);
        }
        json.writeEndObject();
    }

    private static void array(JsonGenerator json, List<?> items, @Nullable Count count) throws IOException {
        json.writeStartArray();
        for (Object item : items) {
            write(json, item, count);
        }
        json.writeEndArray();
    }

    private static void file(JsonGenerator json, Buffer file, @Nullable Count count) throws IOException {
        if (count == null) {
            json.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, new BufferInput(file), file.length());
        } else {
            count.files += (file.length() + 2L) / 3 * 4;
            json.writeString("");
        }
    }
}
