package dev.mcpgateway.provider.upstream.credentials;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Any text as the value of a header: what is not printable ASCII, and the percent sign, are percent-encoded. */
final class HeaderText {
    private HeaderText() {}

    static String of(String text) {
        StringBuilder value = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b > ' ' && b <= '~' && b != '%') {
                value.append((char) b);
            } else {
                value.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return value.toString();
    }
}
