package dev.mcpgateway.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Reply;
import dev.mcpgateway.testing.ScriptedAws;
import dev.mcpgateway.testing.ScriptedAws.Answer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An AWS that refuses, is busy, breaks, is slow, or answers nonsense. */
class AwsFailuresTest {
    private static final String GATEWAY = "useGatewayCredentials: true";

    private ScriptedAws aws;
    private AwsRig rig;

    @BeforeEach
    void start() throws Exception {
        aws = new ScriptedAws();
        rig = new AwsRig(aws.url(), GATEWAY + ", limits: {callTimeout: 6s, attemptTimeout: 5s, attempts: 2}");
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
        aws.close();
    }

    private JsonObject failure() {
        return rig.failure("alice@example.com", "aws_s3_list_objects", "bucket", "reports");
    }

    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied, insufficient_scope",
        "404, NoSuchBucket, not_found",
        "400, ExpiredToken, token_expired",
        "503, SlowDown, rate_limited",
        "500, InternalError, upstream_unavailable",
        "400, InvalidArgument, invalid_argument",
        "403, InvalidAccessKeyId, aws_api_error",
        "400, SomethingNew, aws_api_error"
    })
    void whatS3SaysHasACodeAModelCanActOn(int status, String error, String code) {
        aws.on("ListObjectsV2", Answer.s3Error(status, error, "words of AWS"));

        JsonObject told = failure();

        assertThat(told.getString("code")).isEqualTo(code);
        assertThat(told.getString("message"))
                .startsWith("s3 ListObjectsV2: " + error)
                .contains("words of AWS", "request-1")
                .doesNotContain("Exception", "\tat ");
        assertThat(rig.measured).contains("s3 ListObjectsV2 " + code);
    }

    @Test
    void whatIsBusyIsAskedAgainAndThenSaysWhenToComeBack() {
        aws.on(
                "ListObjectsV2",
                Answer.s3Error(503, "SlowDown", "Reduce your request rate.").with("Retry-After", "7"));

        assertThat(failure().getString("hint")).isEqualTo("Try again in 7 s.");
        assertThat(aws.asked("ListObjectsV2")).hasSize(2);
    }

    @Test
    void whatPassesByItselfIsNotNoticed() {
        List<Integer> asked = new ArrayList<>();
        aws.on("ListObjectsV2", request -> {
            asked.add(1);
            return asked.size() == 1
                    ? Answer.s3Error(500, "InternalError", "once")
                    : Answer.of(200, "<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>");
        });

        assertThat(rig.call("alice@example.com", "aws_s3_list_objects", "bucket", "reports")
                        .getJsonArray("objects"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<ListBucketResult><Contents><Size>many</Size>", "no xml", "{\"json\":true}"})
    void anAnswerThatIsNoneIsSaidToBeNone(String body) {
        aws.on("ListObjectsV2", Answer.of(200, body));

        JsonObject told = failure();

        assertThat(told.getString("code")).isEqualTo("aws_api_error");
        assertThat(told.getString("message")).endsWith("it has answered what cannot be read");
    }

    @Test
    void aServiceThatHangsCostsItsCallAndNoMoreThanItsTime() throws Exception {
        rig.configure(GATEWAY + ", limits: {callTimeout: 700ms, attemptTimeout: 600ms}");
        aws.on("ListObjectsV2", Answer.of(200, "").after(Duration.ofSeconds(20)));
        long start = System.nanoTime();

        assertThat(failure().getString("code")).isEqualTo("upstream_unavailable");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void nobodyAtTheAddressIsUnavailableAndTheAddressIsNotTold() {
        aws.close();

        JsonObject told = failure();

        assertThat(told.getString("code")).isEqualTo("upstream_unavailable");
        assertThat(told.encode()).doesNotContain("127.0.0.1");
    }

    @Test
    void moreCallsThanAllowedAreRefusedAtOnce() throws Exception {
        rig.configure(GATEWAY + ", limits: {concurrency: 2}");
        aws.on("ListBuckets", Answer.of(200, "<ListAllMyBucketsResult/>").after(Duration.ofSeconds(2)));
        List<Future<Reply>> waiting = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            waiting.add(
                    rig.send(rig.client, AwsRig.person("alice@example.com"), "aws_s3_list_buckets", new JsonObject()));
        }

        JsonObject told = failure();

        assertThat(told.getString("code")).isEqualTo("rate_limited");
        assertThat(told.getString("hint")).contains("aws.limits.concurrency");
        Future.all(waiting).await(20, TimeUnit.SECONDS);
        aws.on("ListObjectsV2", Answer.of(200, "<ListBucketResult/>"));
        rig.call("alice@example.com", "aws_s3_list_objects", "bucket", "reports");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://reports/a", "s3://reports", "s3://reports/", "s3://Reports/a", "s3://a@b/c", "s3:///a"})
    void whatIsNoAddressOfAnObjectIsRefusedBeforeAwsIsAsked(String uri) {
        JsonObject told = rig.failure("alice@example.com", "aws_s3_get_object_text", "uri", uri);

        assertThat(told.getString("code")).isEqualTo("invalid_argument");
        assertThat(aws.asked).isEmpty();
    }

    @Test
    void anObjectIsReadNoFurtherThanAskedWhateverIsSent() {
        aws.on("GetObject", Answer.of(200, "x".repeat(100_000)));

        JsonObject answer =
                rig.call("alice@example.com", "aws_s3_get_object_text", "uri", "s3://reports/a", "max_bytes", 1000);

        assertThat(answer.getString("text")).hasSize(1000);
        assertThat(answer.getInteger("next_offset")).isEqualTo(1000);
        assertThat(aws.asked("GetObject").getFirst().range()).isEqualTo("bytes=0-999");
        JsonObject told =
                rig.failure("alice@example.com", "aws_s3_get_object_text", "uri", "s3://reports/a", "offset", 1000);
        assertThat(told.getString("message")).contains("another part");
    }

    @Test
    void bucketsComeInPages() {
        aws.on("ListBuckets", request -> {
            boolean first = !request.parameters().containsKey("continuation-token");
            return Answer.of(
                    200,
                    "<ListAllMyBucketsResult><Buckets><Bucket><Name>" + (first ? "archive" : "reports")
                            + "</Name><BucketRegion>eu-west-1</BucketRegion></Bucket></Buckets>"
                            + (first ? "<ContinuationToken>t+1/=</ContinuationToken>" : "")
                            + "</ListAllMyBucketsResult>");
        });

        JsonObject first = rig.call("alice@example.com", "aws_s3_list_buckets", "max_buckets", 1);
        String token = first.getString("next_continuation_token");
        JsonObject second =
                rig.call("alice@example.com", "aws_s3_list_buckets", "max_buckets", 1, "continuation_token", token);

        assertThat(first.getJsonArray("buckets").encode()).contains("archive", "eu-west-1");
        assertThat(second.getJsonArray("buckets").encode()).contains("reports");
        assertThat(second.containsKey("next_continuation_token")).isFalse();
        assertThat(aws.asked("ListBuckets").get(1).parameters())
                .containsEntry("continuation-token", "t+1/=")
                .containsEntry("max-buckets", "1");
    }

    @Test
    void aCompressedObjectIsRefusedByItsName() {
        aws.on("GetObject", Answer.of(200, "zzz").with("Content-Encoding", "gzip"));

        JsonObject told = rig.failure("alice@example.com", "aws_s3_get_object_text", "uri", "s3://reports/a.gz");

        assertThat(told.getString("message")).contains("compressed (gzip)");
    }

    @Test
    void aCallThatIsCancelledLetsGoOfItsRequest() throws Exception {
        aws.on("ListBuckets", Answer.of(200, "<ListAllMyBucketsResult/>").after(Duration.ofSeconds(20)));
        Call call =
                AwsRig.request(rig.client, AwsRig.person("alice@example.com"), "aws_s3_list_buckets", new JsonObject());
        Future<Reply> reply = rig.send(call);
        Awaitility.await().until(() -> !aws.asked("ListBuckets").isEmpty());

        call.cancel();

        reply.await(5, TimeUnit.SECONDS);
        assertThat(rig.measured).contains("s3 ListBuckets cancelled");
    }
}
