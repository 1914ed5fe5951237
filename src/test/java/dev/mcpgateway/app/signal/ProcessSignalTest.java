package dev.mcpgateway.app.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class ProcessSignalTest {
    @Test
    void anActionRunsAtEachArrival() throws IOException, InterruptedException {
        AtomicInteger arrived = new AtomicInteger();
        assertThat(ProcessSignal.handle("WINCH", arrived::incrementAndGet)).isTrue();

        for (int i = 1; i <= 2; i++) {
            int expected = i;
            new ProcessBuilder(
                            "kill",
                            "-WINCH",
                            Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
            await().until(() -> arrived.get() == expected);
        }
    }

    @Test
    void anUnknownSignalIsNotHeard() {
        assertThat(ProcessSignal.handle("NOSUCH", () -> {})).isFalse();
        assertThat(ProcessSignal.handle("KILL", () -> {})).isFalse();
    }
}
