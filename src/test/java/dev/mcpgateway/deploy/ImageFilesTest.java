package dev.mcpgateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the Dockerfile promises, as far as it can be read. {@code pipeline/build-docker test} asks the image itself. */
class ImageFilesTest {

    /** Each instruction on a line of its own, without comments. */
    private static List<String> instructions() throws Exception {
        List<String> instructions = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        for (String line : Files.readAllLines(Path.of("Dockerfile"))) {
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            if (line.endsWith("\\")) {
                open.append(line, 0, line.length() - 1);
            } else {
                instructions.add(open.append(line).toString().strip());
                open.setLength(0);
            }
        }
        return instructions;
    }

    private static List<String> all(String instruction) throws Exception {
        return instructions().stream()
                .filter(line -> line.startsWith(instruction + " "))
                .toList();
    }

    @Test
    void everyBaseImageCanComeFromAMirror() throws Exception {
        List<String> stages = all("FROM").stream()
                .filter(line -> line.contains(" AS "))
                .map(line -> line.split(" AS ")[1].strip())
                .toList();
        assertThat(all("FROM")).hasSizeGreaterThan(3).allSatisfy(line -> {
            String image = line.split(" ")[1];
            assertThat(image.matches("\\$\\{[A-Z_]+}") || stages.contains(image))
                    .as(image)
                    .isTrue();
        });
    }

    @Test
    void bothTargetsRunAsSomebodyWithoutRightsAndStartJavaWithoutAShell() throws Exception {
        assertThat(all("USER").getLast()).isEqualTo("USER 65532:65532");
        assertThat(all("ENTRYPOINT")).hasSize(2).containsOnly("ENTRYPOINT [\"java\", \"@/app/gateway.args\"]");
        assertThat(all("HEALTHCHECK"))
                .hasSize(2)
                .allMatch(line -> line.endsWith("CMD [\"java\", \"@/app/health.args\"]"));
        assertThat(all("EXPOSE")).containsOnly("EXPOSE 3000");
        assertThat(instructions()).anyMatch(line -> line.startsWith("ENV ") && line.contains("HOST=0.0.0.0"));
    }

    @Test
    void noInstructionIsOneThatTheOldestEngineDoesNotKnow() throws Exception {
        assertThat(Files.readString(Path.of("Dockerfile")))
                .doesNotContain("# syntax=", "<<", "--link", "start-interval");
    }

    @Test
    void theTrainingIsMadeWithTheOptionsThatAreShipped() throws Exception {
        assertThat(Files.readAllLines(Path.of("deploy/image/gateway.args")))
                .contains(
                        "-XX:AOTCache=/app/gateway.aot",
                        "-XX:+UseSerialGC",
                        "-XX:+UseCompactObjectHeaders",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:-UsePerfData");
        assertThat(all("RUN"))
                .anyMatch(line -> line.contains(
                        "sed 's/-XX:AOTCache=/-XX:AOTCacheOutput=/' /app/gateway.args > /train/gateway.args"))
                .anyMatch(line -> line.contains("\"@/train/gateway.args\", \"train\""));
    }

    @Test
    void theRunTimeHasEveryModuleThatTheProgramNames() throws Exception {
        String jlink = all("RUN").stream()
                .filter(line -> line.contains("jlink"))
                .findFirst()
                .orElseThrow();
        Set<String> linked =
                Set.of(jlink.replaceAll(".*--add-modules ([a-z.,]+).*", "$1").split(","));
        StringWriter printed = new StringWriter();
        ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(
                        new PrintWriter(printed),
                        new PrintWriter(System.err, true),
                        "--ignore-missing-deps",
                        "-s",
                        "target/classes");
        Set<String> used = printed.toString()
                .lines()
                .map(line -> line.replaceAll(".*-> ", ""))
                .filter(module -> module.matches("(java|jdk)\\..*"))
                .collect(Collectors.toSet());
        assertThat(used).contains("java.base");
        assertThat(linked).containsAll(used);
    }
}
