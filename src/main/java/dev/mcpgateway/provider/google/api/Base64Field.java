package dev.mcpgateway.provider.google.api;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mcpgateway.provider.tool.BufferInput;
import dev.mcpgateway.provider.tool.ToolFailure;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;

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
    public static Buffer data(Buffer body, GoogleService service) {
        try (JsonParser parser = JSON.createParser(new BufferInput(body))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Buffer.buffer();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals("data");
                parser.nextToken();
                if (wanted) {
                    return binary(parser, body.length());
                }
                parser.skipChildren();
            }
            return Buffer.buffer();
        } catch (IOException | IllegalArgumentException _) {
            throw new ToolFailure(service.errorCode(), service.label() + " answered what is no Base64.", null);
        }
    }

    /** Decoded while it is read, into what is large enough from the beginning. */
    private static Buffer binary(JsonParser parser, int sizeOfBody) throws IOException {
        Buffer bytes = Buffer.buffer((int) (sizeOfBody / 4 * 3L) + 3);
        parser.readBinaryValue(URL_ALPHABET, new OutputStream() {
            @Override
            public void write(int one) {
                bytes.appendByte((byte) one);
            }

            @Override
            public void write(byte[] some, int offset, int length) {
                bytes.appendBytes(some, offset, length);
            }
        });
        return bytes;
    }
}
