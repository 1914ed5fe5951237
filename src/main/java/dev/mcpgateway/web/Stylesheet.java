package dev.mcpgateway.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The one stylesheet, under an address that changes with its content, so that browsers may keep it for good. */
final class Stylesheet {
    private static final String RESOURCE = "gateway.css";
    private static final int HASH_CHARACTERS = 12;

    private final Buffer css;
    private final String path;

    private Stylesheet(byte[] bytes) {
        // Indentation and line breaks are for people.
        String text = new String(bytes, StandardCharsets.UTF_8).replaceAll("\\s*\\n\\s*", "");
        this.css = Buffer.buffer(text);
        this.path = "/assets/gateway." + hash(css.getBytes()) + ".css";
    }

    static Stylesheet load() {
        try (InputStream in = Stylesheet.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing");
            }
            return new Stylesheet(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String path() {
        return path;
    }

    void mount(Router router) {
        router.get(path)
                .handler(context -> context.response()
                        .putHeader("content-type", "text/css; charset=utf-8")
                        .putHeader("cache-control", "public, max-age=31536000, immutable")
                        .putHeader("x-content-type-options", "nosniff")
                        .end(css));
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
                    .substring(0, HASH_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
