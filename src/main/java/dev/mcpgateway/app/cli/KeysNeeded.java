package dev.mcpgateway.app.cli;

import dev.mcpgateway.config.StoreConfig;
import dev.mcpgateway.crypto.ServerKey;
import dev.mcpgateway.store.StoredKeys;
import dev.mcpgateway.store.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which keys, none of which is in a backup, open what is in it. */
final class KeysNeeded {
    private static final String KMS = "kms";

    private final Set<String> schemes = new TreeSet<>();

    /** Looks at a record of the backup. */
    void note(StoredRecord record) {
        if (StoredKeys.isOne(record)) {
            schemes.addAll(StoredKeys.schemes(record));
        }
    }

    /** Whether anything opens with a secret of the gateway, and not with KMS. */
    boolean hasLocal() {
        return schemes.stream().anyMatch(scheme -> !scheme.equals(KMS));
    }

    /** What has to be kept beside a backup of that kind of store. */
    List<String> lines(String kind, StoreConfig store) {
        List<String> lines = new ArrayList<>();
        if (hasLocal()) {
            lines.add(
                    kind.equals("embedded")
                            ? "It can be read only with the key file " + ServerKey.FILE_NAME + " of that gateway ("
                                    + store.dataDir() + "): keep a copy, apart from the backup."
                            : "It can be read only with the SESSION_SECRET of that gateway, with all secrets in it: keep a copy,"
                                    + " apart from the backup.");
        }
        if (schemes.contains(KMS)) {
            lines.add("It can be read only as long as KMS has the key that protects it"
                    + (store.kmsKeyId() == null ? "" : " (new data keys: " + store.kmsKeyId() + ")")
                    + ", and with the permission kms:Decrypt.");
        }
        return lines;
    }
}
