package dev.mcpgateway.store;

/** The record has another version than the writer read: somebody else wrote, deleted or let it expire in between. */
public final class VersionConflict extends StoreException {

    private final String key;
    private final long expectedVersion;

    public VersionConflict(String key, long expectedVersion) {
        super(
                expectedVersion == 0
                        ? key + " exists already"
                        : key + " was changed or deleted since its version " + expectedVersion + " was read");
        this.key = key;
        this.expectedVersion = expectedVersion;
    }

    /** The key of the record that was to be written. */
    public String key() {
        return key;
    }

    /** The version that the writer expected, 0 for "must not exist". */
    public long expectedVersion() {
        return expectedVersion;
    }
}
