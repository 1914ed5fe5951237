package dev.mcpgateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.dispatch.policy.Selection;
import dev.mcpgateway.oauth.ConsentView;
import dev.mcpgateway.oauth.ConsentView.GrantedScope;
import dev.mcpgateway.oauth.FailureView;
import dev.mcpgateway.oauth.signin.GoogleGrantView;
import dev.mcpgateway.oauth.signin.SignInPages.Choice;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page: small, without scripts, its texts escaped, its forms protected. */
class WebPagesTest {
    private static final String HOSTILE = "\"><script>alert('x')</script><img src=x onerror=alert(1)>";
    private static final int MOST_BYTES = 36 * 1024;
    private static final WebPages PAGES = new WebPages();

    static Stream<Arguments> pages() {
        ConsentView consent = new ConsentView(
                HOSTILE,
                HOSTILE,
                HOSTILE,
                List.of(new GrantedScope(HOSTILE, HOSTILE)),
                HOSTILE,
                "the-csrf",
                true,
                HOSTILE);
        SelectionView selection =
                new SelectionView("the-csrf", 7, new Selection(Set.of(HOSTILE), Map.of(HOSTILE, Set.of(HOSTILE))));
        HomeView.Row row = new HomeView.Row(HOSTILE, HOSTILE, HOSTILE, false);
        HomeView home = new HomeView(
                HOSTILE,
                "the-csrf",
                "https://mcp.example.com/mcp",
                ClientSetup.of("https://mcp.example.com/mcp"),
                Collections.nCopies(3, new HomeView.OtherAddress("The set a", "https://mcp.example.com/mcp/sets/a")),
                Collections.nCopies(10, new HomeView.Upstream(HOSTILE, "/upstreams/a", "up", "Answers", true)),
                selection,
                Collections.nCopies(10, row),
                Collections.nCopies(10, row),
                Collections.nCopies(10, row),
                3,
                List.of(row, new HomeView.Row("here", "Firefox", "now", true)),
                List.of(new GrantedScope("api", "words")),
                List.of(1, 90),
                new HomeView.Account(HOSTILE, HOSTILE, HOSTILE),
                new TokensView(
                        "o200k_base",
                        List.of(
                                new TokensView.Row(HOSTILE, "12", "3,400", "900", null),
                                new TokensView.Row(HOSTILE, "", "", "", HOSTILE)),
                        new TokensView.Row("Together", "12", "3,400", "900", null),
                        true));
        UpstreamView upstream = new UpstreamView(
                HOSTILE,
                HOSTILE,
                HOSTILE,
                40,
                Collections.nCopies(40, new UpstreamView.Tool("tool_" + HOSTILE, "d".repeat(240), true)),
                null,
                "/upstreams/a?from=80");
        Map<String, Object> bar = Map.of("person", HOSTILE, "csrf", "the-csrf");
        return Stream.of(
                Arguments.argumentSet("consent", PAGES.consent(consent)),
                Arguments.argumentSet("failure", PAGES.failure(new FailureView(400, HOSTILE, HOSTILE, HOSTILE))),
                Arguments.argumentSet("choose", PAGES.choose(List.of(new Choice(HOSTILE, "/oauth/login?a=b")))),
                Arguments.argumentSet("development", PAGES.development("the-csrf")),
                Arguments.argumentSet("unconfigured", PAGES.unconfigured(List.of(HOSTILE))),
                Arguments.argumentSet("signed out", PAGES.signedOut()),
                Arguments.argumentSet("connected", PAGES.connected(new ConnectedView(HOSTILE, HOSTILE))),
                Arguments.argumentSet(
                        "connect",
                        PAGES.templates()
                                .render(
                                        "connect",
                                        Map.of(
                                                "view",
                                                new ConnectView(
                                                        HOSTILE,
                                                        "the-csrf",
                                                        HOSTILE,
                                                        HOSTILE,
                                                        HOSTILE,
                                                        HOSTILE,
                                                        List.of(HOSTILE),
                                                        true)))),
                Arguments.argumentSet(
                        "google grant",
                        PAGES.googleGrant(new GoogleGrantView(HOSTILE, "the-csrf", HOSTILE, HOSTILE, HOSTILE, true))),
                Arguments.argumentSet("home", PAGES.templates().render("home", Map.of("view", home))),
                Arguments.argumentSet(
                        "server",
                        PAGES.templates()
                                .render("upstream", with(bar, Map.of("view", upstream, "selection", selection)))),
                Arguments.argumentSet(
                        "token",
                        PAGES.templates()
                                .render(
                                        "token",
                                        with(
                                                bar,
                                                Map.of(
                                                        "name", HOSTILE,
                                                        "token", HOSTILE,
                                                        "until", "1 May 2030",
                                                        "command", HOSTILE)))));
    }

    private static Map<String, Object> with(Map<String, Object> some, String name, Object value) {
        return with(some, Map.of(name, value));
    }

    private static Map<String, Object> with(Map<String, Object> some, Map<String, Object> more) {
        Map<String, Object> all = new java.util.HashMap<>(some);
        all.putAll(more);
        return all;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void whatOthersSayOfThemselvesStaysText(String html) {
        assertThat(html).doesNotContain("<script").doesNotContain("<img").doesNotContain("=x onerror=alert(1)>\n");
        // Within a value in quotation marks a mark of another kind ends nothing.
        Matcher tags = Pattern.compile("<[a-z][^>]*>").matcher(html);
        while (tags.find()) {
            assertThat(tags.group()).doesNotContainPattern("\\son[a-z]+=").doesNotContain("javascript:");
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aPageIsSmallAndWhole(String html) {
        assertThat(html.getBytes(StandardCharsets.UTF_8).length).isLessThan(MOST_BYTES);
        assertThat(html.strip())
                .startsWith("<!doctype html>")
                .contains("<html lang=\"en\">")
                .endsWith("</html>");
        assertThat(Pattern.compile("<h1").matcher(html).results()).hasSize(1);
        assertThat(html).contains("<main").doesNotContain("style=");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyFormThatPostsHasAHiddenProof(String html) {
        Matcher forms =
                Pattern.compile("<form[^>]*>(.*?)</form>", Pattern.DOTALL).matcher(html);
        while (forms.find()) {
            assertThat(forms.group()).contains("method=\"post\"").contains("value=\"the-csrf\"");
        }
    }

    @Test
    void theConsentPageShowsWhatWasAsked() {
        String html = PAGES.consent(new ConsentView(
                "Cursor",
                "cursor.com",
                "cursor://anysphere.cursor-retrieval/oauth/callback",
                List.of(new GrantedScope("tools:read", "Use the tools that only look things up")),
                "sealed",
                "csrf",
                false,
                null));

        assertThat(html)
                .contains(
                        "Allow Cursor to use your tools?",
                        "cursor.com",
                        "cursor://anysphere.cursor-retrieval/oauth/callback")
                .contains("Use the tools that only look things up", "You will sign in next.")
                .contains("name=\"request\" value=\"sealed\"", "value=\"approve\"", "value=\"deny\"")
                .doesNotContain("Nobody vouches");
    }

    @Test
    void theSetUpsHaveTheAddress() {
        assertThat(ClientSetup.of("https://mcp.example.com/mcp"))
                .extracting(ClientSetup::text)
                .allMatch(text -> text.contains("https://mcp.example.com/mcp"))
                .anyMatch(text -> text.equals("claude mcp add --transport http gateway https://mcp.example.com/mcp"));
        assertThat(ClientSetup.of("https://mcp.example.com/mcp"))
                .extracting(ClientSetup::link)
                .anyMatch(link -> link != null && link.startsWith("vscode:mcp/install?%7B%22name%22%3A%22gateway%22"))
                .anyMatch(link -> link != null
                        && link.startsWith("cursor://anysphere.cursor-deeplink/mcp/install?name=gateway&config="));
    }

    @Test
    void aBrowserIsCalledAsPeopleCallIt() {
        assertThat(Browsers.name("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
                        + "Chrome/130.0 Safari/537.36 Edg/130.0"))
                .isEqualTo("Edge on Windows");
        assertThat(Browsers.name("")).isEqualTo("Some browser");
    }
}
