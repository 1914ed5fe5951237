package dev.mcpgateway.store;

import java.util.Set;
import java.util.stream.Collectors;

/** What can be known of the records that hold wrapped data keys, without opening any. */
public final class StoredKeys {

    private StoredKeys() {}

    /** Whether it is a record with data keys, and no record that they seal. */
    public static boolean isOne(StoredRecord record) {
        return record.kind().equals(WrappedKeys.KIND);
    }

    /**
     * By what the keys of this record are protected, such as {@code local} or {@code kms}; nothing when they were all
     * destroyed. Fails with {@link StoreCorrupt}.
     */
    public static Set<String> schemes(StoredRecord record) {
        return WrappedKeys.of(record.owner(), record).keys().stream()
                .map(WrappedKeys.WrappedKey::scheme)
                .collect(Collectors.toSet());
    }
}
