package dev.mcpgateway.store;

import java.util.function.Consumer;

/**
 * A store whose records are replaced by others, as they are, while no gateway uses it. Every method blocks, and fails with
 * {@link StoreException}.
 */
public interface RestoreTarget extends AutoCloseable {

    /** The kind of a record that says that a restore began and has not ended. */
    String UNFINISHED = "unfinished-restore";

    /** Shows what the store has, without what expired. */
    void present(Consumer<StoredRecord> each);

    /** Begins with an empty store, except for data keys that were destroyed, which are kept as such. */
    void begin();

    /** Adds a record with its version; one under the same key gives way. */
    void write(StoredRecord record);

    /** What was written is what the store has, from now on and after a power failure. */
    void finish();

    /** Lets go of the store, whether or not {@link #finish} was reached. */
    @Override
    void close();
}
