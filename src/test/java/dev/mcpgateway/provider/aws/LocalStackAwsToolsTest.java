package dev.mcpgateway.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import dev.mcpgateway.testing.SystemProperties;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.localstack.LocalStackContainer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerAsyncClient;

/** STS, S3 and Secrets Manager of LocalStack, where Docker runs. */
@Testcontainers(disabledWithoutDocker = true)
class LocalStackAwsToolsTest {
    private static final int PORT = 4566;
    private static final String ALICE = "alice@example.com";
    private static final String LINE = "Grüße aus dem Eimer, 日本語, 🦊\n";
    private static final int LINES = 400;

    @Container
    private static final LocalStackContainer LOCALSTACK = new LocalStackContainer("localstack/localstack:4.4.0")
            .withServices("s3", "sts", "secretsmanager", "iam")
            .withCreateContainerCmdModifier(container -> Objects.requireNonNull(container.getHostConfig())
                    .withPortBindings(new PortBinding(Ports.Binding.bindIp("127.0.0.1"), ExposedPort.tcp(PORT))));

    private static AwsRig rig;

    @BeforeAll
    static void fill() {
        URI endpoint = LOCALSTACK.getEndpoint();
        StaticCredentialsProvider owner = StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
        try (S3AsyncClient s3 = S3AsyncClient.builder()
                        .endpointOverride(endpoint)
                        .region(Region.EU_CENTRAL_1)
                        .credentialsProvider(owner)
                        .forcePathStyle(true)
                        .build();
                SecretsManagerAsyncClient secrets = SecretsManagerAsyncClient.builder()
                        .endpointOverride(endpoint)
                        .region(Region.EU_CENTRAL_1)
                        .credentialsProvider(owner)
                        .build()) {
            for (String bucket : List.of("reports", "archive")) {
                s3.createBucket(request -> request.bucket(bucket)
                                .createBucketConfiguration(where -> where.locationConstraint("eu-central-1")))
                        .join();
            }
            for (int i = 0; i < 25; i++) {
                String key = "2026/%02d.txt".formatted(i);
                put(s3, key, "report " + i, "text/plain");
            }
            put(s3, "long.txt", LINE.repeat(LINES), "text/plain");
            put(s3, "a b+c&d/ü.txt", "odd", "text/plain");
            put(s3, "empty.txt", "", "text/plain");
            s3.putObject(
                            request -> request.bucket("reports").key("image.png"),
                            AsyncRequestBody.fromBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 0, 1, 2}))
                    .join();
            secrets.createSecret(request -> request.name("mcp/keys")
                            .secretString(
                                    "{\"aws_access_key_id\":\"222233334444\",\"aws_secret_access_key\":\"test\"}"))
                    .join();
        }
        rig = new AwsRig(
                endpoint,
                "useGatewayCredentials: false, roles: {staff: {arn: 'arn:aws:iam::000000000000:role/mcp-{user}',"
                        + " domains: [example.com]}}, limits: {callTimeout: 60s, attemptTimeout: 30s}");
        rig.properties.set("aws.accessKeyId", "test").set("aws.secretAccessKey", "test");
    }

    private static void put(S3AsyncClient s3, String key, String text, String type) {
        s3.putObject(
                        request -> request.bucket("reports").key(key).contentType(type),
                        AsyncRequestBody.fromString(text, StandardCharsets.UTF_8))
                .join();
    }

    @AfterAll
    static void close() throws Exception {
        rig.close();
    }

    @Test
    void twoPeopleActWithTwoRolesAndSeeThemselves() {
        JsonObject alice = rig.call(ALICE, "aws_get_account_info");
        JsonObject bob = rig.call("bob@example.com", "aws_get_account_info");

        assertThat(alice.getString("arn")).endsWith(":assumed-role/mcp-alice/alice@example.com");
        assertThat(bob.getString("arn")).endsWith(":assumed-role/mcp-bob/bob@example.com");
        assertThat(alice.getString("account_id")).isEqualTo("000000000000");
        JsonObject valid = rig.call(ALICE, "aws_validate_credentials");
        assertThat(valid.getBoolean("valid")).isTrue();
        assertThat(valid.getString("arn")).isEqualTo(alice.getString("arn"));
        assertThat(rig.call(ALICE, "aws_get_credentials").getString("access_key_id"))
                .contains("********");
    }

    @Test
    void somebodyWithoutARoleIsRefused() {
        assertThat(rig.failure("eve@other.org", "aws_s3_list_buckets").getString("code"))
                .isEqualTo("not_allowed");
    }

    @Test
    void bucketsAreListedForThePerson() {
        JsonObject answer = rig.call(ALICE, "aws_s3_list_buckets");

        assertThat(answer.getJsonArray("buckets").stream().map(bucket -> ((JsonObject) bucket).getString("name")))
                .containsExactlyInAnyOrder("archive", "reports");
        assertThat(answer.getString("arn")).contains("mcp-alice");
    }

    @Test
    void objectsComeInPagesUntilThereAreNoMore() {
        List<String> keys = new ArrayList<>();
        String token = null;
        int pages = 0;
        do {
            JsonObject arguments = AwsRig.object("bucket", "reports", "prefix", "2026/", "max_keys", 10);
            if (token != null) {
                arguments.put("continuation_token", token);
            }
            JsonObject page = rig.result(rig.client, AwsRig.person(ALICE), "aws_s3_list_objects", arguments)
                    .getJsonObject("structuredContent");
            page.getJsonArray("objects").forEach(object -> keys.add(((JsonObject) object).getString("key")));
            token = page.getString("next_continuation_token");
            pages++;
        } while (token != null);

        assertThat(pages).isEqualTo(3);
        assertThat(keys).hasSize(25).doesNotHaveDuplicates().contains("2026/00.txt", "2026/24.txt");
        assertThat(rig.call(ALICE, "aws_s3_list_objects", "bucket", "reports", "delimiter", "/")
                        .getJsonArray("prefixes"))
                .isEqualTo(new JsonArray().add("2026/").add("a b+c&d/"));
    }

    @Test
    void aLongTextIsReadInPartsThatMakeUpTheWhole() {
        StringBuilder text = new StringBuilder();
        Long offset = 0L;
        int parts = 0;
        while (offset != null) {
            JsonObject part = rig.call(
                    ALICE,
                    "aws_s3_get_object_text",
                    "uri",
                    "s3://reports/long.txt",
                    "max_bytes",
                    5000,
                    "offset",
                    offset);
            text.append(part.getString("text"));
            offset = part.getLong("next_offset");
            parts++;
        }

        assertThat(parts).isGreaterThan(2);
        assertThat(text).hasToString(LINE.repeat(LINES));
    }

    @Test
    void keysStandAsTheyAreAndAnEmptyObjectIsEmpty() {
        assertThat(rig.call(ALICE, "aws_s3_get_object_text", "uri", "s3://reports/a b+c&d/ü.txt")
                        .getString("text"))
                .isEqualTo("odd");
        JsonObject empty = rig.call(ALICE, "aws_s3_get_object_text", "uri", "s3://reports/empty.txt");
        assertThat(empty.getString("text")).isEmpty();
        assertThat(empty.getBoolean("truncated")).isFalse();
    }

    @Test
    void whatIsNoTextOrIsNotThereIsSaidToBeSo() {
        JsonObject image = rig.failure(ALICE, "aws_s3_get_object_text", "uri", "s3://reports/image.png");
        assertThat(image.getString("code")).isEqualTo("invalid_argument");
        assertThat(image.getString("message")).contains("no text");
        assertThat(rig.failure(ALICE, "aws_s3_get_object_text", "uri", "s3://reports/nothing")
                        .getString("code"))
                .isEqualTo("not_found");
        assertThat(rig.failure(ALICE, "aws_s3_list_objects", "bucket", "no-such-bucket")
                        .getString("code"))
                .isEqualTo("not_found");
        JsonObject beyond =
                rig.failure(ALICE, "aws_s3_get_object_text", "uri", "s3://reports/2026/00.txt", "offset", 1_000_000);
        assertThat(beyond.getString("code")).isEqualTo("invalid_argument");
    }

    @Test
    void keysOfSecretsManagerAreAnotherAccount() throws Exception {
        try (AwsRig other = new AwsRig(
                LOCALSTACK.getEndpoint(), "useGatewayCredentials: true, profiles: {billing: {secret: mcp/keys}}")) {
            other.properties.set("aws.accessKeyId", "test").set("aws.secretAccessKey", "test");

            assertThat(other.call(ALICE, "aws_get_account_info", "profile", "billing")
                            .getString("account_id"))
                    .isEqualTo("222233334444");
            assertThat(other.call(ALICE, "aws_get_account_info").getString("account_id"))
                    .isEqualTo("000000000000");
        }
    }

    /** What EKS gives a pod whose service account has a role (IRSA). */
    @Test
    void theDefaultChainTakesAWebIdentityToken(@TempDir Path home) throws Exception {
        Path token = Files.writeString(home.resolve("token"), "header.payload.signature");
        try (SystemProperties _ = new SystemProperties()
                        .set("aws.accessKeyId", null)
                        .set("aws.secretAccessKey", null)
                        .set("aws.region", "eu-central-1")
                        .set("aws.endpointUrl", LOCALSTACK.getEndpoint().toString())
                        .set("aws.roleArn", "arn:aws:iam::000000000000:role/pod")
                        .set("aws.roleSessionName", "gateway")
                        .set("aws.webIdentityTokenFile", token.toString());
                DefaultCredentialsProvider chain =
                        DefaultCredentialsProvider.builder().build()) {
            assertThat(chain.resolveCredentials().accessKeyId()).isNotBlank();
        }
    }
}
