package dev.mcpgateway.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpgateway.aws.AwsClients;
import dev.mcpgateway.testing.DynamoDbLocal;
import dev.mcpgateway.testing.FakeKms;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KmsKeyWrapperTest {

    private static final SortedMap<String, String> ALICE = new TreeMap<>(java.util.Map.of("owner", "alice"));
    private static final SortedMap<String, String> BOB = new TreeMap<>(java.util.Map.of("owner", "bob"));
    private static final byte[] TEXT = "text".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    private static final byte[] PLACE = {1};

    private final FakeKms kms = FakeKms.with("alias/old", "alias/new");
    private final AwsClients aws = new AwsClients(DynamoDbLocal.options(kms.url()));
    private final KmsKeyWrapper wrapper = new KmsKeyWrapper(aws, "alias/new");

    @AfterEach
    void close() {
        aws.close();
        kms.close();
    }

    @Test
    void aWrappedKeyOpensToTheKeyThatWasMade() {
        KeyWrapper.Generated made = await(wrapper.generate(ALICE));
        byte[] sealed = made.key().seal(TEXT, PLACE);

        assertThat(await(wrapper.unwrap(made.wrapped(), ALICE)).open(sealed, 0, PLACE))
                .isEqualTo(TEXT);
    }

    @Test
    void theContextIsTheEncryptionContextOfBothCalls() {
        KeyWrapper.Generated made = await(wrapper.generate(ALICE));
        await(wrapper.unwrap(made.wrapped(), ALICE));

        assertThat(kms.asked).extracting(FakeKms.Asked::operation).containsExactly("GenerateDataKey", "Decrypt");
        assertThat(kms.asked)
                .allSatisfy(asked -> assertThat(asked.body().getJsonObject("EncryptionContext"))
                        .isEqualTo(new JsonObject().put("owner", "alice")));
        assertThat(kms.asked.getFirst().body())
                .contains(java.util.Map.entry("KeyId", "alias/new"), java.util.Map.entry("KeySpec", "AES_256"));
    }

    @Test
    void aWrappedKeyOfAnotherOwnerDoesNotOpen() {
        Buffer wrapped = await(wrapper.generate(ALICE)).wrapped();

        assertThatThrownBy(() -> await(wrapper.unwrap(wrapped, BOB)))
                .isInstanceOf(UnopenableKey.class)
                .hasMessage("KMS Decrypt: InvalidCiphertextException: refused");
    }

    @Test
    void whatAnOlderKeyWrappedOpensAfterTheRotation() {
        Buffer wrapped =
                await(new KmsKeyWrapper(aws, "alias/old").generate(ALICE)).wrapped();

        await(wrapper.unwrap(wrapped, ALICE));

        assertThat(kms.asked.getLast().body().containsKey("KeyId")).isFalse();
    }

    @Test
    void aKeyThatKmsDoesNotHaveIsUnavailable() {
        assertThatThrownBy(() -> await(new KmsKeyWrapper(aws, "alias/none").generate(ALICE)))
                .isInstanceOf(KeyUnavailable.class)
                .hasMessage("KMS GenerateDataKey: NotFoundException: refused");
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }
}
