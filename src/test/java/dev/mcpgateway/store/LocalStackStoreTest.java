package dev.mcpgateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import dev.mcpgateway.aws.AwsClients;
import dev.mcpgateway.crypto.KeyUnavailable;
import dev.mcpgateway.crypto.KmsKeyWrapper;
import dev.mcpgateway.crypto.UnopenableKey;
import dev.mcpgateway.testing.DynamoDbLocal;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.localstack.LocalStackContainer;

/** DynamoDB and KMS of LocalStack, where Docker runs: the SDK's real calls, with a KMS that encrypts. */
@Testcontainers(disabledWithoutDocker = true)
class LocalStackStoreTest extends RecordStoreContract {

    private static final int PORT = 4566;

    @Container
    private static final LocalStackContainer LOCALSTACK = new LocalStackContainer("localstack/localstack:4.4.0")
            .withServices("dynamodb", "kms")
            .withCreateContainerCmdModifier(container -> Objects.requireNonNull(container.getHostConfig())
                    .withPortBindings(new PortBinding(Ports.Binding.bindIp("127.0.0.1"), ExposedPort.tcp(PORT))));

    private static AwsClients aws;
    private static String keyId;

    private final String table = "records-" + UUID.randomUUID();

    @BeforeAll
    static void makeKey() {
        System.setProperty("aws.accessKeyId", LOCALSTACK.getAccessKey());
        System.setProperty("aws.secretAccessKey", LOCALSTACK.getSecretKey());
        aws = new AwsClients(DynamoDbLocal.options(LOCALSTACK.getEndpoint()));
        keyId = makeKey("alias/gateway");
    }

    private static String makeKey(String alias) {
        String id = aws.kms(kms -> kms.createKey(request -> request.description("test")))
                .join()
                .keyMetadata()
                .keyId();
        aws.kms(kms -> kms.createAlias(request -> request.aliasName(alias).targetKeyId(id)))
                .join();
        return id;
    }

    @AfterAll
    static void closeClients() {
        aws.close();
    }

    @AfterEach
    void deleteTable() {
        aws.dynamoDb(db -> db.deleteTable(request -> request.tableName(table))).join();
    }

    @Override
    RecordStore open() {
        DynamoDbLocal.createTable(aws, table);
        return task("alias/gateway");
    }

    /** LocalStack answers some hundred requests a second. */
    @Override
    int writers() {
        return 100;
    }

    private SealedStore task(String key) {
        return new SealedStore(
                vertx,
                new DynamoDbStore(vertx, aws, table, clock),
                List.of(new KmsKeyWrapper(aws, key)),
                clock,
                Duration.ofMinutes(5),
                100);
    }

    @Test
    void anotherTaskReadsWhatThisOneStoredWhetherItsKeyIsNamedByIdOrAlias() {
        await(store.put(record("a", "1")));

        assertThat(await(task(keyId).get("a"))).map(StoredRecord::value).contains(Buffer.buffer("1"));
    }

    @Test
    void afterARotationOldRecordsOpenAndNewOnesHaveTheNewKey() {
        await(store.put(record("a", "1")));
        String newKey = makeKey("alias/" + UUID.randomUUID());
        SealedStore rotated = task(newKey);

        await(rotated.put(StoredRecord.create("b", "x", "tokens/bob", StoredRecord.NEVER, Buffer.buffer("2"))));

        assertThat(await(rotated.get("a"))).isPresent();
        aws.kms(kms -> kms.disableKey(request -> request.keyId(newKey))).join();
        SealedStore cold = task(newKey);
        assertThat(await(cold.get("a"))).isPresent();
        assertThatThrownBy(() -> await(cold.get("b")))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("KMS Decrypt: DisabledException");
    }

    @Test
    void kmsHoldsAWrappedKeyToItsOwner() {
        KmsKeyWrapper wrapper = new KmsKeyWrapper(aws, keyId);
        SortedMap<String, String> alice = WrappedKeys.context("grants/alice");
        Buffer wrapped = await(wrapper.generate(alice)).wrapped();

        await(wrapper.unwrap(wrapped, alice));
        assertThatThrownBy(() -> await(wrapper.unwrap(wrapped, WrappedKeys.context("grants/bob"))))
                .isInstanceOf(UnopenableKey.class);
        Buffer edited = wrapped.copy();
        edited.setByte(edited.length() - 1, (byte) (edited.getByte(edited.length() - 1) ^ 1));
        assertThatThrownBy(() -> await(wrapper.unwrap(edited, alice))).isInstanceOf(UnopenableKey.class);
    }

    @Test
    void aKeyThatDoesNotExistIsNamed() {
        assertThatThrownBy(() -> await(new KmsKeyWrapper(aws, "alias/none").generate(WrappedKeys.context("x"))))
                .isInstanceOf(KeyUnavailable.class)
                .hasMessageContaining("NotFoundException");
    }

    @Test
    void aShreddedOwnerIsGone() {
        await(store.put(record("a", "1")));

        await(((SealedStore) store).shred("sessions/alice"));

        assertThat(await(task(keyId).get("a"))).isEmpty();
    }
}
