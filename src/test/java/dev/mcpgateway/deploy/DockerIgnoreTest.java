package dev.mcpgateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent to a build of the image. */
class DockerIgnoreTest {
    /** Nearly all of it are the sources of the program, of which each build needs every one. */
    private static final long MOST_BYTES = 3_500_000;

    private static final long MOST_BYTES_BESIDE_THE_SOURCES = 100_000;

    private static DockerIgnore ours() throws Exception {
        return DockerIgnore.of(Files.readAllLines(Path.of(".dockerignore")));
    }

    @Test
    void theContextIsTheSourcesOfTheProgramAndHardlyMore() throws Exception {
        Map<String, Long> context = ours().context(Path.of("."));
        assertThat(context).containsKeys("pom.xml", "src/main/java/dev/mcpgateway/Main.java");
        assertThat(bytes(context, path -> true)).as("%s files", context.size()).isLessThan(MOST_BYTES);
        assertThat(bytes(context, path -> !path.startsWith("src/main/"))).isLessThan(MOST_BYTES_BESIDE_THE_SOURCES);
    }

    private static long bytes(Map<String, Long> context, Predicate<String> counted) {
        return context.entrySet().stream()
                .filter(file -> counted.test(file.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".env",
                ".env.production",
                ".envrc",
                "src/main/resources/.env",
                "src/main/resources/dev/mcpgateway/.env.local",
                "src/main/resources/tls.key",
                "src/main/resources/dev/mcpgateway/server.pem",
                "src/main/resources/store.p12",
                "deploy/image/.env",
                "gateway.yaml",
                "mcp.json",
                ".aws/credentials",
                ".git/config",
                "target/mcp-gateway-0.1.0-fat.jar",
                "src/test/resources/key.pem",
                "node_modules/a/index.js",
                ".idea/workspace.xml",
                "docs/adr/0001-scan-not-model.md"
            })
    void whatMayHoldASecretOrIsNotNeededIsNotSent(String path) throws Exception {
        assertThat(ours().excludes(path)).isTrue();
    }

    @Test
    void whatTheDockerfileCopiesIsSent() throws Exception {
        DockerIgnore ignore = ours();
        List<String> copied = Files.readAllLines(Path.of("Dockerfile")).stream()
                .filter(line -> line.startsWith("COPY ") && !line.contains("--from="))
                .flatMap(line -> {
                    List<String> words = List.of(line.split(" +"));
                    return words.subList(1, words.size() - 1).stream();
                })
                .toList();
        assertThat(copied).contains("pom.xml", "src/main");
        Map<String, Long> context = ignore.context(Path.of("."));
        assertThat(copied)
                .allSatisfy(source -> assertThat(context.keySet())
                        .anyMatch(path -> DockerIgnore.of(List.of(source)).excludes(path)));
    }

    @ParameterizedTest
    @CsvSource({
        "'*', a/b, true",
        "'*|!a', a/b, false",
        "'*|!a|a/b', a/b, true",
        "'*|!a|**/*.key', a/b/c.key, true",
        "'*|!a|**/*.key', a/key, false",
        "'!a|*', a, true",
        "'**/.env*', .env, true",
        "'**/.env*', x/y/.env.local, true",
        "'a/*', a/b/c, true",
        "'a?', ab, true",
        "'a?', a/b, false",
        "'# a', a, false"
    })
    void theLastRuleThatNamesAPathOrAFolderAboveItDecides(String rules, String path, boolean excluded) {
        assertThat(DockerIgnore.of(List.of(rules.split("\\|"))).excludes(path)).isEqualTo(excluded);
    }

    @Test
    void aSecretBesideASourceIsNotSent(@TempDir Path root) throws Exception {
        Path sources = Files.createDirectories(root.resolve("src/main/resources"));
        Files.writeString(sources.resolve(".env"), "SESSION_SECRET=canary");
        Files.writeString(sources.resolve("application.txt"), "needed");
        Files.createDirectories(root.resolve("target/classes"));
        Files.writeString(root.resolve("target/classes/a.class"), "built");
        assertThat(ours().context(root)).containsOnlyKeys("src/main/resources/application.txt");
    }
}
