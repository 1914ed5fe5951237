package dev.mcpgateway.app.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.Main;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The training run of the image, as the process that the build starts. */
class TrainingTest {
    @TempDir
    private Path directory;

    @Test
    void aTrainingUsesBothStoresAndEveryWayInAndEndsByItself() throws Exception {
        Path out = directory.resolve("out");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + directory,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "train"))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(out);
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said)
                .contains("0 records in", "\"event\":\"sign-in\"", "\"event\":\"call\"")
                .containsSubsequence("DynamoDB table training, protected by KMS", "Trained", "Stopped")
                .doesNotContain("\"level\":\"error\"");
    }
}
