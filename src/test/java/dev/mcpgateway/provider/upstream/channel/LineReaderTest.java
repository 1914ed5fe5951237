package dev.mcpgateway.provider.upstream.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 8192, 100_000})
    void linesAreTheSameHoweverTheBytesArrive(int atOnce) throws IOException {
        String large = "x".repeat(50_000);
        InputStream in = arriving("one\r\n\n\r\ntwo\n" + large + "\nähm\nlast", atOnce);

        assertThat(lines(in, 50_000)).containsExactly("one", "two", large, "ähm", "last");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "x\n", "x\nshort\n"})
    void aLineAboveTheLimitIsAnErrorWhetherItEndsOrNot(String end) {
        InputStream in = arriving("fits\n" + "x".repeat(10_000) + end, 4096);

        assertThatThrownBy(() -> lines(in, 9_999))
                .isInstanceOf(LineReader.LineTooLong.class)
                .hasMessageContaining("bytes");
    }

    private static List<String> lines(InputStream in, int limit) throws IOException {
        LineReader reader = new LineReader(in, limit);
        List<String> lines = new ArrayList<>();
        for (byte[] line = reader.next(); line != null; line = reader.next()) {
            lines.add(new String(line, UTF_8));
        }
        return lines;
    }

    private static InputStream arriving(String text, int atOnce) {
        return new ByteArrayInputStream(text.getBytes(UTF_8)) {
            @Override
            public synchronized int read(byte[] target, int from, int length) {
                return super.read(target, from, Math.min(length, atOnce));
            }
        };
    }
}
