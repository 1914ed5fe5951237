package dev.mcpgateway.store;

import static dev.mcpgateway.store.RecordStoreContract.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpgateway.aws.AwsClients;
import dev.mcpgateway.aws.AwsOptions;
import dev.mcpgateway.crypto.KmsKeyWrapper;
import dev.mcpgateway.crypto.LocalKeyWrapper;
import dev.mcpgateway.crypto.ServerKeys;
import dev.mcpgateway.testing.BrokenAws;
import dev.mcpgateway.testing.DynamoDbLocal;
import dev.mcpgateway.testing.LogLines;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DynamoDB and KMS that refuse, hang, answer errors, or whose answers are lost. */
class UnreachableAwsTest {

    private static final String ALICE = "sessions/alice";

    private final Vertx vertx = Vertx.vertx();
    private final List<AutoCloseable> open = new ArrayList<>();
    private LogLines log;

    @BeforeEach
    void capture() {
        log = new LogLines("dev.mcpgateway");
    }

    @AfterEach
    void close() throws Exception {
        log.close();
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        await(vertx.close());
    }

    @Test
    void anEndpointThatRefusesIsUnavailableAtOnce() throws Exception {
        assertThatDynamoDb(keep(BrokenAws.refusing()), Duration.ofSeconds(5))
                .hasMessageContaining("Connection refused");
        assertThat(log.lines)
                .singleElement()
                .asString()
                .startsWith("WARNING DynamoDB GetItem on table records: ")
                .endsWith("(some-key)");
    }

    @Test
    void anEndpointThatHangsIsUnavailableWithinTheTimeOfACall() throws Exception {
        BrokenAws hanging = keep(BrokenAws.hanging());
        long start = System.nanoTime();

        assertThatDynamoDb(hanging, Duration.ofMillis(400)).hasMessageContaining("it has not answered in time");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(log.lines).hasSize(1);
    }

    @Test
    void anErrorIsNotTriedAgainAndIsTold() throws Exception {
        BrokenAws denying = keep(BrokenAws.answering(400, """
                {"__type":"com.amazonaws.dynamodb.v20120810#AccessDeniedException",\
                "Message":"User: someone is not authorized to perform: dynamodb:GetItem"}"""));

        assertThatDynamoDb(denying, Duration.ofSeconds(5))
                .hasMessageContaining("AccessDeniedException: User: someone is not authorized")
                .hasMessageContaining("(request request-1)");
        assertThat(denying.requests).hasValue(1);
    }

    @Test
    void aFailureThatMayPassIsTriedAsOftenAsIsSet() throws Exception {
        BrokenAws failing = keep(BrokenAws.answering(500, "{\"__type\":\"InternalServerError\"}"));

        assertThatDynamoDb(failing, Duration.ofSeconds(8)).hasMessageContaining("InternalServerError");
        assertThat(failing.requests).hasValue(2);
        assertThat(log.lines).hasSize(1);
    }

    @Test
    void whatSignedARequestIsInNoMessage() throws Exception {
        BrokenAws refusing = keep(BrokenAws.answering(
                403,
                "{\"__type\":\"InvalidSignatureException\",\"message\":\"The Canonical String for this request should"
                        + " have been 'x-amz-security-token:canary-77'\"}"));

        assertThatDynamoDb(refusing, Duration.ofSeconds(5))
                .hasMessageContaining("InvalidSignatureException")
                .hasMessageNotContaining("canary-77");
        assertThat(log.lines).hasSize(1).noneMatch(line -> line.contains("canary-77"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>no JSON</html>", "{\"Item\":{\"sessionId\":{\"S\":"})
    void anAnswerThatIsNoneIsAFailure(String body) throws Exception {
        BrokenAws other = keep(BrokenAws.answering(503, body));

        assertThatDynamoDb(other, Duration.ofSeconds(8)).isNotNull();
    }

    @Test
    void aKmsThatCannotBeReachedMakesTheStoreUnavailableAndIsNamed() throws Exception {
        for (BrokenAws broken : List.of(
                BrokenAws.refusing(),
                BrokenAws.hanging(),
                BrokenAws.answering(400, "{\"__type\":\"AccessDeniedException\",\"message\":\"no\"}"))) {
            keep(broken);
            log.lines.clear();
            RecordStore sealed = sealed(
                    new MemoryStore(vertx, InstantSource.system(), Duration.ofHours(1)),
                    new KmsKeyWrapper(aws(broken.url(), Duration.ofMillis(500)), "alias/a"));

            assertThatThrownBy(() -> await(sealed.put(record("a", "secret"))))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("KMS GenerateDataKey: ")
                    .hasMessageNotContaining("secret");
            assertThatThrownBy(() -> await(sealed.ready())).isInstanceOf(StoreUnavailable.class);
            assertThat(log.lines).hasSize(2).allMatch(line -> line.startsWith("WARNING KMS GenerateDataKey: "));
        }
    }

    @Test
    void aWriteWhoseAnswerWasLostIsDoneOnceAndSucceeds() throws Exception {
        DynamoDbLocal local = keep(DynamoDbLocal.start()).table("records");
        BrokenAws losing = keep(BrokenAws.losingAnswerOf("PutItem", local.url()));
        DynamoDbStore store = store(losing.url(), Duration.ofSeconds(20));

        StoredRecord put = await(store.put(record("a", "1")));

        assertThat(losing.requests).hasValue(2);
        assertThat(put.version()).isEqualTo(1);
        assertThat(await(store.get("a"))).contains(put);
        assertThatThrownBy(() -> await(store.put(record("a", "2")))).isInstanceOf(VersionConflict.class);
    }

    @Test
    void aDeleteWhoseAnswerWasLostIsNotTakenForSomebodyElses() throws Exception {
        DynamoDbLocal local = keep(DynamoDbLocal.start()).table("records");
        BrokenAws losing = keep(BrokenAws.losingAnswerOf("DeleteItem", local.url()));
        DynamoDbStore store = store(losing.url(), Duration.ofSeconds(20));
        await(store.put(record("a", "1")));

        assertThatThrownBy(() -> await(store.delete("a", 1)))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("is not known");
        assertThatThrownBy(() -> await(store.delete("a", 1))).isInstanceOf(VersionConflict.class);
    }

    @Test
    void aSessionThatIsCachedOutlivesTheKeyService() throws Exception {
        BrokenAws refusing = keep(BrokenAws.refusing());
        ServerKeys keys = ServerKeys.ephemeral();
        MemoryStore records = new MemoryStore(vertx, InstantSource.system(), Duration.ofHours(1));
        await(sealed(records, new LocalKeyWrapper(keys)).put(record("a", "1")));
        SealedStore task = new SealedStore(
                vertx,
                records,
                List.of(
                        new KmsKeyWrapper(aws(refusing.url(), Duration.ofSeconds(1)), "alias/a"),
                        new LocalKeyWrapper(keys)),
                InstantSource.system(),
                Duration.ofMinutes(5),
                10);

        StoredRecord read = await(task.get("a")).orElseThrow();
        assertThat(await(task.put(read.with(read.expiresAt(), Buffer.buffer("2"))))
                        .version())
                .isEqualTo(2);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertThatDynamoDb(BrokenAws broken, Duration callTimeout) {
        Future<?> answer = store(broken.url(), callTimeout).get("some-key");
        return assertThatThrownBy(() -> await(answer))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("DynamoDB GetItem on table records: ");
    }

    private DynamoDbStore store(URI endpoint, Duration callTimeout) {
        return new DynamoDbStore(vertx, aws(endpoint, callTimeout), "records", InstantSource.system());
    }

    private SealedStore sealed(RecordStore records, dev.mcpgateway.crypto.KeyWrapper wrapper) {
        return new SealedStore(vertx, records, List.of(wrapper), InstantSource.system(), Duration.ofMinutes(5), 10);
    }

    private AwsClients aws(URI endpoint, Duration callTimeout) {
        return keep(new AwsClients(new AwsOptions("eu-central-1", endpoint, callTimeout, callTimeout, 2, 10)));
    }

    private static StoredRecord record(String key, String value) {
        return StoredRecord.create(key, "mcp-session", ALICE, StoredRecord.NEVER, Buffer.buffer(value));
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        open.add(closeable);
        return closeable;
    }
}
