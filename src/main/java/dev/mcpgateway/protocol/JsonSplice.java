package dev.mcpgateway.protocol;

/** The bytes {@code [from, to)} give way to others. */
@SuppressWarnings("ArrayRecordComponent") // Never compared; the bytes are written once.
record JsonSplice(int from, int to, byte[] replacement) {

    /** By how much the text grows; negative when it shrinks. */
    int growth() {
        return replacement.length - (to - from);
    }
}
