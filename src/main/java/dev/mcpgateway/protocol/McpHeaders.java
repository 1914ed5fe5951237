package dev.mcpgateway.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Base64;

/**
 * The HTTP headers of MCP's transports, and the encoding of values that a header cannot carry as they are (2026-07-28,
 * Streamable HTTP, section Value Encoding). Header names compare without regard to case, values with.
 */
public final class McpHeaders {

    /** 2025-03-26 to 2025-11-25: the session. */
    public static final String SESSION_ID = "Mcp-Session-Id";

    /** 2025-06-18 and later: the protocol version of the request. */
    public static final String PROTOCOL_VERSION = "MCP-Protocol-Version";

    /** 2026-07-28: the method. */
    public static final String METHOD = "Mcp-Method";

    /** 2026-07-28: which tool, prompt or resource; may be encoded. */
    public static final String NAME = "Mcp-Name";

    /** 2026-07-28: begins the names of headers that carry arguments of a tool; may be encoded. */
    public static final String PARAM_PREFIX = "Mcp-Param-";

    /** 2025-03-26 to 2025-11-25: the event behind which a stream is resumed. */
    public static final String LAST_EVENT_ID = "Last-Event-ID";

    private static final String ENCODED_PREFIX = "=?base64?";
    private static final String ENCODED_SUFFIX = "?=";

    private McpHeaders() {}

    /**
     * The header value for these characters: as they are when that is safe, else their UTF-8 in Base64. It never contains
     * anything but visible ASCII, and spaces and tabs between.
     *
     * @throws InvalidHeaderValue when they are no text, because of a lone surrogate
     */
    public static String encode(String value) {
        if (!value.isEmpty()
                && isPlain(value)
                && !isEncoded(value)
                && stripWhitespace(value).length() == value.length()) {
            return value;
        }
        try {
            ByteBuffer utf8 = UTF_8.newEncoder().encode(CharBuffer.wrap(value));
            byte[] bytes = Arrays.copyOfRange(utf8.array(), utf8.arrayOffset(), utf8.arrayOffset() + utf8.remaining());
            return ENCODED_PREFIX + Base64.getEncoder().encodeToString(bytes) + ENCODED_SUFFIX;
        } catch (CharacterCodingException e) {
            throw new InvalidHeaderValue("the value has a lone surrogate, which UTF-8 cannot carry");
        }
    }

    /**
     * The characters that a header value stands for; spaces and tabs around it are no part of it. What comes out of Base64
     * may have any character in it, newlines too: it is for comparing and never to be written into a header again.
     *
     * @throws InvalidHeaderValue when it has characters that no header may have, or its Base64 or UTF-8 is not exactly what
     *     an encoder writes
     */
    public static String decode(String value) {
        String stripped = stripWhitespace(value);
        if (!isPlain(stripped)) {
            throw new InvalidHeaderValue("the value has characters other than visible ASCII, space and tab");
        }
        if (!isEncoded(stripped)) {
            return stripped;
        }
        String base64 = stripped.substring(ENCODED_PREFIX.length(), stripped.length() - ENCODED_SUFFIX.length());
        try {
            byte[] bytes = Base64.getDecoder().decode(base64.getBytes(US_ASCII));
            // The decoder forgives missing padding and stray bits; two forms of one value would be a way past a filter.
            if (Base64.getEncoder().encodeToString(bytes).equals(base64)) {
                return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            }
            throw new InvalidHeaderValue("the value's Base64 is not canonical");
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw new InvalidHeaderValue("the value is not UTF-8 in Base64");
        }
    }

    /**
     * Whether this can be a session id: visible ASCII and nothing else (2025-11-25, Streamable HTTP, section Session
     * Management). Ids that come from outside are checked before they are written into a header.
     */
    public static boolean isSessionId(String value) {
        return !value.isEmpty() && value.chars().allMatch(c -> c > ' ' && c <= '~');
    }

    /** Whether this can be a header's name: a token of RFC 9110, section 5.6.2. */
    static boolean isToken(String name) {
        return !name.isEmpty()
                && name.chars()
                        .allMatch(c -> (c >= '0' && c <= '9')
                                || (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
    }

    /** The value without the spaces and tabs around it, which are no part of a field value (RFC 9110, section 5.5). */
    static String stripWhitespace(String value) {
        int start = 0;
        int end = value.length();
        while (start < end && isBlank(value.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(start, end);
    }

    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c > '~') {
                return false;
            }
        }
        return true;
    }

    private static boolean isEncoded(String value) {
        return value.length() >= ENCODED_PREFIX.length() + ENCODED_SUFFIX.length()
                && value.startsWith(ENCODED_PREFIX)
                && value.endsWith(ENCODED_SUFFIX);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
