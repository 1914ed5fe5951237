package dev.mcpgateway.protocol;

/** Well-formed UTF-8 as Unicode's table 3-7 has it: no overlong form, no surrogate, nothing above U+10FFFF. */
final class Utf8 {

    private Utf8() {}

    /**
     * The position after the run of multi-byte characters that begins at {@code pos}, or {@code ~} the position of the
     * first byte that is not well-formed.
     */
    static int sequence(byte[] bytes, int pos, int end) {
        int at = pos;
        while (at < end && bytes[at] < 0) {
            int lead = bytes[at] & 0xff;
            int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
            if (lead < 0xc2 || lead > 0xf4 || end - at < length) {
                return ~at;
            }
            int second = bytes[at + 1] & 0xff;
            int lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
            int highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
            if (second < lowest || second > highest) {
                return ~at;
            }
            for (int i = 2; i < length; i++) {
                if ((bytes[at + i] & 0xc0) != 0x80) {
                    return ~at;
                }
            }
            at += length;
        }
        return at;
    }
}
