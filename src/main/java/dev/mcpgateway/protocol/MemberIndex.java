package dev.mcpgateway.protocol;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the members of one object are: their names and values as ranges of the bytes, in the order of the text. */
final class MemberIndex {

    private static final int INTS = 4;
    /** Up to this many members with names not longer than this, comparing all pairs is faster than hashing. */
    private static final int PAIRWISE = 12;

    private static final int SHORT_NAME = 256;

    private final byte[] bytes;
    private int[] spans = new int[INTS * 4];
    private int size;
    private int longestName;

    MemberIndex(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The members of the validated object that begins at {@code start}. */
    static MemberIndex of(byte[] bytes, int start, int end) {
        MemberIndex index = new MemberIndex(bytes);
        int at = JsonSkip.whitespace(bytes, start + 1);
        while (bytes[at] != '}') {
            if (bytes[at] == ',') {
                at = JsonSkip.whitespace(bytes, at + 1);
            }
            int nameEnd = JsonSkip.string(bytes, at);
            int value = JsonSkip.whitespace(bytes, JsonSkip.whitespace(bytes, nameEnd) + 1);
            int valueEnd = JsonSkip.value(bytes, value, end);
            index.add(at + 1, nameEnd - 1, value, valueEnd);
            at = JsonSkip.whitespace(bytes, valueEnd);
        }
        return index;
    }

    void add(int nameStart, int nameEnd, int valueStart, int valueEnd) {
        int at = size * INTS;
        if (at == spans.length) {
            spans = Arrays.copyOf(spans, at * 2);
        }
        spans[at] = nameStart;
        spans[at + 1] = nameEnd;
        spans[at + 2] = valueStart;
        spans[at + 3] = valueEnd;
        size++;
        longestName = Math.max(longestName, nameEnd - nameStart);
    }

    int size() {
        return size;
    }

    /** The first byte of the name, after its quotation mark. */
    int nameStart(int i) {
        return spans[i * INTS];
    }

    /** The closing quotation mark of the name. */
    int nameEnd(int i) {
        return spans[i * INTS + 1];
    }

    int valueStart(int i) {
        return spans[i * INTS + 2];
    }

    int valueEnd(int i) {
        return spans[i * INTS + 3];
    }

    String name(int i) {
        return JsonStrings.decode(bytes, nameStart(i), nameEnd(i));
    }

    /** The last member of this name, which is the one that most parsers keep, or -1. */
    int find(String name) {
        for (int i = size - 1; i >= 0; i--) {
            if (JsonStrings.equal(bytes, nameStart(i), nameEnd(i), name)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * A name that stands here more than once after unescaping, or null. Names in {@code guarded} clash with names that
     * differ from them only in case as well.
     */
    @Nullable
    String clash(Set<String> guarded) {
        if (size > PAIRWISE || longestName > SHORT_NAME) {
            return clashByHash(guarded);
        }
        for (int i = 1; i < size; i++) {
            for (int j = 0; j < i; j++) {
                switch (compare(i, j)) {
                    case SAME -> {
                        return name(i);
                    }
                    case SAME_BUT_FOR_CASE -> {
                        if (guarded.contains(name(i)) || guarded.contains(name(j))) {
                            return name(i);
                        }
                    }
                    case DIFFERENT -> {}
                }
            }
        }
        return null;
    }

    private @Nullable String clashByHash(Set<String> guarded) {
        Set<String> names = HashSet.newHashSet(size);
        for (int i = 0; i < size; i++) {
            String name = name(i);
            if (!names.add(name)) {
                return name;
            }
        }
        for (String guard : guarded) {
            if (names.contains(guard)) {
                for (String name : names) {
                    if (name.equalsIgnoreCase(guard) && !name.equals(guard)) {
                        return name;
                    }
                }
            }
        }
        return null;
    }

    private enum Likeness {
        SAME,
        SAME_BUT_FOR_CASE,
        DIFFERENT
    }

    private Likeness compare(int i, int j) {
        int start = nameStart(i);
        int other = nameStart(j);
        int length = nameEnd(i) - start;
        int otherLength = nameEnd(j) - other;
        Likeness likeness = Likeness.SAME;
        for (int k = 0; k < Math.min(length, otherLength); k++) {
            byte a = bytes[start + k];
            byte b = bytes[other + k];
            if (a == '\\' || b == '\\' || (a | b) < 0) {
                return compareDecoded(name(i), name(j));
            }
            if (a != b) {
                if ((a ^ b) != 0x20 || !Character.isLetter(a)) {
                    return Likeness.DIFFERENT;
                }
                likeness = Likeness.SAME_BUT_FOR_CASE;
            }
        }
        return length == otherLength ? likeness : Likeness.DIFFERENT;
    }

    private static Likeness compareDecoded(String name, String other) {
        return name.equals(other)
                ? Likeness.SAME
                : name.equalsIgnoreCase(other) ? Likeness.SAME_BUT_FOR_CASE : Likeness.DIFFERENT;
    }
}
