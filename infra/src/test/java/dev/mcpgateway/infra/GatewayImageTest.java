package dev.mcpgateway.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.cxapi.CloudAssembly;

class GatewayImageTest {
    @Test
    void anImageInEcrMayBePulledFromThereOnly() {
        Synthesized usual = Synthesized.usual();

        assertThat(usual.container().get("Image").toString())
                .contains("123456789012.dkr.ecr.eu-west-1.", "/mcp-gateway:1a2b3c4");
        assertThat(Policies.of(usual, "ExecutionRole").values())
                .filteredOn(statement -> statement.get("Action").toString().contains("ecr:BatchGetImage"))
                .singleElement()
                .satisfies(statement -> assertThat(statement.get("Resource").toString())
                        .contains(":ecr:eu-west-1:123456789012:repository/mcp-gateway"));
    }

    @Test
    void anImageMayBeNamedByItsDigest() {
        String digest = "sha256:" + "0a".repeat(32);

        assertThat(Synthesized.with(
                                Map.of("image", "123456789012.dkr.ecr.eu-west-1.amazonaws.com/mcp-gateway@" + digest))
                        .container()
                        .get("Image")
                        .toString())
                .contains("/mcp-gateway@" + digest);
    }

    @Test
    void anImageOfAnotherRegistryIsTakenAsItIs() {
        Synthesized other = Synthesized.with(Map.of("image", "ghcr.io/example/mcp-gateway:1.0"));

        assertThat(other.container()).containsEntry("Image", "ghcr.io/example/mcp-gateway:1.0");
        assertThat(Policies.of(other, "ExecutionRole").toString()).doesNotContain("ecr:");
    }

    @Test
    void withoutOneItIsBuiltFromTheRepositoryWithoutWhatItDoesNotNeed() throws IOException {
        McpGatewayStack stack = Synthesized.stack(Map.of("image", ""), Map.of());
        CloudAssembly assembly = ((App) stack.getNode().getRoot()).synth();

        try (Stream<Path> files = Files.list(Path.of(assembly.getDirectory()))) {
            List<Path> contexts = files.filter(
                            file -> file.getFileName().toString().startsWith("asset."))
                    .toList();
            assertThat(contexts).singleElement().satisfies(context -> {
                assertThat(context.resolve("Dockerfile")).exists();
                assertThat(context.resolve("pom.xml")).exists();
                assertThat(context.resolve("src/main/java")).exists();
                assertThat(context.resolve("infra")).doesNotExist();
                assertThat(context.resolve("target")).doesNotExist();
                assertThat(context.resolve(".git")).doesNotExist();
            });
        }
    }
}
