package dev.mcpgateway.protocol;

import io.vertx.core.buffer.Buffer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Searches through bytes, eight at a time. */
final class Words {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = ONES << 7;

    private Words() {}

    /** The first position in {@code [from, to)} of one of two ASCII characters, or {@code to}. */
    static int indexOfEither(byte[] bytes, int from, int to, char one, char other) {
        int at = from;
        while (to - at >= Long.BYTES) {
            long word = (long) LONG.get(bytes, at);
            long found = (zeroes(word ^ ONES * one) | zeroes(word ^ ONES * other)) & HIGH;
            if (found != 0) {
                return at + firstByte(found);
            }
            at += Long.BYTES;
        }
        while (at < to && bytes[at] != one && bytes[at] != other) {
            at++;
        }
        return at;
    }

    /** The same in a buffer, without copying it. */
    static int indexOfEither(Buffer bytes, int from, int to, char one, char other) {
        int at = from;
        while (to - at >= Long.BYTES) {
            long word = bytes.getLongLE(at);
            long found = (zeroes(word ^ ONES * one) | zeroes(word ^ ONES * other)) & HIGH;
            if (found != 0) {
                return at + firstByte(found);
            }
            at += Long.BYTES;
        }
        while (at < to && bytes.getByte(at) != one && bytes.getByte(at) != other) {
            at++;
        }
        return at;
    }

    /**
     * The first position in {@code [from, to)} of a byte that is not one of the ASCII characters which stand for themselves
     * in a JSON string, or {@code to}.
     */
    static int indexOfNonLiteral(byte[] bytes, int from, int to) {
        int at = from;
        while (to - at >= Long.BYTES) {
            long word = (long) LONG.get(bytes, at);
            long found = (word | lessThan(word, ' ') | zeroes(word ^ ONES * '"') | zeroes(word ^ ONES * '\\')) & HIGH;
            if (found != 0) {
                return at + firstByte(found);
            }
            at += Long.BYTES;
        }
        while (at < to && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        return at;
    }

    /** Marks, each in its byte's high bit, the quotation marks, backslashes and brackets among the eight bytes at a position. */
    static long structure(byte[] bytes, int at) {
        long word = (long) LONG.get(bytes, at);
        // Square and curly brackets, and no other characters of JSON, differ in this bit alone.
        long folded = word | ONES * 0x20;
        return exactZeroes(word ^ ONES * '"')
                | exactZeroes(word ^ ONES * '\\')
                | exactZeroes(folded ^ ONES * '{')
                | exactZeroes(folded ^ ONES * '}');
    }

    /** The marks without that of one byte, which may be the ninth and so have none. */
    static long without(long marks, int byteIndex) {
        return byteIndex < Long.BYTES ? marks & ~(0x80L << (byteIndex * Byte.SIZE)) : marks;
    }

    /** The index of the byte that the lowest mark belongs to. */
    static int firstByte(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }

    /** Marks the zero bytes and no others, which costs a little more than {@link #zeroes}. */
    private static long exactZeroes(long word) {
        return ~(((word & ~HIGH) + ~HIGH) | word | ~HIGH);
    }

    /** Marks the high bits of the bytes below a bound. Borrows mark others too, but none below the lowest true one. */
    private static long lessThan(long word, char bound) {
        return (word - ONES * bound) & ~word;
    }

    private static long zeroes(long word) {
        return lessThan(word, (char) 1);
    }
}
