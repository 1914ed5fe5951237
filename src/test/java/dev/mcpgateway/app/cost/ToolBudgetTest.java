package dev.mcpgateway.app.cost;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.mcpgateway.app.ExampleService;
import dev.mcpgateway.provider.tool.ToolProvider;
import dev.mcpgateway.tokens.ListCost;
import dev.mcpgateway.tokens.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the tools that come with the gateway may cost a model, and the table of docs/tools.md, which {@code -Dtools.write=true} writes. */
class ToolBudgetTest {
    /** Tokens of names, descriptions and input schemas; output schemas are counted apart. */
    private static final int A_SERVICE = 2_500;

    private static final Map<String, Integer> A_PROVIDER = Map.of("google", 9_000, "aws", 1_500, "tasks", 700);
    private static final int A_TOOL = 450;

    private static final Path PAGE = Path.of("docs", "tools.md");
    private static final String BEGIN = "<!-- written by ToolBudgetTest -->\n";
    private static final String END = "<!-- end -->";

    private static List<ListCost> costs;

    @BeforeAll
    static void count() {
        costs = BuiltInTools.costs(Tokenizer.load());
    }

    @Test
    void noProviderIsAboveItsBudget() {
        assertThat(costs)
                .allSatisfy(provider -> assertThat(provider.total().tokens())
                        .as("all tools of " + provider.name())
                        .isPositive()
                        .isLessThanOrEqualTo(A_PROVIDER.getOrDefault(provider.name(), A_SERVICE)));
    }

    @Test
    void noServiceIsAboveItsBudget() {
        assertThat(services())
                .allSatisfy(service -> assertThat(service.total().tokens())
                        .as("the tools of " + service.name() + ", the heaviest: " + service.heaviest(5))
                        .isPositive()
                        .isLessThanOrEqualTo(A_SERVICE));
    }

    @Test
    void noToolIsSoHeavyThatItCrowdsOutOthers() {
        assertThat(services().flatMap(service -> service.tools().stream()))
                .allSatisfy(
                        tool -> assertThat(tool.cost().tokens()).as(tool.name()).isLessThanOrEqualTo(A_TOOL));
    }

    private static Stream<ListCost> services() {
        return costs.stream()
                .flatMap(provider -> provider.parts().isEmpty() ? Stream.of(provider) : provider.parts().stream());
    }

    @Test
    void everyPackageThatMakesToolsIsCounted() {
        Set<String> makers = new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("dev.mcpgateway.provider")
                        .stream()
                        .filter(type -> type.getConstructorCallsFromSelf().stream()
                                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(ToolProvider.class)))
                        .map(JavaClass::getPackageName)
                        .map(name -> name.substring(name.lastIndexOf('.') + 1))
                        .map(name -> name.equals("openapi") ? ExampleService.NAME : name)
                        .collect(Collectors.toSet());

        assertThat(makers)
                .as("packages that make a ToolProvider, and the providers in BuiltInTools")
                .isEqualTo(BuiltInTools.all().keySet());
    }

    @Test
    void thePageHasTheNumbersOfTheCode() throws IOException {
        String page = Files.readString(PAGE);
        String expected = page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + "\n" + CostTable.markdown(costs)
                + "\n" + page.substring(page.indexOf(END));

        if (Boolean.getBoolean("tools.write")) {
            Files.writeString(PAGE, expected);
        } else {
            assertThat(page)
                    .as("docs/tools.md is not up to date: write it anew with -Dtools.write=true -Dtest=ToolBudgetTest")
                    .isEqualTo(expected);
        }
    }
}
