package dev.mcpgateway.provider.google;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.provider.google.api.GoogleService;
import dev.mcpgateway.provider.google.api.GoogleTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tables of docs/google.md, which {@code -Dtools.write=true} writes. */
class GoogleToolsPageTest {
    private static final Path PAGE = Path.of("docs", "google.md");
    private static final String BEGIN = "<!-- written by GoogleToolsPageTest -->\n";
    private static final String END = "<!-- end -->";
    private static final String SCOPES = "https://www.googleapis.com/auth/";

    @Test
    void thePageHasTheToolsAndScopesOfTheCode() throws IOException {
        String page = Files.readString(PAGE);
        String expected = page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + tables() + "\n"
                + page.substring(page.indexOf(END));

        if (Boolean.getBoolean("tools.write")) {
            Files.writeString(PAGE, expected);
        } else {
            assertThat(page)
                    .as("docs/google.md is not up to date: write it anew with -Dtools.write=true"
                            + " -Dtest=GoogleToolsPageTest")
                    .isEqualTo(expected);
        }
    }

    private static String tables() {
        StringBuilder tables = new StringBuilder();
        GoogleProvider.all(InstantSource.system()).forEach((service, tools) -> table(tables, service, tools));
        return tables.toString();
    }

    private static void table(StringBuilder tables, GoogleService service, List<GoogleTool> tools) {
        tables.append("\n### ").append(service.label()).append("\n\n");
        tables.append("| Tool | What it does | Changes something | Scope |\n|---|---|---|---|\n");
        for (GoogleTool tool : tools) {
            tables.append("| `")
                    .append(tool.definition().name())
                    .append("` | ")
                    .append(tool.definition().description().replace("|", "\\|"))
                    .append(" | ")
                    .append(change(tool))
                    .append(" | `")
                    .append(tool.scope().value().replace(SCOPES, ""))
                    .append("` |\n");
        }
    }

    private static String change(GoogleTool tool) {
        if (tool.isReadOnly()) {
            return "";
        }
        return tool.definition().hints().destructive() ? "yes, for good" : "yes";
    }
}
