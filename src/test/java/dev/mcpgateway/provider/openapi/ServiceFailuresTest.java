package dev.mcpgateway.provider.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.config.DocumentLocation;
import dev.mcpgateway.config.OpenApiConfig;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.testing.OpenApiRig;
import dev.mcpgateway.testing.ToolCaller;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a service does wrong, and what the model is told of it. */
class ServiceFailuresTest {
    private static final String PATHS = """
            {"/x":{"get":{"operationId":"read"},"post":{"operationId":"write"},"put":{"operationId":"set"}},
             "/typed":{"get":{"operationId":"typed","responses":{"200":{"description":"d","content":{"application/json":
                {"schema":{"type":"object","properties":{"n":{"type":"integer"}}}}}}}}},
             "/list":{"get":{"operationId":"list","responses":{"200":{"description":"d","content":{"application/json":
                {"schema":{"type":"array","items":{"type":"integer"}}}}}}}}}""";
    private static final JsonObject NONE = new JsonObject();

    private final OpenApiRig rig = new OpenApiRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private OpenApiConfig config() {
        OpenApiConfig plain = rig.config(rig.document(PATHS));
        return OpenApiRig.with(
                plain, "retries", new OpenApiConfig.Retries(2, Duration.ofMillis(1), Duration.ofSeconds(2)));
    }

    private ToolCaller tools() {
        return rig.tools(config());
    }

    @ParameterizedTest
    @CsvSource({
        "read,400,invalid_argument,1",
        "read,401,svc_api_error,1",
        "read,403,not_allowed,1",
        "read,404,not_found,1",
        "read,429,rate_limited,3",
        "read,500,svc_api_error,3",
        "read,503,upstream_unavailable,3",
        "write,429,rate_limited,1",
        "write,500,svc_api_error,1",
        "write,503,upstream_unavailable,1",
        "write,504,outcome_unknown,1",
        "set,429,rate_limited,3",
        "set,502,outcome_unknown,1"
    })
    void aStatusIsAFailureAndOnlyWhatIsSafeIsRepeated(String tool, int status, String code, int times) {
        rig.answer(status, "text/plain", "because");
        JsonObject failure = tools().fail(tool, NONE);
        assertThat(failure.getString("code")).isEqualTo(code);
        assertThat(failure.getString("message")).contains("because", String.valueOf(status));
        assertThat(rig.received).hasSize(times);
    }

    @Test
    void retryAfterIsWaitedFor() {
        AtomicInteger times = new AtomicInteger();
        rig.answer(request -> {
            if (times.incrementAndGet() == 1) {
                request.response()
                        .setStatusCode(429)
                        .putHeader("Retry-After", "1")
                        .end();
            } else {
                request.response().putHeader("Content-Type", "text/plain").end("done");
            }
        });
        long begin = System.nanoTime();
        assertThat(tools().text("read", NONE)).isEqualTo("done");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aRetryAfterThatIsTooLongIsTold() {
        rig.answer(request -> request.response()
                .setStatusCode(429)
                .putHeader("Retry-After", "60")
                .end());
        assertThat(tools().fail("read", NONE).getString("hint")).contains("60 s");
        assertThat(rig.received).hasSize(1);
    }

    @Test
    void aWriteWhoseConnectionIsLostIsNotRepeated() {
        rig.answer(request -> request.connection().close());
        assertThat(tools().fail("write", NONE).getString("code")).isEqualTo("outcome_unknown");
        assertThat(rig.received).hasSize(1);
    }

    @Test
    void aReadWhoseConnectionIsLostIsRepeated() {
        rig.answer(request -> request.connection().close());
        assertThat(tools().fail("read", NONE).getString("code")).isEqualTo("upstream_unavailable");
        assertThat(rig.received).hasSize(3);
    }

    @Test
    void whatMayBeRepeatedSucceedsOnceTheServiceIsBack() {
        AtomicInteger times = new AtomicInteger();
        rig.answer(request -> {
            int status = times.incrementAndGet() < 3 ? 503 : 200;
            request.response().setStatusCode(status).end();
        });
        assertThat(tools().text("set", NONE)).contains("HTTP 200");
        assertThat(rig.attempts).containsExactly("svc ANSWERED 503", "svc ANSWERED 503", "svc ANSWERED 200");
    }

    @Test
    void aServiceThatIsSilentIsNotWaitedForForever() {
        rig.answer(request -> {
            // It never answers.
        });
        OpenApiConfig.Timeouts usual = config().timeouts();
        OpenApiConfig hasty =
                OpenApiRig.with(config(), "timeouts", Settings.with(usual, "attempt", Duration.ofMillis(150)));
        assertThat(rig.tools(hasty).fail("write", NONE).getString("code")).isEqualTo("outcome_unknown");
        assertThat(rig.attempts).containsExactly("svc TIMED_OUT 0");
    }

    @Test
    void aServiceThatIsDownLeavesItsToolsListed() {
        ToolCaller tools = tools();
        rig.stopListening();
        assertThat(tools.fail("write", NONE).getString("code")).isEqualTo("upstream_unavailable");
        assertThat(tools.names()).containsExactly("read", "set", "write", "typed", "list");
    }

    @Test
    void anAnswerThatIsTooLargeIsCutOff() {
        rig.answer(200, "text/plain", "x".repeat(5_000));
        OpenApiConfig small =
                OpenApiRig.with(config(), "limits", Settings.with(config().limits(), "responseBytes", 4_096L));
        assertThat(rig.tools(small).fail("read", NONE).getString("message")).contains("4096");
    }

    @Test
    void anAnswerIsStructuredWhenItFits() {
        rig.answer(200, "application/json", "{\"n\":1,\"more\":true}");
        assertThat(tools().succeed("typed", NONE).getInteger("n")).isEqualTo(1);
        rig.answer(200, "application/json", "[1,2]");
        assertThat(tools().succeed("list", NONE).getJsonArray("result")).hasSize(2);
    }

    @Test
    void anAnswerThatDoesNotFitIsShownAndSaidToHaveHappened() {
        rig.answer(200, "application/json", "{\"n\":\"many\"}");
        JsonObject failure = tools().fail("typed", NONE);
        assertThat(failure.getString("message")).contains("succeeded", "many");
    }

    @Test
    void aFileIsAResource() {
        rig.answer(request -> request.response()
                .putHeader("Content-Type", "application/pdf")
                .putHeader("Content-Disposition", "attachment; filename=\"a b.pdf\"")
                .end("%PDF"));
        JsonObject resource = tools().call("read", NONE)
                .getJsonArray("content")
                .getJsonObject(1)
                .getJsonObject("resource");
        assertThat(resource)
                .isEqualTo(new JsonObject()
                        .put("uri", "openapi://svc/a%20b.pdf")
                        .put("mimeType", "application/pdf")
                        .put("blob", "JVBERg=="));
    }

    @Test
    void aDocumentThatComesLaterBringsItsTools() {
        rig.answer(503, "text/plain", "");
        OpenApiConfig late = OpenApiConfig.of("svc", DocumentLocation.of(URI.create(rig.url() + "/openapi.json")));
        late = OpenApiRig.with(
                late, "timeouts", Settings.with(late.timeouts(), "documentRetry", Duration.ofMillis(50)));
        ToolCaller tools = rig.tools(late);
        assertThat(tools.names()).isEmpty();

        rig.answer(200, "application/json", rig.document(PATHS).encode());
        await().untilAsserted(() -> assertThat(tools.names()).contains("read"));
    }

    @Test
    void credentialsAreNotSentWhereADocumentFromElsewhereSays() {
        try (OpenApiRig other = new OpenApiRig()) {
            rig.answer(200, "application/json", other.document(PATHS).encode());
            OpenApiConfig config =
                    OpenApiConfig.of("svc", DocumentLocation.of(URI.create(rig.url() + "/openapi.json")));
            assertThat(rig.tools(OpenApiRig.with(config, "identityHeader", "X-User-ID"))
                            .names())
                    .isEmpty();
            assertThat(rig.tools(config).names()).contains("read");
        }
    }
}
