package dev.mcpgateway.provider.openapi.call;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Percent-encoding (RFC 3986, section 2). */
final class Encoding {
    private static final String UNRESERVED = "-._~";
    /** Reserved characters that cannot end a query parameter. */
    private static final String RESERVED = ":/?@!$'()*,;";

    private Encoding() {}

    /** All but unreserved characters encoded. */
    static String encode(String text) {
        return encode(text, "");
    }

    /** The same, with those reserved characters as they are that end nothing in a query. */
    static String encodeReserved(String text) {
        return encode(text, RESERVED);
    }

    /** The fixed part of a path, in which separators and what is encoded already stay as they are. */
    static String encodeFixed(String text) {
        return encode(text, "/%:@!$&'()*+,;=");
    }

    private static String encode(String text, String kept) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (plain || UNRESERVED.indexOf(c) >= 0 || kept.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return out.toString();
    }
}
