package dev.mcpgateway.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where sessions, tokens and people's grants are kept, and what encrypts them. */
public record StoreConfig(
        @Setting(
                value = "auto",
                restart = true,
                doc =
                        "'embedded' keeps records in a file under dataDir, for one process; 'dynamodb' in a table that all"
                                + " tasks share; 'memory' forgets them at the end; 'auto' is dynamodb when table or kmsKeyId is"
                                + " set, otherwise embedded.")
        Kind kind,

        @Setting(
                value = "~/.local/state/mcp-gateway",
                env = "DATA_DIR",
                restart = true,
                doc = "Directory for what the gateway keeps.")
        Path dataDir,

        @Setting(
                env = "DYNAMODB_TABLE_NAME",
                restart = true,
                doc = "The DynamoDB table: partition key 'sessionId' (string), time to live by 'ttl'. Without one:"
                        + " mcp-gateway-sessions.")
        @Nullable
        String table,

        @Setting(
                env = "KMS_KEY_ID",
                restart = true,
                doc =
                        "The KMS key that protects the keys of records: its id, ARN or alias. Records that older keys protect"
                                + " stay readable as long as KMS has those. Without one a key derived from auth.sessionSecret"
                                + " serves (dynamodb), or the key file in dataDir (embedded).")
        @Nullable
        String kmsKeyId,

        @Setting(
                env = "AWS_REGION",
                restart = true,
                doc = "The AWS region of table and key. Without one: that of the profile or the instance.")
        @Nullable
        String region,

        @Setting(
                env = "AWS_ENDPOINT_URL",
                restart = true,
                doc = "Address of all AWS services, for a stand-in such as LocalStack.")
        @Nullable
        URI endpoint,

        @Setting(
                value = "8s",
                min = "100ms",
                max = "1m",
                restart = true,
                doc = "A call of DynamoDB or KMS that takes longer, with all its attempts, has failed.")
        Duration callTimeout,

        @Setting(
                value = "3s",
                min = "50ms",
                max = "1m",
                restart = true,
                doc = "An attempt of such a call that takes longer has failed.")
        Duration attemptTimeout,

        @Setting(
                value = "3",
                min = "1",
                max = "10",
                restart = true,
                doc = "Most attempts of a call that fails in a way that may pass, such as throttling.")
        int attempts,

        @Setting(value = "50", min = "1", max = "1000", restart = true, doc = "Most connections to AWS at once.")
        int connections,

        @Setting(
                value = "5m",
                min = "1s",
                max = "1h",
                restart = true,
                doc =
                        "How long a key that protects stored records is kept in memory once it was opened. As long as that a"
                                + " task goes on when the keys cannot be reached, and can read what another task has shredded.")
        Duration dataKeyLifetime,

        @Setting(
                value = "10000",
                min = "10",
                restart = true,
                doc = "Of how many owners such keys are kept in memory; a person has one or a few.")
        int dataKeys) {

    /** The table where none is named. */
    public static final String DEFAULT_TABLE = "mcp-gateway-sessions";

    /** The stores there are. */
    public enum Kind {
        /** {@link #DYNAMODB} when a table or a KMS key is named, otherwise {@link #EMBEDDED}. */
        AUTO,
        EMBEDDED,
        MEMORY,
        DYNAMODB
    }

    /** The kind that is used: never {@link Kind#AUTO}. */
    public Kind effectiveKind() {
        return switch (kind) {
            case AUTO -> table == null && kmsKeyId == null ? Kind.EMBEDDED : Kind.DYNAMODB;
            case EMBEDDED, MEMORY, DYNAMODB -> kind;
        };
    }

    /** Whether several processes use the store at once. */
    public boolean isShared() {
        return effectiveKind() == Kind.DYNAMODB;
    }

    /** The DynamoDB table. */
    public String tableName() {
        return table == null ? DEFAULT_TABLE : table;
    }

    /** Returns the defaults. */
    public static StoreConfig defaults() {
        return Settings.defaults(StoreConfig.class);
    }
}
