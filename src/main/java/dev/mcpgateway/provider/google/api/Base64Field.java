package dev.mcpgateway.provider.google.api;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mcpgateway.provider.tool.ToolFailure;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;

/** Bytes inside an answer. A file passes without its Base64 ever becoming a text, which would double what it takes. */
public final class Base64Field {
    private static final JsonFactory JSON = new JsonFactory();
    /** With padding or without, as Google likes. */
    private static final Base64Variant URL_ALPHABET = new Base64Variant(
                    "padded",
                    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
                    true,
                    '=',
                    Integer.MAX_VALUE)
            .withPaddingAllowed();

    private Base64Field() {}

    /**
     * The field {@code data} of an object, which is Base64 of the URL alphabet (RFC 4648, section 5); empty without one.
     *
     * @param service who answered
     * @throws ToolFailure when it is none
     */
    public static byte[] data(Buffer body, GoogleService service) {
        try (JsonParser parser = JSON.createParser(new Bytes(body))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new byte[0];
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals("data");
                parser.nextToken();
                if (wanted) {
                    return parser.getBinaryValue(URL_ALPHABET);
                }
                parser.skipChildren();
            }
            return new byte[0];
        } catch (IOException _) {
            throw new ToolFailure(service.errorCode(), service.label() + " answered what is no Base64.", null);
        }
    }

    /** The bytes of a buffer without a copy of all of them. */
    private static final class Bytes extends InputStream {
        private final Buffer buffer;
        private int at;

        Bytes(Buffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public int read() {
            return at < buffer.length() ? buffer.getByte(at++) & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            int count = Math.min(length, buffer.length() - at);
            if (count <= 0) {
                return length == 0 ? 0 : -1;
            }
            buffer.getBytes(at, at + count, target, offset);
            at += count;
            return count;
        }
    }
}
