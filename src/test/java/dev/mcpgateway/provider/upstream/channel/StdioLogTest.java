package dev.mcpgateway.provider.upstream.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StdioLogTest {
    private final Logger logger = Logger.getLogger(StdioLog.class.getName());
    private final List<String> logged = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord logRecord) {
            logged.add(logRecord.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
        logger.setLevel(java.util.logging.Level.INFO);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
        logger.setLevel(null);
        logger.setUseParentHandlers(true);
    }

    @Test
    void linesCarryTheNameOfTheUpstreamAndNoControlCharacters() throws IOException {
        copy("\u001b[31mred\r\n\n\tlast\0");

        assertThat(logged).containsExactly("[up] [31mred", "[up] last");
    }

    @Test
    void aLongLineIsCut() throws IOException {
        copy("x".repeat(1_000_000));

        assertThat(logged).singleElement().satisfies(line -> assertThat(line).hasSizeLessThan(2_100));
    }

    @Test
    void aFloodIsCut() throws IOException {
        copy("noise\n".repeat(100_000));

        assertThat(logged).hasSizeLessThan(1_000);
    }

    private static void copy(String text) throws IOException {
        new StdioLog("up").copy(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }
}
