package dev.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.testing.LegacyServer;
import io.vertx.core.Vertx;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What client and server say to each other arrives as it was written, through the whole gateway. */
class PassingBytesTest {
    /** What a decoder and encoder between the two would change. */
    private static final String ODD = "{ \"number\" : [0.10, 1e400, -0, 12345678901234567890, 1E+2],\t\"text\":"
            + "\"\\u00e9\\ud83d\\ude00 \\/ \u00fc \ud83d\ude00 \u2028\" ,\"empty\":{ }, \"same\":1, \"same\":2 }";

    private final Vertx vertx = Vertx.vertx();
    private LegacyServer server;

    @TempDir
    private Path data;

    @BeforeEach
    void startServer() {
        server = LegacyServer.start(vertx);
    }

    @AfterEach
    void closeServer() throws Exception {
        server.close();
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    /** The answer of a busy machine must not become a stream. */
    private GatewayConfig config(UpstreamConfig... upstreams) {
        GatewayConfig config = RunningGateway.config(data, upstreams);
        return Settings.with(config, "streams", Settings.with(config.streams(), "statusWait", Duration.ofSeconds(15)));
    }

    private static String mebibytes(int count) {
        return "[" + (ODD + ",").repeat((count << 20) / ODD.length()) + "null]";
    }

    private static String call(String tool, String payload) {
        return "{\"x-unknown\": " + ODD
                + ", \"jsonrpc\":\"2.0\",\"id\": 7 ,\"method\":\"tools/call\",\r\n\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":{\"payload\":" + payload + "}}}";
    }

    private static String answer(String payload) {
        return "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[],\"structuredContent\":{\"payload\":" + payload
                + "}, \"x-unknown\":" + ODD + "}}";
    }

    @Test
    void tenMebibytesPassBothWaysUntouched() throws Exception {
        String payload = mebibytes(10);
        server.on("tools/call", incoming -> incoming.respond(answer(payload), 200));
        try (RunningGateway gateway = RunningGateway.start(config(UpstreamConfig.http("up", server.url())))) {
            HttpResponse<String> answered = gateway.send(gateway.initialize(), call("echo", payload));

            assertSame(server.received("tools/call").getFirst().text(), call("echo", payload));
            assertSame(answered.body(), answer(payload));
        }
    }

    @Test
    void onAStreamOfOneOfSeveralServersOnlyTheNameChanges() throws Exception {
        String payload = mebibytes(10);
        server.on("tools/call", incoming -> incoming.stream().respond(answer(payload), 200));
        try (RunningGateway gateway = RunningGateway.start(
                config(UpstreamConfig.http("up", server.url()), UpstreamConfig.http("other", server.url())))) {
            HttpResponse<String> answered = gateway.send(gateway.initialize(), call("up_echo", payload));

            assertSame(server.received("tools/call").getFirst().text(), call("echo", payload));
            assertThat(answered.headers().firstValue("content-type")).hasValue("text/event-stream");
            String data = answered.body()
                    .lines()
                    .filter(line -> line.startsWith("data: {"))
                    .findFirst()
                    .orElseThrow();
            assertSame(data.substring("data: ".length()), answer(payload));
        }
    }

    /** Equal, without printing megabytes when they are not. */
    private static void assertSame(String actual, String expected) {
        int same = 0;
        while (same < Math.min(actual.length(), expected.length()) && actual.charAt(same) == expected.charAt(same)) {
            same++;
        }
        assertThat(actual.length() == expected.length() && same == expected.length())
                .as(
                        "%d characters in place of %d, the first difference at %d",
                        actual.length(), expected.length(), same)
                .isTrue();
    }
}
