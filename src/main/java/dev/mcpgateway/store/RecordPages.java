package dev.mcpgateway.store;

import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of a store as they lie there, sealed and with their versions: what a backup is made of. Others may write
 * meanwhile; what a page has is how it was when the page was read.
 */
public interface RecordPages {

    /**
     * The parts of a store, in the order in which they have to be read: a data key that is read last is there for each record
     * that was read before, unless it was destroyed since.
     */
    enum Part {
        RECORDS,
        DATA_KEYS
    }

    /**
     * Some of the records, without those that expired.
     *
     * @param next where the next page begins, for {@link #page}; null at the end
     */
    record Page(List<StoredRecord> records, @Nullable String next) {}

    /**
     * One page of a part. Fails with {@link StoreException}.
     *
     * @param after {@link Page#next} of the page before; null for the first
     */
    Future<Page> page(Part part, @Nullable String after);
}
