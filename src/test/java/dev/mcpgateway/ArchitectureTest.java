package dev.mcpgateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Imports point down the list of rooms, and packages have no cycles. */
class ArchitectureTest {
    /** From the top down; a room may use every room below it. */
    private static final List<String> ROOMS = List.of(
            "app",
            "example",
            "http",
            "transport",
            "web",
            "oauth",
            "session",
            "dispatch",
            "provider",
            "peer",
            "store",
            "crypto",
            "aws",
            "audit",
            "tokens",
            "config",
            "identity",
            "protocol",
            "net");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.mcpgateway");

    @Test
    void importsPointDownTheListOfRooms() {
        var rule = layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.mcpgateway..")
                .withOptionalLayers(true);
        for (String room : ROOMS) {
            rule = rule.layer(room).definedBy("dev.mcpgateway." + room + "..");
        }
        for (int i = 0; i < ROOMS.size(); i++) {
            rule = i == 0
                    ? rule.whereLayer(ROOMS.get(0)).mayNotBeAccessedByAnyLayer()
                    : rule.whereLayer(ROOMS.get(i))
                            .mayOnlyBeAccessedByLayers(ROOMS.subList(0, i).toArray(String[]::new));
        }
        rule.ignoreDependency(
                        JavaClass.Predicates.type(Main.class),
                        JavaClass.Predicates.resideInAPackage("dev.mcpgateway.."))
                .check(CLASSES);
    }

    @Test
    void aTransportKnowsNothingOfSignIn() {
        noClasses()
                .that()
                .resideInAPackage("dev.mcpgateway.transport..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.mcpgateway.oauth..", "dev.mcpgateway.web..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.mcpgateway.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void everyPackageBelongsToARoom() {
        List<String> homeless = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .distinct()
                .filter(name -> !name.equals("dev.mcpgateway"))
                .filter(name ->
                        ROOMS.stream().noneMatch(room -> (name + ".").startsWith("dev.mcpgateway." + room + ".")))
                .toList();
        assertThat(homeless).isEmpty();
    }

    @Test
    void everyPackageSaysWhatLivesThere() throws IOException {
        Path sources = Path.of("src/main/java");
        try (Stream<Path> files = Files.walk(sources)) {
            List<Path> silent = files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
                    .toList();
            assertThat(silent).isEmpty();
        }
    }
}
