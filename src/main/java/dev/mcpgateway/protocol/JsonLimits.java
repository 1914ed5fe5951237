package dev.mcpgateway.protocol;

/**
 * What the parser accepts at most; the size of a whole message is limited by whoever reads it from the network.
 *
 * @param maxDepth containers inside each other, the outermost counted; 1 or more, {@value #DEFAULT_MAX_DEPTH} by default
 * @param maxBatchSize messages in one JSON-RPC batch; 1 or more, {@value #DEFAULT_MAX_BATCH_SIZE} by default
 */
public record JsonLimits(int maxDepth, int maxBatchSize) {

    /** Deeper than any schema seen in the field, and below what the usual parsers of upstream servers take. */
    public static final int DEFAULT_MAX_DEPTH = 512;

    /** Each message of a batch becomes a call of its own, so one POST may not start an unlimited number. */
    public static final int DEFAULT_MAX_BATCH_SIZE = 100;

    /** The documented defaults. */
    public static final JsonLimits DEFAULT = new JsonLimits(DEFAULT_MAX_DEPTH, DEFAULT_MAX_BATCH_SIZE);

    public JsonLimits {
        if (maxDepth < 1) {
            throw new IllegalArgumentException("maxDepth must be at least 1, not " + maxDepth);
        }
        if (maxBatchSize < 1) {
            throw new IllegalArgumentException("maxBatchSize must be at least 1, not " + maxBatchSize);
        }
    }

    /** Limits with this depth and the default for the rest. */
    public JsonLimits(int maxDepth) {
        this(maxDepth, DEFAULT_MAX_BATCH_SIZE);
    }
}
