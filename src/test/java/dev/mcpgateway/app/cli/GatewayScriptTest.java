package dev.mcpgateway.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the script in a directory of its own, with a JDK and a Maven that only write down how they were called. */
@DisabledOnOs(OS.WINDOWS)
class GatewayScriptTest {
    private static final String JAR = "target/mcp-gateway-1.0-fat.jar";

    @TempDir
    Path directory;

    private Path project;
    private Path jdk;

    private record Result(int code, String out, String err) {}

    @BeforeEach
    void layOutAProject() throws IOException {
        project = Files.createDirectories(directory.resolve("a project"));
        Files.createDirectories(project.resolve("src/main/java"));
        write(project.resolve("pom.xml"), "");
        executable(project.resolve("gateway"), Files.readString(Path.of("gateway")));
        executable(project.resolve("mvnw"), "#!/bin/sh\necho \"$JAVA_HOME $*\" > called\ntouch " + JAR + "\n");
        jdk = directory.resolve("jdk");
        executable(jdk.resolve("bin/java"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\nexit 7\n");
        executable(jdk.resolve("bin/javac"), "");
        write(jdk.resolve("release"), "JAVA_VERSION=\"99.0.1\"\n");
    }

    @Test
    void aProgramThatIsUpToDateIsStartedWithItsArgumentsFromAnywhere() throws Exception {
        build();
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("a project/gateway"));

        Result result =
                run(Map.of("GATEWAY_JAVA_OPTS", "-Xmx64m -Dx=y"), link.toString(), "serve", "--data-dir", "a b");

        assertThat(result.code()).isEqualTo(7);
        assertThat(result.err()).isEmpty();
        List<String> arguments = result.out().lines().toList();
        assertThat(arguments).containsSubsequence("-Xmx64m", "-Dx=y", "-jar");
        assertThat(arguments.subList(arguments.indexOf("-jar") + 1, arguments.size()))
                .containsExactly(project.toRealPath().resolve(JAR).toString(), "serve", "--data-dir", "a b");
        assertThat(project.resolve("called")).doesNotExist();
    }

    @Test
    void aMissingProgramIsBuiltWithoutTests() throws Exception {
        Result result = run(Map.of(), project.resolve("gateway").toString());

        assertThat(result.err()).startsWith("Building the gateway");
        assertThat(result.out()).contains("-jar\n" + project.toRealPath().resolve(JAR));
        assertThat(Files.readString(project.resolve("called"))).isEqualTo(jdk + " -B -P quick,!format package\n");
    }

    @Test
    void aProgramThatIsOlderThanItsSourcesIsBuiltAgain() throws Exception {
        build();
        write(project.resolve("src/main/java/New.java"), "");
        Files.setLastModifiedTime(
                project.resolve(JAR), FileTime.from(Instant.now().minusSeconds(60)));

        assertThat(run(Map.of(), project.resolve("gateway").toString()).err()).startsWith("Building the gateway");
        assertThat(run(Map.of(), project.resolve("gateway").toString()).err()).isEmpty();
    }

    @Test
    void aFailedBuildShowsItsErrorsAndWhereTheRestIs() throws Exception {
        executable(project.resolve("mvnw"), "#!/bin/sh\necho '[INFO] much'\necho '[ERROR] no such thing'\nexit 1\n");

        Result result = run(Map.of(), project.resolve("gateway").toString());

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .contains(
                        "[ERROR] no such thing\n",
                        project.toRealPath().resolve("target/gateway-build.log").toString())
                .doesNotContain("[INFO]");
    }

    @Test
    void withoutAJdkThatIsNewEnoughItSaysSo() throws Exception {
        String script = Files.readString(Path.of("gateway")).replace("readonly NEEDED=25", "readonly NEEDED=999");
        executable(project.resolve("gateway"), script);

        Result result = run(Map.of(), project.resolve("gateway").toString());

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).hasLineCount(1).contains("needs a JDK 999 or newer", "set JAVA_HOME");
    }

    private void build() throws IOException {
        write(project.resolve(JAR), "");
        Files.setLastModifiedTime(
                project.resolve(JAR), FileTime.from(Instant.now().plusSeconds(60)));
    }

    private Result run(Map<String, String> environment, String... command) throws Exception {
        List<String> words = new ArrayList<>(List.of("bash"));
        words.addAll(List.of(command));
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().remove("GATEWAY_JAVA_OPTS");
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static void executable(Path file, String text) throws IOException {
        write(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
