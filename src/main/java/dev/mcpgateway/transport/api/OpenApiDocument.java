package dev.mcpgateway.transport.api;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The description of this API. */
public final class OpenApiDocument {
    /** Where it is served, to anybody. */
    public static final String PATH = "/api/openapi.json";

    private OpenApiDocument() {}

    /** The document as JSON. */
    public static Buffer read() {
        try (InputStream in = OpenApiDocument.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("the OpenAPI document is not in the jar");
            }
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
