package dev.mcpgateway.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Addresses within the gateway. */
final class Links {
    private Links() {}

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
