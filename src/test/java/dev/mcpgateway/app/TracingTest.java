package dev.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TracingTest {
    @Test
    void withoutAnEndpointNothingIsTraced() {
        assertThat(Tracing.from(Map.of(), "1")).isEmpty();
        assertThat(Tracing.from(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", " "), "1"))
                .isEmpty();
    }

    @Test
    void spansGoToTheEndpointByOtlp() throws Exception {
        Vertx vertx = Vertx.vertx();
        CompletableFuture<String> received = new CompletableFuture<>();
        int port = vertx.createHttpServer()
                .requestHandler(request -> {
                    received.complete(request.path() + " " + request.getHeader("content-type"));
                    request.response().end();
                })
                .listen(0, "127.0.0.1")
                .await(5, TimeUnit.SECONDS)
                .actualPort();
        try {
            var tracing = Tracing.from(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + port + "/"), "1")
                    .orElseThrow();
            tracing.getTracer("test").spanBuilder("call").startSpan().end();
            ((AutoCloseable) tracing).close();
            assertThat(received.get(10, TimeUnit.SECONDS)).isEqualTo("/v1/traces application/x-protobuf");
        } finally {
            vertx.close().await(5, TimeUnit.SECONDS);
        }
    }
}
