package dev.mcpgateway.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The bytes of a request in which only a ten-digit number changes, wherever {@link #NUMBER} stands. */
final class RequestTemplate {
    static final String NUMBER = "##########";

    private final byte[] bytes;
    private final List<Integer> offsets = new ArrayList<>();

    RequestTemplate(String request) {
        bytes = request.getBytes(StandardCharsets.ISO_8859_1);
        for (int at = request.indexOf(NUMBER); at >= 0; at = request.indexOf(NUMBER, at + NUMBER.length())) {
            offsets.add(at);
        }
    }

    /** Returns the one array of this template, with {@code number} written into it. */
    byte[] with(long number) {
        byte[] digits = Long.toString(number).getBytes(StandardCharsets.ISO_8859_1);
        for (int offset : offsets) {
            System.arraycopy(digits, 0, bytes, offset, NUMBER.length());
        }
        return bytes;
    }
}
