package dev.mcpgateway.app;

import io.vertx.core.json.jackson.JacksonCodec;
import io.vertx.core.spi.JsonFactory;
import io.vertx.core.spi.json.JsonCodec;

/**
 * Keeps Vert.x to jackson-core. It would take jackson-databind, which reads OpenAPI documents here, for all JSON as soon as that
 * is there; loading it costs each start, and no request needs it.
 */
public final class StreamedJson implements JsonFactory {
    private static final JsonCodec CODEC = new JacksonCodec();

    @Override
    public int order() {
        return 0;
    }

    @Override
    public JsonCodec codec() {
        return CODEC;
    }
}
