package dev.mcpgateway.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.config.Settings;
import dev.mcpgateway.config.StoreConfig;
import dev.mcpgateway.store.StoredRecord;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class KeysNeededTest {
    private static final StoreConfig STORE = StoreConfig.defaults();

    private static KeysNeeded of(String... schemes) {
        KeysNeeded keys = new KeysNeeded();
        for (String scheme : schemes) {
            Buffer wrapped = Buffer.buffer("{\"format\":1,\"destroyedThrough\":0,\"keys\":[{\"id\":1,\"scheme\":\""
                    + scheme + "\",\"wrapped\":\"AAAA\"}]}");
            keys.note(
                    new StoredRecord("data-key/" + scheme, "data-key", "o/" + scheme, 1, StoredRecord.NEVER, wrapped));
        }
        return keys;
    }

    @Test
    void theKeyFileOrTheSecretIsNamedByTheKindOfStore() {
        assertThat(of("local").lines("embedded", STORE))
                .singleElement()
                .asString()
                .contains("server.key", STORE.dataDir().toString());
        assertThat(of("local").lines("dynamodb", STORE))
                .singleElement()
                .asString()
                .contains("SESSION_SECRET")
                .doesNotContain("server.key");
    }

    @Test
    void keysOfKmsAreNamedBesideThoseFromBeforeIt() {
        StoreConfig store = Settings.with(STORE, "kmsKeyId", "alias/gateway");

        assertThat(of("kms").lines("dynamodb", store))
                .singleElement()
                .asString()
                .contains("KMS", "alias/gateway");
        assertThat(of("kms").hasLocal()).isFalse();
        assertThat(of("local", "kms").lines("embedded", store)).hasSize(2);
    }

    @Test
    void aStoreWithoutDataKeysNeedsNone() {
        assertThat(of().lines("embedded", STORE)).isEmpty();
    }
}
