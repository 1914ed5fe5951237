package dev.mcpgateway.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Whatever stands in a file, reading it ends with a configuration or with errors, and no error shows a secret. */
class ConfigFuzzTest {
    private static final String SECRET = "kept-to-itself";
    private static final Map<String, String> ENVIRONMENT = Map.of("SECRET", SECRET, "INPUT_SECRET", SECRET);

    @FuzzTest(maxDuration = "10s")
    void yaml(FuzzedDataProvider data) throws IOException {
        load(data, ".yaml", file -> new ConfigInputs(file, List.of(), List.of(), Map.of(), ENVIRONMENT));
    }

    @FuzzTest(maxDuration = "10s")
    void mcpJson(FuzzedDataProvider data) throws IOException {
        load(data, ".json", file -> new ConfigInputs(null, List.of(file), List.of(), Map.of(), ENVIRONMENT));
    }

    @FuzzTest(maxDuration = "10s")
    void envFile(FuzzedDataProvider data) {
        Problems problems = new Problems();
        EnvFile.read(Place.outside("dev.env"), data.consumeRemainingAsString(), problems);
    }

    private static void load(
            FuzzedDataProvider data, String suffix, java.util.function.Function<Path, ConfigInputs> inputs)
            throws IOException {
        Path file = Files.createTempFile("config-fuzz", suffix);
        try {
            Files.write(file, data.consumeRemainingAsBytes());
            LoadedConfig loaded = ConfigLoader.load(inputs.apply(file));
            assertThat(loaded.config().toString()).doesNotContain(SECRET);
        } catch (InvalidConfigException e) {
            assertThat(e.errors()).isNotEmpty();
            assertThat(e).hasMessageNotContaining(SECRET);
        } finally {
            Files.delete(file);
        }
    }
}
