package dev.mcpgateway.protocol;

/**
 * What the parser accepts at most; the size of a whole message is limited by whoever reads it from the network.
 *
 * @param maxDepth containers inside each other, the outermost counted; 1 or more, {@value #DEFAULT_MAX_DEPTH} by default
 * @param maxBatchSize messages in one JSON-RPC batch; 1 or more, {@value #DEFAULT_MAX_BATCH_SIZE} by default
 * @param maxMembers members of an envelope, of {@code params}, {@code params._meta} and {@code params.ref}, each; payloads
 *     such as {@code arguments} and results are free; 1 or more, {@value #DEFAULT_MAX_MEMBERS} by default
 */
public record JsonLimits(int maxDepth, int maxBatchSize, int maxMembers) {

    /** Deeper than any schema seen in the field, and below what the usual parsers of upstream servers take. */
    public static final int DEFAULT_MAX_DEPTH = 512;

    /** Each message of a batch becomes a call of its own, so one POST may not start an unlimited number. */
    public static final int DEFAULT_MAX_BATCH_SIZE = 100;

    /** Their names are compared with each other, which millions of them would turn into a long stop of the event loop. */
    public static final int DEFAULT_MAX_MEMBERS = 1024;

    /** The documented defaults. */
    public static final JsonLimits DEFAULT =
            new JsonLimits(DEFAULT_MAX_DEPTH, DEFAULT_MAX_BATCH_SIZE, DEFAULT_MAX_MEMBERS);

    public JsonLimits {
        requirePositive("maxDepth", maxDepth);
        requirePositive("maxBatchSize", maxBatchSize);
        requirePositive("maxMembers", maxMembers);
    }

    /** Limits with this depth and the defaults for the rest. */
    public JsonLimits(int maxDepth) {
        this(maxDepth, DEFAULT_MAX_BATCH_SIZE, DEFAULT_MAX_MEMBERS);
    }

    private static void requirePositive(String name, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, not " + limit);
        }
    }
}
