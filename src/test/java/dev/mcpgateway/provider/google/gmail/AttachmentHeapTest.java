package dev.mcpgateway.provider.google.gmail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.testing.AttachmentCall;
import dev.mcpgateway.testing.ScriptedGoogle;
import dev.mcpgateway.testing.ScriptedGoogle.Answer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an attachment takes of the heap on its way through the tools, in processes that have just so much of it. */
class AttachmentHeapTest {
    private static final int MEGABYTE = 1 << 20;
    private static final int SIZE = 10 * MEGABYTE;
    /** The young generation, of which the collector keeps a part empty. */
    private static final int YOUNG = 3;

    private final Vertx vertx = Vertx.vertx();
    private ScriptedGoogle google;

    @BeforeEach
    void start() throws Exception {
        google = new ScriptedGoogle(vertx);
        byte[] bytes = new byte[SIZE];
        new Random(1).nextBytes(bytes);
        google.on("GET /gmail/v1/users/me/messages/m1/attachments/large", file(bytes));
        google.on("GET /gmail/v1/users/me/messages/m1/attachments/small", file(new byte[1]));
    }

    @AfterEach
    void stop() throws Exception {
        google.stop();
        vertx.close().await();
    }

    private static Answer file(byte[] bytes) {
        Buffer json = Buffer.buffer("{\"size\":" + bytes.length + ",\"data\":\"")
                .appendBytes(Base64.getUrlEncoder().encode(bytes))
                .appendString("\"}");
        return new Answer(200, Map.of(), json);
    }

    /** What the process printed; empty when its heap was too small. */
    private String[] run(String attachment, int heapMegabytes) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmn" + YOUNG + "m",
                        "-Xmx" + heapMegabytes + "m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AttachmentCall.class.getName(),
                        google.url().toString(),
                        attachment)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes()).strip();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String last = out.substring(out.lastIndexOf('\n') + 1);
        return process.exitValue() == 0 ? last.split(" ") : new String[0];
    }

    @Test
    void anAttachmentOfTenMegabytesTakesNoMoreThanThreeTimesItsSize() throws Exception {
        String[] atRest = run("small", 256);
        int rest = Math.ceilDiv(Integer.parseInt(atRest[1]), MEGABYTE) + YOUNG;

        String[] passed = run("large", rest + 3 * SIZE / MEGABYTE);

        assertThat(passed)
                .as("the heap of %d MB and three times the size", rest)
                .hasSize(2);
        assertThat(Integer.parseInt(passed[0])).isBetween(SIZE / 3 * 4, SIZE / 3 * 4 + 2_000);
        assertThat(run("large", rest + 2 * SIZE / MEGABYTE))
                .as("twice the size is known to be too little, so the heap is what counts here")
                .isEmpty();
    }
}
